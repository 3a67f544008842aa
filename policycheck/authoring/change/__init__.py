"""`policycheck diff`: what a change breaks and mends, in the charts that it touches.

`git` asks git, `sides` and `both_sides` put both states of the files in reach, `changed_charts` says what to render,
`versions` and `rules` what else the change did, `differing` makes the diff of all of it.
"""
