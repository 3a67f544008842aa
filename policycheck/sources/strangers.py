"""What a text is when it is no resource, and what to do about it. The texts are never quoted: they may be secrets."""

from __future__ import annotations

import re

from policycheck.errors import ManifestError
from policycheck.model import Value
from policycheck.patterns import regex

_RENDER = "render the chart: helm template NAME CHART | policycheck"

_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        regex(rb"^Error: ", re.MULTILINE),
        "helm's error text instead of a render; fix what helm reports, then pipe the render",
    ),
    (
        regex(rb"^NAME: .*\n(?:.*\n){0,12}?(?:STATUS|HOOKS|MANIFEST):", re.MULTILINE),
        "output of `helm install --dry-run`; pipe `helm template` with the same arguments instead",
    ),
    (
        regex(rb"^(?:WARNING: |level=[A-Z]+ |\d{4}/\d\d/\d\d \d\d:\d\d:\d\d |[a-z_]+\.go:\d+: )", re.MULTILINE),
        "helm's messages inside the render; pipe standard output alone, without `2>&1`",
    ),
)

_CHART = frozenset(("apiVersion", "name", "version"))
_VALUES = frozenset(
    (
        *("affinity", "autoscaling", "fullnameOverride", "global", "image", "imagePullSecrets", "ingress"),
        *("livenessProbe", "nameOverride", "nodeSelector", "podAnnotations", "podLabels", "podSecurityContext"),
        *("readinessProbe", "replicaCount", "resources", "securityContext", "service", "serviceAccount"),
        *("tolerations", "volumeMounts", "volumes"),
    )
)
_ENOUGH_VALUES = 2


def why_unparsed(text: memoryview, error: ManifestError) -> str:
    """Why a document could not be parsed: what it is where that can be told, else what the parser says."""
    data = bytes(text)
    if known := _known_text(data):
        return known
    if b"{{" in data:
        return f"{error.message} (it holds `{{{{`: if it is a template, {_RENDER})"
    return error.message


def why_no_resource(body: Value, text: memoryview) -> str | None:
    """Why a value is no resource, None where it is one: a mapping with texts for apiVersion and kind."""
    if isinstance(body, list):
        return "a bare list, not a resource; put its entries under `items` of a `kind: List`, or separate them by `---`"
    if not isinstance(body, dict):
        return _known_text(bytes(text)) or "plain text, not a resource; a manifest has apiVersion, kind and metadata"
    missing = [key for key in ("apiVersion", "kind") if not (isinstance(body.get(key), str) and body[key])]
    if not missing:
        return None
    return _known_text(bytes(text)) or _known_keys(body) or _what_is_missing(body, missing)


def _known_text(data: bytes) -> str | None:
    return next((reason for pattern, reason in _TEXTS if pattern.search(data)), None)


def _known_keys(body: dict[str, Value]) -> str | None:
    if "kind" in body:
        return None
    if body.keys() >= _CHART:
        return f"a Chart.yaml, not a resource; {_RENDER}"
    if len(_VALUES & body.keys()) >= _ENOUGH_VALUES:
        return f"looks like the values of a chart, not a resource; {_RENDER}"
    return None


def _what_is_missing(body: dict[str, Value], missing: list[str]) -> str:
    wrong = [key for key in missing if body.get(key) is not None and body[key] != ""]
    if wrong:
        return f"`{wrong[0]}` is no text, so Kubernetes cannot tell what this is; quote it"
    keys = " and ".join(f"`{key}`" for key in missing)
    return f"no {keys}, so not a resource; add what is missing, or leave this out of what is checked"
