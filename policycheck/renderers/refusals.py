"""What Helm refuses before it renders: said alike, whether helm said it or we did because Helm in process does not."""

from __future__ import annotations

import os
import re

from policycheck.errors import PolicycheckError, RenderError
from policycheck.exact_yaml.positions import locate
from policycheck.helm.version_ranges import in_range, is_range
from policycheck.model import Path
from policycheck.patterns import regex
from policycheck.renderers.chart_file import NAME
from policycheck.renderers.request import PreparedChart
from policycheck.renderers.template_paths import shown

_LONGEST_RELEASE = 53
_RELEASE = regex(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", re.ASCII)
_KUBE_VERSION = regex(r"v?(\d+)\.(\d+)(?:\.(\d+))?((?:[-+].*)?)", re.ASCII)


def full_kube_version(text: str) -> str:
    """As "v1.33.0", for "1.33": Helm 3 and Helm 4 then show it alike. RenderError for what is no version."""
    found = _KUBE_VERSION.fullmatch(text)
    if not found:
        raise RenderError(f'"{text}" is not a Kubernetes version; write it as 1.33')
    major, minor, patch, more = found.groups()
    return f"v{major}.{minor}.{patch or 0}{more}"


def release_name(name: str) -> None:
    """Raise RenderError for a name that no release can have."""
    if not is_release_name(name):
        raise bad_release_name(name)


def is_release_name(name: str) -> bool:
    return len(name) <= _LONGEST_RELEASE and _RELEASE.fullmatch(name) is not None


def kube_version(chart: PreparedChart, full: str) -> None:
    """Raise RenderError where Chart.yaml's kubeVersion leaves out this version, a `full_kube_version`."""
    wanted = chart.file.kube_version
    if not wanted:
        return
    if not is_range(wanted):
        raise bad_kube_version(chart, f'kubeVersion "{wanted}" is no version range; write one as ">=1.29.0-0"')
    if not in_range(wanted, re.sub(r"[-+].*", "", full)):
        raise wrong_kube_version(chart, full)


def bad_release_name(name: str, helm: str | None = None) -> RenderError:
    message = f'"{name}" cannot name a release; take up to {_LONGEST_RELEASE} of a-z, 0-9, "-" and "."'
    return RenderError(message, helm=helm)


def wrong_kube_version(chart: PreparedChart, full: str, helm: str | None = None) -> RenderError:
    return bad_kube_version(chart, f'kubeVersion "{chart.file.kube_version}" leaves out Kubernetes {full}', helm)


def bad_kube_version(chart: PreparedChart, message: str, helm: str | None = None) -> RenderError:
    return in_chart_file(chart, message, ("kubeVersion",), helm)


def missing_dependencies(chart: PreparedChart, names: list[str], helm: str | None = None) -> RenderError:
    known = [one.name for one in chart.file.dependencies]
    first = min((known.index(name) for name in names if name in known), default=0)
    are = "is" if len(names) == 1 else "are"
    message = f"{', '.join(names)} {are} not in charts/; run `helm dependency build {shown(chart, chart.folder)}`"
    return in_chart_file(chart, message, ("dependencies", first), helm)


def in_chart_file(chart: PreparedChart, message: str, path: Path, helm: str | None) -> RenderError:
    own = os.path.join(chart.folder, NAME)
    line = line_in(own, path)
    return RenderError(message, source=shown(chart, own), line=line, helm=helm)


def line_in(file: str, path: Path) -> int | None:
    """The line on which a path, or the nearest above it, stands in a YAML file; None where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            return locate(opened.read(), [path])[path][0]
    except (OSError, PolicycheckError):
        return None
