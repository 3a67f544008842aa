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
    file = _dockerfile(bindings)
    if file is not None:
        from policycheck.docker.programs import has_shell  # noqa: PLC0415 - most runs have no Dockerfile

        if (shell := has_shell(file)) is not None or bindings.context.resource.kind == _KIND:
            return shell
    with reading_at((*bindings.container.path, "image")):
        text = _image_of(bindings)
        return None if text is None else images.has_shell(text)


def image_program(bindings: Bindings, path: Value) -> bool | None:
    """`image_program(path)`: whether the current image, which has no shell, holds a program; null if unknown."""
    # The current image is the container's, where the run has its Dockerfile, or the one that the Dockerfile builds.
    wanted, file = text_of(path), _dockerfile(bindings)
    if wanted is None or file is None:
        return None
    from policycheck.docker.programs import holds  # noqa: PLC0415 - most runs have no Dockerfile

    return holds(file, wanted)


def _image_of(bindings: Bindings) -> str | None:
    """What the current container runs."""
    return text_of(reading.mapping(bindings.container.value, "a container").get("image"))


def _dockerfile(bindings: Bindings) -> Dockerfile | None:
    """The Dockerfile that is judged, or that of the current container's image."""
    index, resource = bindings.context.index, bindings.context.resource
    if (OURS, _KIND) not in index.kinds:
        return None
    from policycheck.index.dockerfiles import built_from, read_of  # noqa: PLC0415 - most runs have no Dockerfile

    if resource.kind == _KIND:
        return read_of(index, resource).file
    with reading_at((*bindings.container.path, "image")):
        reference = _image_of(bindings)
    made_by = built_from(index, reference) if reference else None
    return None if made_by is None else read_of(index, made_by).file


def image_command(bindings: Bindings) -> Value:
    """`image_command()`: the command of the current container's image, ENTRYPOINT as its Dockerfile says, or null."""
    # A shell form is what a shell is told to run.
    file = _dockerfile(bindings)
    held = file.holding("ENTRYPOINT") if file else None
    if held is None:
        return None
    from policycheck.docker.run_commands import command_line  # noqa: PLC0415 - most runs have no Dockerfile

    return command_line(held)


def image_variable(bindings: Bindings, name: Value) -> str | None:
    """`image_variable('GOGC')`: what ENV in the Dockerfile of the current container's image sets it to, or null."""
    wanted, file = text_of(name), _dockerfile(bindings)
    if wanted is None or file is None:
        return None
    from policycheck.docker.stages import pairs  # noqa: PLC0415 - most runs have no Dockerfile

    set_to = [pair.value for one in file.shipped if one.keyword == "ENV" for pair in pairs(one) if pair.name == wanted]
    return set_to[-1] if set_to else None


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "image_command": image_command,
    "image_has_shell": image_has_shell,
    "image_program": image_program,
    "image_variable": image_variable,
}
