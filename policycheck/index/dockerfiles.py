"""Dockerfiles, and which of them a container's image is built from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from policycheck.docker.instructions import Instruction
from policycheck.docker.stages import Dockerfile, dockerfile, pairs
from policycheck.docker.variables import expand
from policycheck.errors import Unreadable
from policycheck.index.charts import CHARTS
from policycheck.index.joins import Index
from policycheck.kubernetes.containers import all_containers
from policycheck.kubernetes.images import Image, image
from policycheck.kubernetes.pod_templates import pod_spec
from policycheck.model import Path, Resource
from policycheck.records import Record

KIND = "Dockerfile"
_TITLE = "org.opencontainers.image.title"


class Read(Record):
    """A Dockerfile, and where each of its instructions stands in the body of its resource."""

    file: Dockerfile
    paths: Mapping[Instruction, Path]


def read_of(index: Index, resource: Resource) -> Read:
    """What a Dockerfile's text says, read once for all policies."""

    def read() -> Read:
        file = dockerfile(bytes(resource.document.text).decode("utf-8-sig"))
        return Read(file, dict(_paths(file)))

    return index.remembered((KIND, id(resource.body)), read)


def built_from(index: Index, reference: str) -> Resource | None:
    """The Dockerfile that an image is built from; None unless exactly one can be meant.

    A Dockerfile says so itself, with the comment `# policycheck.dev/image: NAME` (the repository, or its last parts),
    or with the label org.opencontainers.image.title. Without either it is known by its name: orders.Dockerfile,
    Dockerfile.orders, and orders/Dockerfile where no other lies beside it, make REGISTRY/.../orders. Images without a
    registry are somebody else's, and of two repositories with the same last part nobody knows whose it is.
    """
    try:
        wanted = image(reference)
    except Unreadable:
        return None
    found = [one for one in index.of_kind(KIND, CHARTS) if _makes(index, one, wanted)]
    return found[0] if len(found) == 1 else None


def _makes(index: Index, resource: Resource, wanted: Image) -> bool:
    repository = f"{wanted.registry}/{wanted.repository}".lstrip("/")
    said = resource.body.get("image")
    if isinstance(said, str):
        return repository == said or repository.endswith(f"/{said}")
    name = repository.rpartition("/")[2]
    return name == _named(index, resource) and bool(wanted.registry) and _is_alone(index, name)


def _named(index: Index, resource: Resource) -> str | None:
    """The title that its labels give, else what its file is called after."""
    title = _title(read_of(index, resource).file)
    return title or (resource.name if _is_telling(index, resource) else None)


def _title(file: Dockerfile) -> str | None:
    labels = [pair for one in file.shipped if one.keyword == "LABEL" for pair in pairs(one)]
    titles = [expand(pair.value or "", {}) for pair in labels if pair.name == _TITLE]
    return titles[-1] if titles else None


def _is_telling(index: Index, resource: Resource) -> bool:
    """Whether the name is meant for it: that of a folder is, where no second Dockerfile lies in it."""
    folder, _, name = resource.document.source.replace("\\", "/").rpartition("/")
    if name not in {KIND, "Containerfile"}:
        return True
    beside = (one.document.source.replace("\\", "/").rpartition("/")[0] for one in index.of_kind(KIND, CHARTS))
    return resource.name != name and sum(other == folder for other in beside) == 1


def _is_alone(index: Index, name: str) -> bool:
    """Whether all images of the run that are called so are of one repository."""
    return len({one for one in _repositories(index) if one.rpartition("/")[2] == name}) <= 1


def _repositories(index: Index) -> Collection[str]:
    return index.remembered("repositories of images", lambda: frozenset(_written_repositories(index)))


def _written_repositories(index: Index) -> Iterator[str]:
    for resource in index.resources:
        try:
            pod = index.pod_template(resource)
            containers = all_containers(pod_spec(pod)) if pod else ()
        except Unreadable:  # others say so
            continue
        for container in containers:
            written = container.body.get("image")
            if isinstance(written, str):
                with suppress(Unreadable):
                    found = image(written)
                    yield f"{found.registry}/{found.repository}".lstrip("/")


def _paths(file: Dockerfile) -> Iterator[tuple[Instruction, Path]]:
    for stage in file.stages:
        yield from ((one, ("stages", stage.number, "instructions", at)) for at, one in enumerate(stage.instructions))
