"""Settings files and what they lead to, as the tests of the configuration need them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from policycheck.config.effective import Config, configure
from policycheck.model import Value

SAMPLE: dict[str, Value] = {
    "extends": ["seed-strict", "./policies"],
    "namespace": "shop",
    "kubeVersion": "1.33",
    "failOn": "warning",
    "paths": {"exclude": ["fixtures/**"]},
    "enable": ["house", "memory-*"],
    "policies": {
        "pdb-present": {"severity": "warning", "params": {"minReplicas": 3}},
        "monitor-selector-set": False,
    },
    "podTemplates": {"example.com/Worker": {"path": "spec.worker.template", "longRunning": True, "scalable": False}},
    "charts": {
        "charts/orders": {
            "values": {"production": ["values-common.yaml", "values-production.yaml"]},
            "release": "shop",
            "namespace": "shop",
            "kubeVersions": ["1.29", "v1.33"],
            "apiVersions": ["monitoring.coreos.com/v1"],
        }
    },
    "exceptions": [
        {
            "policy": "memory-limit-set",
            "match": {
                "kind": ["Deployment"],
                "apiVersion": "apps/*",
                "name": "legacy-*",
                "namespace": ["shop"],
                "labels": {"team": "checkout"},
                "container": "*",
                "template": "shop/charts/redis/*",
            },
            "reason": "the vendor's chart takes no limits",
            "expires": "2026-12-31",
        },
        {"policy": "house", "reason": "moves out in autumn", "expires": "never"},
    ],
}
"""A file that uses every key."""


def written(folder: Path, files: Mapping[str, str | Mapping[str, Value]]) -> None:
    """Write files into a folder; a mapping becomes YAML."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def configured(folder: Path, settings: str | Mapping[str, Value]) -> Config:
    """The configuration that a policycheck.yaml in a folder leads to."""
    written(folder, {"policycheck.yaml": settings})
    return configure(str(folder / "policycheck.yaml"))
