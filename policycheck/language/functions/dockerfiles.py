"""What a Dockerfile does, each at its instruction: commands, copies, what holds in the image that it builds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from policycheck.docker import bases, support
from policycheck.docker.copies import copied, may_make, shipped
from policycheck.docker.go_builds import GoBuild, go_builds
from policycheck.docker.ignore import is_ignored
from policycheck.docker.instructions import Instruction
from policycheck.docker.module_cache import Modules, modules, mounts
from policycheck.docker.run_commands import command_of, program_of, run_commands
from policycheck.docker.stages import Dockerfile, Stage
from policycheck.errors import PolicyError
from policycheck.index.dockerfiles import KIND, Read, read_of
from policycheck.kubernetes.reading import refused
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

_DAY = "a day, as in 2026-12-31"


def image_instructions(bindings: Bindings, keyword: Value) -> list[Item]:
    """`image_instructions('ENV')`: those that make the built image, of parent stages first: {keyword, words, json}."""
    wanted = needed_text(keyword, "an instruction's keyword")
    read = _read(bindings)
    return [
        Item({"keyword": one.keyword, "words": list(command_of(one)), "json": one.is_json}, read.paths[one], made=True)
        for one in read.file.shipped
        if one.keyword == wanted
    ]


def commands_run(bindings: Bindings) -> list[Item]:
    """`run_commands()`: what RUN runs, command by command, in all stages: {program, words, final}."""
    # `final`: in a stage that makes the image.
    read = _read(bindings)
    final = read.file.lineage(read.file.final)
    return [
        Item({"program": program_of(words), "words": words, "final": stage in final}, read.paths[one], made=True)
        for stage, one in _instructions(read.file, "RUN")
        for words in run_commands(one)
        if words
    ]


def images_used(bindings: Bindings) -> list[Item]:
    """`images_used()`: images that FROM, COPY --from and RUN --mount take: {image, by}; of unknown ARGs none."""
    read = _read(bindings)
    found = [
        Item({"image": stage.image, "by": "FROM"}, ("stages", stage.number, "from"), made=True)
        for stage in read.file.stages
        if stage.parent is None and stage.image
    ]
    for stage, one in _instructions(read.file, "COPY", "RUN"):
        taken = [one.flag("from")] if one.keyword == "COPY" else [mount.get("from") for mount in mounts(one)]
        for written in filter(None, taken):
            origin = read.file.origin(written, stage)
            if isinstance(origin, str) and "$" not in origin:
                found.append(Item({"image": origin, "by": one.keyword}, read.paths[one], made=True))
    return found


def copied_files(bindings: Bindings) -> list[Item]:
    """`copied_files()`: what COPY and ADD take: {source, target, file, context, ignored, final}."""
    # `context`: from the folder of the build, not from a stage or an image; `ignored`: .dockerignore keeps it out of
    # that; `final`: it goes into the image that is built.
    read = _read(bindings)
    patterns = bindings.context.resource.body.get("ignored")
    lines = [line for line in patterns if isinstance(line, str)] if isinstance(patterns, list) else []
    final = read.file.lineage(read.file.final)
    return [
        Item(
            {
                "source": one.source,
                "target": one.target,
                "file": one.file,
                "context": one.origin is None,
                "ignored": one.origin is None and is_ignored(one.source, lines),
                "final": stage in final,
            },
            read.paths[one.instruction],
            made=True,
        )
        for stage in read.file.stages
        for one in copied(read.file, stage)
    ]


def builds_of_go(bindings: Bindings) -> list[Item]:
    """`go_builds()`: calls of go build: {cgo, crosses, static, stripped, tags, shipped, libc, cached, final}."""
    # `cgo` is CGO_ENABLED, "" where it is not set; null is what only the builder knows. `crosses`: for another
    # platform, without a compiler of C for it. `libc` is that of the stage it runs in: none, glibc, musl or null.
    # `shipped`: what it makes gets into the image; `final`: it runs in that itself.
    read = _read(bindings)
    final, there = read.file.lineage(read.file.final), modules(read.file)
    return [
        Item(_go_build(read.file, one, there, final=one.stage in final), read.paths[one.instruction], made=True)
        for one in go_builds(read.file)
    ]


def _go_build(file: Dockerfile, one: GoBuild, there: Mapping[Instruction, Modules], *, final: bool) -> Value:
    base = file.base(one.stage)
    return {
        "cgo": one.cgo,
        "crosses": one.crosses,
        "static": one.is_static,
        "stripped": one.is_stripped,
        "tags": sorted(filter(None, one.tags)),
        "shipped": one.shipped,
        "libc": bases.base_of(base).libc if base else None,
        "cached": there[one.instruction].serve(one),
        "final": final,
    }


def base_image(_: Bindings, reference: Value) -> Value:
    """`base_image(base)`: {family, libc, has_shell, bare} of a base image, null where a name does not tell."""
    # Families are scratch, distroless, chainguard, alpine, busybox, golang and those of glibc, such as debian; "" for
    # any other. Bare: it has no ENTRYPOINT.
    text = text_of(reference)
    return None if text is None else dict(bases.base_of(text)._asdict())


def support_end(_: Bindings, reference: Value, day: Value) -> Value:
    """`support_end(image, '2026-12-31')`: {system, since} where an image's Alpine or Debian is not mended that day."""
    text, until = text_of(reference), needed_text(day, _DAY)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", until):
        raise refused(day, _DAY)
    end = support.support_end(text) if text else None
    return None if end is None or end.since >= until else dict(end._asdict())


def image_brings(bindings: Bindings, path: Value) -> bool:
    """`image_brings('/etc/ssl')`: whether a COPY into the image makes this folder or what is in it, or may do so."""
    return may_make(shipped(_read(bindings).file), needed_text(path, "an absolute path"))


def _instructions(file: Dockerfile, *keywords: str) -> Iterator[tuple[Stage, Instruction]]:
    for stage in file.stages:
        yield from ((stage, one) for one in stage.instructions if one.keyword in keywords)


def _read(bindings: Bindings) -> Read:
    resource = bindings.context.resource
    if resource.kind != KIND:
        raise PolicyError("this function is about a Dockerfile; write match: {kind: Dockerfile}")
    return read_of(bindings.context.index, resource)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "base_image": base_image,
    "image_brings": image_brings,
    "support_end": support_end,
}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "copied_files": copied_files,
    "run_commands": commands_run,
    "images_used": images_used,
    "go_builds": builds_of_go,
    "image_instructions": image_instructions,
}
