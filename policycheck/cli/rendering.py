"""What the options of a command ask of charts' renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace

    from policycheck.api.asked import Rendering

_OF_CHARTS = ("values_files", "set_values", "set_strings", "releases", "api_versions", "values_sets", "helm")


def rendering(options: Namespace | SimpleNamespace) -> Rendering | None:
    """None where nothing is asked that manifests could not have: one version of Kubernetes is a setting like others."""
    versions = tuple(dict.fromkeys(options.kube_versions))
    asked = [getattr(options, name) for name in _OF_CHARTS]
    if not any(asked) and len(versions) <= 1:
        return None
    from policycheck.api.asked import Rendering  # noqa: PLC0415 - the pipe has none, and imports no renderer
    from policycheck.renderers.matrix import Asked  # noqa: PLC0415 - idem

    return Rendering(
        Asked(
            values_files=tuple(options.values_files),
            set_values=tuple(options.set_values),
            set_strings=tuple(options.set_strings),
            releases=tuple(dict.fromkeys(options.releases)),
            kube_versions=versions,
            api_versions=tuple(options.api_versions),
            chosen=tuple(dict.fromkeys(options.values_sets)),
        ),
        options.helm,
    )
