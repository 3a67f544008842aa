"""`policycheck init CHART`: the files that a chart's repository begins with.

`start.start` writes them; `texts` is what they say, `first_test` the test, `known_findings` what is excepted at first.
"""
