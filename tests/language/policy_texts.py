"""Policy files made from a valid one by changing keys."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policycheck.language.policy_file import read_policy
from policycheck.model import Policy, Value

SOURCE = "policies/area/sample.yaml"

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
"""

SAMPLE: dict[str, Value] = {
    "apiVersion": "policycheck/v1",
    "id": "sample",
    "title": "Config maps have an owner",
    "severity": "error",
    "default": True,
    "tags": ["house"],
    "rationale": "Somebody must know whom to ask.",
    "remediation": "Add the label owner.",
    "references": ["https://example.com/owners"],
    "params": {"label": {"type": "string", "default": "owner"}},
    "match": {"kind": ["ConfigMap"], "labels": {"tier": "web-*"}, "hooks": "include"},
    "when": "data",
    "assert": "metadata.labels.owner",
    "at": "metadata.labels",
    "message": "{{ metadata.name }} has no owner",
    "fix": "labels.owner in values.yaml",
    "examples": {
        "pass": [{"name": "a label", "manifest": MANIFEST}],
        "fail": [
            {"name": "none", "manifest": MANIFEST, "at": ["ConfigMap/settings metadata"], "params": {"label": "team"}},
            {"name": "a container", "container": {"image": "a:1"}, "at": ["."], "kubeVersion": "1.30"},
        ],
        "skip": [{"name": "a pod", "pod": {"containers": []}, "namespace": "shop"}, {"name": "a spec", "spec": {}}],
    },
}
"""A policy that uses every key but `foreach` and `schema`."""


def policy_text(*without: str, **changes: Value) -> str:
    """The sample without some keys and with others changed, as a YAML file with a key a line."""
    kept = {key: value for key, value in SAMPLE.items() if key not in without}
    return yaml({**kept, **{key.rstrip("_"): value for key, value in changes.items()}})


def yaml(body: Mapping[str, Value]) -> str:
    return "".join(f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in body.items())


def sample(*without: str, **changes: Value) -> Policy:
    """The policy that the changed text is read as; `assert_` and `pass_` stand for Python's own words."""
    return read_policy(policy_text(*without, **changes).encode(), SOURCE)
