"""What is in an image: as its Dockerfile says, where the run has it, else its name (semantics B3.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import images, reading
from policycheck.kubernetes.kinds import OURS
from policycheck.language.functions.strings import text_of
from policycheck.language.items import reading_at
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.docker.stages import Dockerfile
    from policycheck.language.bindings import Bindings

_KIND = "Dockerfile"


def image_has_shell(bindings: Bindings) -> bool | None:
    """`image_has_shell()`: whether the current image has one, by its Dockerfile or name (distroless), or null."""
    text = _image_of(bindings)
    file = _dockerfile(bindings, text)
    if file is not None:
        from policycheck.docker.programs import has_shell  # noqa: PLC0415 - most runs have no Dockerfile

        if (shell := has_shell(file)) is not None:
            return shell
    return None if text is None else images.has_shell(text)


def image_program(bindings: Bindings, path: Value) -> bool | None:
    """`image_program(command[0])`: whether the current image, which has no shell, holds a program; null if unknown."""
    # The current image is the container's, where the run has its Dockerfile, or the one that the Dockerfile builds.
    wanted, file = text_of(path), _dockerfile(bindings, _image_of(bindings))
    if wanted is None or file is None:
        return None
    from policycheck.docker.programs import holds  # noqa: PLC0415 - most runs have no Dockerfile

    return holds(file, wanted)


def _image_of(bindings: Bindings) -> str | None:
    """What the current container runs; null in a Dockerfile."""
    if bindings.context.resource.group == OURS:
        return None
    container = bindings.container
    with reading_at((*container.path, "image")):
        text = text_of(reading.mapping(container.value, "a container").get("image"))
        if text is not None:
            images.image(text)
        return text


def _dockerfile(bindings: Bindings, reference: str | None) -> Dockerfile | None:
    """The Dockerfile of an image, or the one that is judged."""
    index, resource = bindings.context.index, bindings.context.resource
    if (OURS, _KIND) not in index.kinds:
        return None
    from policycheck.index.dockerfiles import built_from, read_of  # noqa: PLC0415 - most runs have no Dockerfile

    made_by = built_from(index, reference) if reference else resource if resource.kind == _KIND else None
    return None if made_by is None else read_of(index, made_by).file


FUNCTIONS: dict[str, Callable[..., Value]] = {"image_has_shell": image_has_shell, "image_program": image_program}
