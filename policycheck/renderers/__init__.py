"""Chart and values in, manifest text out, exactly as `helm template` prints it.

`rendering.render` renders one request, `prepared.prepared` opens a chart once for many. `choose.choose` says with what:
`helm_cli` is the definition of truth, `helm_sdk` is Helm in process. `kustomize.build` is for Kustomize folders.
"""
