"""Whether a policy's `match` takes a resource."""

from __future__ import annotations

from fnmatch import fnmatchcase

from policycheck.kubernetes.kinds import matches_kind
from policycheck.kubernetes.pod_templates import is_long_running
from policycheck.language.context import Context
from policycheck.model import Match, Resource, Value


def takes_kind(match: Match, group: str, kind: str) -> bool:
    """The choice that one answer serves for all resources of a kind."""
    return not match.kinds or any(matches_kind(choice, group, kind) for choice in match.kinds)


def applies(match: Match, context: Context) -> bool:
    """Every other choice of a match that takes the kind; globs in names, namespaces and label values.

    Helm's test hooks are left to policies that include hooks; any other hook counts as a Job.
    """
    if match.hooks == "exclude" and context.hook == "test":
        return False
    return takes_resource(match, context.resource) and _by_pod(match, context)


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
    if match.pod is None:
        return True
    if context.pod is None:
        return False
    if match.pod == "any":
        return True
    stays = is_long_running(context.pod) and context.hook is None
    return stays == (match.pod == "long-running")


def _any(globs: tuple[str, ...], text: str) -> bool:
    return not globs or any(fnmatchcase(text, glob) for glob in globs)


def _is(value: Value, glob: str) -> bool:
    return isinstance(value, str) and fnmatchcase(value, glob)
