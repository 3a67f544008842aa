"""A Dockerfile as a resource, which policies judge as they judge manifests.

Its body is {kind: Dockerfile, metadata: {name}, image: what a comment says that it builds, ignored: the lines of
.dockerignore or null, arguments: ARGs before the first stage, stages}. A stage is {index, name, from, image, base,
parent, final, instructions}: `from` is as written, `image` with the defaults of ARG, `base` the image below all stages
that it goes on from, null where only the builder knows; `final` says that it makes the image that is built. An
instruction is {keyword, arguments, flags, mounts, json, command, heredocs, variables}; `command` is what is started, as
in a container, `variables` are those of ARG, ENV and LABEL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policycheck.docker.instructions import Instruction
from policycheck.docker.run_commands import command_line
from policycheck.docker.stages import Dockerfile, Pair, Stage, dockerfile, pairs
from policycheck.docker.variables import expand
from policycheck.errors import ManifestError
from policycheck.kubernetes.kinds import OURS
from policycheck.model import Document, LeftOut, Path, Resource, Value
from policycheck.patterns import regex
from policycheck.sources.chart_files import WORKSPACE
from policycheck.sources.dockerfile_names import named_after

KIND = "Dockerfile"

_IMAGE = regex(r"^#\s*policycheck\.dev/image:\s*(\S+)\s*$", re.MULTILINE)
"""The comment by which a Dockerfile says which image it builds."""


def read_dockerfile(source: str, data: bytes, ignored: bytes | None = None) -> Resource | LeftOut:
    """The resource of a Dockerfile; what could not be read is left out, with its line. `ignored` is .dockerignore."""
    try:
        text = data.decode("utf-8-sig")
        file = dockerfile(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return LeftOut(source, line, "not UTF-8; save it as UTF-8", unread=True)
    except ManifestError as error:
        return LeftOut(source, error.line, error.message, unread=True)
    name = named_after(source)
    said = _IMAGE.search(text)
    body: dict[str, Value] = {
        "kind": KIND,
        "metadata": {"name": name},
        "image": said[1] if said else None,
        "ignored": None if ignored is None else ignored.decode(errors="replace").splitlines(),
        "arguments": [_variable(pair) for one in file.arguments for pair in pairs(one)],
        "stages": [_stage(file, stage) for stage in file.stages],
    }
    document = Document(source, 1, memoryview(data), None, body, lines=dict(_lines(file)))
    return Resource(f"{OURS}/v1", OURS, KIND, name, None, body, document, render=WORKSPACE)


def _stage(file: Dockerfile, stage: Stage) -> dict[str, Value]:
    return {
        "index": stage.number,
        "name": stage.name,
        "from": stage.source,
        "image": None if stage.parent is not None else stage.image,
        "base": file.base(stage),
        "parent": stage.parent,
        "final": stage in file.lineage(file.final),
        "instructions": [_instruction(one) for one in stage.instructions],
    }


def _instruction(one: Instruction) -> dict[str, Value]:
    flags = (flag.partition("=") for flag in one.flags)
    return {
        "keyword": one.keyword,
        "arguments": list(one.arguments),
        "flags": {name: value for name, _, value in flags},
        "mounts": one.all_of("mount"),
        "json": one.is_json,
        "command": command_line(one),
        "heredocs": [{"name": heredoc.name, "text": heredoc.text} for heredoc in one.heredocs],
        "variables": list(map(_variable, pairs(one))),
    }


def _variable(pair: Pair) -> dict[str, Value]:
    """Without its quotes, so that a secret is known in whatever it is put into."""
    return {"name": pair.name, "value": pair.value and (expand(pair.value, {}) or pair.value)}


def _lines(file: Dockerfile) -> Iterator[tuple[Path, int]]:
    arguments = ((one.line, pair) for one in file.arguments for pair in pairs(one))
    yield from ((("arguments", place), line) for place, (line, _) in enumerate(arguments))
    for stage in file.stages:
        yield ("stages", stage.number), stage.start.line
        yield from _instruction_lines(stage.number, stage.instructions)


def _instruction_lines(stage: int, instructions: Iterable[Instruction]) -> Iterator[tuple[Path, int]]:
    for place, one in enumerate(instructions):
        yield ("stages", stage, "instructions", place), one.line
