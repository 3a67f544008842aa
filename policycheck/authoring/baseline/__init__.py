"""Findings that were there when policycheck came: a file of them, where there is no base to compare with.

`entries` is the file, `known` says which finding is which entry, `applying` makes of a report one that knows them.
"""
