"""YAML and JSON exactly as Kubernetes reads them: text in, plain values out.

`stream.split` cuts a stream into documents, `reader.read` gives a document's value and its oddities,
`positions.locate` finds where paths stand, `scalars.resolve` types one unquoted scalar.
"""
