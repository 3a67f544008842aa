"""Files of Prometheus rules, as Prometheus itself reads them: `groups` at the top, and no apiVersion or kind."""

from __future__ import annotations

import os

from policycheck.kubernetes.kinds import OURS
from policycheck.model import Document, Resource, Value
from policycheck.prometheus.rules import is_rules_file
from policycheck.sources.chart_files import WORKSPACE

KIND = "PrometheusRules"


def rules_of(document: Document, body: dict[str, Value], *, named: bool) -> Resource | None:
    """The resource that a document with `groups` is; None where it is something else.

    `named`: the file was given as something to check, so that its groups need no rules to be taken for some.
    """
    if {"apiVersion", "kind"} & body.keys() or not (named or is_rules_file(body)):
        return None
    return Resource(
        api_version=f"{OURS}/v1",
        group=OURS,
        kind=KIND,
        name=os.path.basename(document.source),
        namespace=None,
        body=body,
        document=document,
        render=WORKSPACE,
    )
