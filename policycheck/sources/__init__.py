"""How input becomes resources.

`discovery.discover` turns paths into inputs, `loading.load` reads inputs into resources with their namespaces,
`manifests.documents` and `manifests.resources` do so for one text.
"""
