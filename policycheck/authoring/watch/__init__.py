"""`policycheck watch CHART`: check on every save, show only what has changed.

`watched` says what to look at, `saves` waits, `rounds` checks and compares, `told` is what a reader sees of a round.
"""
