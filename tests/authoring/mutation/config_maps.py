"""Examples of the sample policy."""

from __future__ import annotations

from policycheck.model import Value

LABEL = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {owner: me}}\n"
NO_LABEL = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {}}\n"
OTHER = "apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {}}\n"
EXAMPLES: Value = {
    "pass": [{"name": "a label", "manifest": LABEL}],
    "fail": [{"name": "none", "manifest": NO_LABEL, "at": ["ConfigMap/a metadata.labels"]}],
}
"""They prove the sample's assert and place, and nothing of its match."""
