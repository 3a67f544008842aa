"""A Dockerfile as a resource: which files are some, its places, and what keeps it from being read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.docker.instructions import INSTALL
from policycheck.exact_yaml.positions import locate_in_source
from policycheck.model import LeftOut, Loaded, Resource
from policycheck.sources.discovery import discover
from policycheck.sources.dockerfile_names import ignore_file, is_dockerfile, named_after
from policycheck.sources.dockerfiles import read_dockerfile
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load
from tests.effort import tries

TEXT = """\
ARG GO=1.24

FROM golang:${GO} AS build
RUN go build \\
    -o /app .
ENV A=1 \\
    B=2
FROM scratch
# the program
COPY --from=build --chmod=755 /app /app
ENTRYPOINT ["/app"]
"""


def dockerfile(text: str = TEXT) -> Resource:
    found = read_dockerfile("orders/Dockerfile", text.encode())
    assert isinstance(found, Resource)
    return found


@pytest.mark.parametrize(
    "name", ["Dockerfile", "Containerfile", "Dockerfile.orders", "orders.Dockerfile", "a/Dockerfile"]
)
def test_a_dockerfile_is_known_by_its_name(name: str) -> None:
    assert is_dockerfile(name)


@pytest.mark.parametrize(
    "name",
    ["dockerfile.go", "Dockerfile.tmpl", "Dockerfile.dockerignore", "Dockerfile.md", "Dockerfiles", "a.dockerfile"],
)
def test_what_is_no_dockerfile_yet_or_about_one_is_none(name: str) -> None:
    assert not is_dockerfile(name)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("services/orders/Dockerfile", "orders"),
        ("./orders/Containerfile", "orders"),
        ("build/orders.Dockerfile", "orders"),
        ("build/Dockerfile.orders", "orders"),
        ("./Dockerfile", "Dockerfile"),
        ("../Dockerfile", "Dockerfile"),
        ("a/../Dockerfile", "Dockerfile"),
    ],
)
def test_it_is_called_after_its_file_or_folder(source: str, name: str) -> None:
    assert named_after(source) == name


def test_its_stages_say_what_is_written_and_what_that_means() -> None:
    body = dockerfile().body
    assert body["arguments"] == [{"name": "GO", "value": "1.24"}]
    stages = body["stages"]
    assert isinstance(stages, list)
    build, final = stages
    assert [(one["from"], one["image"], one["final"]) for one in (build, final)] == [
        ("golang:${GO}", "golang:1.24", False),
        ("scratch", "scratch", True),
    ]
    assert final["instructions"][0]["flags"] == {"from": "build", "chmod": "755"}
    assert build["instructions"][1]["variables"] == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    assert final["instructions"][1]["json"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("arguments", 0, "name"), 1),
        (("stages", 0, "from"), 3),
        (("stages", 0, "instructions", 0), 4),
        (("stages", 0, "instructions", 1, "variables", 1, "name"), 6),
        (("stages", 1), 8),
        (("stages", 1, "instructions", 0, "flags", "from"), 10),
        (("stages", 1, "instructions", 1), 11),
        (("metadata", "name"), 1),
    ],
)
def test_a_place_is_the_line_of_its_instruction(path: tuple[str | int, ...], line: int) -> None:
    document, inside = dockerfile().written_at(path)
    assert locate_in_source(document, [inside]) == {inside: (line, 1)}


LINES = st.sampled_from(["RUN a", "RUN a \\\n  b", "COPY <<EOF /a\nFROM x\nEOF", "ENV A=b", "# c", "", "FROM x AS y"])


@tries(30)
@given(st.lists(LINES, max_size=10))
def test_every_instruction_stands_where_it_is_written(lines: list[str]) -> None:
    text = "\n".join(["FROM a", *lines, ""])
    resource = dockerfile(text)
    written = text.split("\n")
    stages = resource.body["stages"]
    assert isinstance(stages, list)
    for number, stage in enumerate(stages):
        for place, one in enumerate(stage["instructions"]):
            document, inside = resource.written_at(("stages", number, "instructions", place))
            ((line, _),) = locate_in_source(document, [inside]).values()
            assert written[line - 1].startswith(one["keyword"])


def test_a_folder_is_searched_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "a/Dockerfile",
        "a/Dockerfile.tmpl",
        "a/Dockerfile.dockerignore",
        "a/web.Dockerfile",
        "a/.git/Dockerfile",
        "a/vendor/example.com/b/Dockerfile",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("FROM scratch\n", encoding="utf-8")
    found = discover(["a"], stdin=sys.stdin.buffer)
    assert [one.source for one in found.inputs] == ["a/Dockerfile", "a/web.Dockerfile"]
    contents = load(found.inputs)
    assert [(one.kind, one.name) for one in contents.resources] == [("Dockerfile", "a"), ("Dockerfile", "web")]
    assert contents.loaded == (Loaded("a/Dockerfile", 1, 1), Loaded("a/web.Dockerfile", 1, 1))


def test_one_that_is_wrong_is_said_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.Dockerfile").write_text("FROM a\nRUM b\n", encoding="utf-8")
    (tmp_path / "b.Dockerfile").write_bytes(b"FROM a\n# \xff\n")
    (tmp_path / "c.Dockerfile").write_text(TEXT, encoding="utf-8")
    contents = load([Input(name, str(tmp_path / name)) for name in ("a.Dockerfile", "b.Dockerfile", "c.Dockerfile")])
    assert [(one.source, one.line, one.unread) for one in contents.left_out] == [
        ("a.Dockerfile", 2, True),
        ("b.Dockerfile", 2, True),
    ]
    assert [one.name for one in contents.resources] == ["c"]


def test_without_the_extra_it_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dockerfile", None)
    found = read_dockerfile("Dockerfile", TEXT.encode())
    assert found == LeftOut("Dockerfile", None, INSTALL, unread=True)


def test_what_a_build_does_not_see_is_read_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text(TEXT, encoding="utf-8")
    assert ignore_file(str(path)) is None
    assert load([Input("Dockerfile", str(path))]).resources[0].body["ignored"] is None
    (tmp_path / ".dockerignore").write_text(".git\n*.pem\n", encoding="utf-8")
    assert load([Input("Dockerfile", str(path))]).resources[0].body["ignored"] == [".git", "*.pem"]
    (tmp_path / "Dockerfile.dockerignore").write_text("*\n", encoding="utf-8")
    assert load([Input("Dockerfile", str(path))]).resources[0].body["ignored"] == ["*"]
