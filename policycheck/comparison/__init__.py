"""What has changed between two runs, whatever has moved: `compare.compare`.

`item_names` knows a place in spite of reordered lists, `failures` what there is to compare, `pairing` which is which.
"""
