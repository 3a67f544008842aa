"""The one place where secrets are taken out of everything that leaves.

`literals` says what is a secret in manifests, `spelling` how a text may quote one, `hiding` takes them out of a text,
`report` out of a report before any reporter sees it.
"""

from policycheck.redaction.report import redacted

__all__ = ["redacted"]
