"""What an exception covers, its policy apart: resources by their choice, findings by their container."""

from __future__ import annotations

from policycheck.config.globs import is_exact, takes
from policycheck.kubernetes.kinds import matches_kind
from policycheck.model import Match, Path, PolicyException, Resource, Value

_CONTAINERS = frozenset({"containers", "initContainers", "ephemeralContainers"})


def covers_resource(exception: PolicyException, resource: Resource) -> bool:
    """Whether every choice that is written takes the resource. What has no template is of no chart file."""
    match, template = exception.match, resource.document.template
    return (
        _any(match.names, resource.name)
        and _any(match.namespaces, resource.namespace or "")
        and (not match.kinds or any(_takes_kind(kind, resource) for kind in match.kinds))
        and _any(match.api_versions, resource.api_version)
        and (exception.template is None or (template is not None and takes(exception.template, template)))
        and _takes_labels(match, resource)
    )


def covers_finding(exception: PolicyException, resource: Resource, path: Path) -> bool:
    """Whether it covers what is found at this path of a resource that it covers: one for a container only there."""
    if exception.container is None:
        return True
    name = container_around(resource.body, path)
    return name is not None and takes(exception.container, name)


def container_around(body: Value, path: Path) -> str | None:
    """The name of the container that a path stands in; None where it stands in none, or in one without a name."""
    inside = False
    for part in path:
        if isinstance(body, dict):
            inside = part in _CONTAINERS
            body = body.get(part)
        elif isinstance(body, list) and isinstance(part, int) and part < len(body):
            body = body[part]
            if inside:
                name = body.get("name") if isinstance(body, dict) else None
                return name if isinstance(name, str) else None
        else:
            return None
    return None


def _any(globs: tuple[str, ...], text: str) -> bool:
    return not globs or any(takes(glob, text) for glob in globs)


def _takes_kind(choice: str, resource: Resource) -> bool:
    """`Deployment` and `apps/Deployment` as policies take them; a glob is one over either form."""
    if is_exact(choice):
        return matches_kind(choice, resource.group, resource.kind)
    group = f"{resource.group or 'core'}/" if "/" in choice else ""
    return takes(choice, group + resource.kind)


def _takes_labels(match: Match, resource: Resource) -> bool:
    return all(
        isinstance(label := label_of(resource, key), str) and takes(glob, label) for key, glob in match.labels.items()
    )


def label_of(resource: Resource, key: str) -> Value:
    metadata = resource.body.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return labels.get(key) if isinstance(labels, dict) else None
