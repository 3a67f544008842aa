"""Whether a policy's `match` takes a resource."""

from __future__ import annotations

from fnmatch import fnmatchcase

from policycheck.index import Index
from policycheck.kubernetes.kinds import matches_kind
from policycheck.language.context import Context
from policycheck.model import Match, Resource, Value


def takes_kind(match: Match, group: str, kind: str, index: Index) -> bool:
    """The choice that one answer serves for all resources of a kind."""
    if match.pod is not None and not index.carries_pods(group, kind):
        return False
    return not match.kinds or any(matches_kind(choice, group, kind) for choice in match.kinds)


def concerns(match: Match, index: Index) -> bool:
    """Whether there is a resource of a kind that the match takes: a policy without any needs no compiling."""
    return any(takes_kind(match, group, kind, index) for group, kind in index.kinds)


def applies(match: Match, context: Context) -> bool:
    """Every other choice of a match that takes the kind; globs in names, namespaces and label values.

    Helm's test hooks are left to policies that include hooks; any other hook counts as a Job.
    """
    if context.hook == "test" and match.hooks == "exclude":
        return False
    if is_narrow(match) and not takes_resource(match, context.resource):
        return False
    return match.pod is None or _by_pod(match, context)


def takes_pods(match: Match, *, stays: bool | None) -> bool:
    """Whether a match takes pods that stay, or that end; None is a resource without any."""
    if match.pod is None:
        return True
    return stays is not None and (match.pod == "any" or stays == (match.pod == "long-running"))


def is_narrow(match: Match) -> bool:
    """Whether a match chooses by more than kind, pod and hook, which few policies do."""
    return bool(match.names or match.namespaces or match.labels or match.api_versions)


def takes_resource(match: Match, resource: Resource) -> bool:
    """Whether apiVersion, name, namespace and labels are as a match wants them."""
    return (
        _by_labels(match, resource)
        and _any(match.api_versions, resource.api_version)
        and _any(match.names, resource.name)
        and _any(match.namespaces, resource.namespace or "")
    )


def _by_labels(match: Match, resource: Resource) -> bool:
    if not match.labels:
        return True
    metadata = resource.body.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return isinstance(labels, dict) and all(_is(labels.get(key), glob) for key, glob in match.labels.items())


def _by_pod(match: Match, context: Context) -> bool:
    return takes_pods(match, stays=context.stays if context.pod else None)


def _any(globs: tuple[str, ...], text: str) -> bool:
    return not globs or any(fnmatchcase(text, glob) for glob in globs)


def _is(value: Value, glob: str) -> bool:
    return isinstance(value, str) and fnmatchcase(value, glob)
