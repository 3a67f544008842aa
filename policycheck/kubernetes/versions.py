"""Kubernetes versions as (major, minor): the patch level changes no meaning."""

from __future__ import annotations

import re

from policycheck.errors import UsageError

KubeVersion = tuple[int, int]

NEWEST: KubeVersion = (1, 37)
"""The newest version we know, taken where none is named."""


def parse_kube_version(text: str) -> KubeVersion:
    """Read "1.33", "v1.33.0" or "1.33.1-gke.2"; raise UsageError for anything else."""
    match = re.fullmatch(r"v?(\d{1,3})\.(\d{1,3})(?:\.\d+)?(?:[-+][0-9A-Za-z.+-]*)?", text, re.ASCII)
    if match is None:
        raise UsageError(f'"{text}" is not a Kubernetes version; write it as 1.33')
    return int(match[1]), int(match[2])
