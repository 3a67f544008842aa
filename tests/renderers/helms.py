"""The helm commands, each asked for its version once."""

from __future__ import annotations

from functools import cache

from policycheck.renderers.helm_cli import HelmCli, helm_at


@cache
def installed(helm: str) -> HelmCli:
    return helm_at(helm)
