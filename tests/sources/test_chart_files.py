"""A chart's folder as a resource: its files, its places, and what keeps it from being one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import UsageError
from policycheck.exact_yaml.positions import locate_in_source
from policycheck.model import LeftOut, Loaded, Resource
from policycheck.sources.chart_files import read_chart
from policycheck.sources.chart_folders import ChartFolder, files_of
from policycheck.sources.inputs import Input
from policycheck.sources.loading import Contents, load

CHART = "apiVersion: v2\nname: orders\nversion: 1.10\n"
VALUES = "# defaults\ndb:\n  password: hunter2\n"
POD = b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


def folder(where: Path, **files: str) -> ChartFolder:
    """A chart's folder with these files, `Chart` for Chart.yaml."""
    for stem, text in files.items():
        (where / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return ChartFolder(str(where), str(where))


def chart(contents: Contents) -> Resource:
    (found,) = (resource for resource in contents.resources if resource.kind == "Chart")
    return found


def test_a_chart_is_a_resource_of_its_files(tmp_path: Path) -> None:
    where = folder(tmp_path, Chart=CHART, values=VALUES)
    contents = load([Input("a.yaml", POD)], charts=[where], namespace="shop")
    found = chart(contents)
    assert found.body == {
        "kind": "Chart",
        "metadata": {"name": "orders", "version": 1.1},
        "chart": {"apiVersion": "v2", "name": "orders", "version": 1.1},
        "values": {"db": {"password": "hunter2"}},
        **{key: {} for key in ("templates", "crds", "charts", "beside")},
    }
    assert (found.name, found.namespace, found.render) == ("orders", None, "workspace")
    assert contents.left_out == ()
    assert contents.loaded == (
        Loaded(f"{where.path}/Chart.yaml", 1, 1),
        Loaded(f"{where.path}/values.yaml", 1, 0),
        Loaded("a.yaml", 1, 1),
    )


@pytest.mark.parametrize(
    ("path", "file", "line"),
    [
        (("values", "db", "password"), "values.yaml", 3),
        (("values",), "values.yaml", 2),
        (("chart", "version"), "Chart.yaml", 3),
        (("metadata", "name"), "Chart.yaml", 2),
        ((), "Chart.yaml", 1),
    ],
    ids=str,
)
def test_a_place_is_one_of_its_own_file(tmp_path: Path, path: tuple[str, ...], file: str, line: int) -> None:
    where = folder(tmp_path, Chart=CHART, values=VALUES)
    document, inside = chart(load([], charts=[where])).written_at(path)
    assert document.source == f"{where.path}/{file}"
    assert locate_in_source(document, [inside])[inside][0] == line


@pytest.mark.parametrize("values", [None, "", "# none\n"], ids=repr)
def test_a_chart_may_have_no_values(tmp_path: Path, values: str | None) -> None:
    where = folder(tmp_path, Chart=CHART, **({} if values is None else {"values": values}))
    assert chart(load([], charts=[where])).body["values"] == {}


@pytest.mark.parametrize(
    ("files", "source", "line"),
    [
        ({"Chart": CHART, "values": "a: 1\nb: [\n"}, "values.yaml", 2),
        ({"Chart": CHART, "values": "- a\n"}, "values.yaml", 1),
        ({"Chart": "name: [\n", "values": VALUES}, "Chart.yaml", 1),
        ({"Chart": "text\n"}, "Chart.yaml", 1),
        ({"Chart": "version: 1.0.0\n"}, "Chart.yaml", 1),
        ({"Chart": "name: 1\n"}, "Chart.yaml", 1),
        ({"Chart": ""}, "Chart.yaml", 1),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_read_is_unread_with_its_line(
    tmp_path: Path, files: dict[str, str], source: str, line: int
) -> None:
    contents = load([], charts=[folder(tmp_path, **files)])
    assert contents.resources == ()
    (one,) = contents.left_out
    assert (one.source, one.unread) == (str(tmp_path / source), True)
    assert one.line == line


@given(st.binary(max_size=40), st.none() | st.binary(max_size=40))
def test_any_files_are_a_chart_or_say_what_keeps_them_from_it(chart: bytes, values: bytes | None) -> None:
    files = {"Chart.yaml": ("c", chart), **({} if values is None else {"values.yaml": ("v", values)})}
    found = read_chart(files)
    assert found
    for one in found:
        if isinstance(one, Resource):
            assert isinstance(one.body["values"], dict)
            assert one.name
            assert len(found) == 1
        else:
            assert one.unread
            assert one.line


def test_both_files_that_cannot_be_read_are_said() -> None:
    found = read_chart({"Chart.yaml": ("c", b"- a"), "values.yaml": ("v", b"- hunter2")})
    refused = [one for one in found if isinstance(one, LeftOut)]
    assert [one.source for one in refused] == ["c", "v"]
    assert not any("hunter2" in one.reason for one in refused)


def test_a_folder_without_a_chart_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no Chart\.yaml"):
        files_of(ChartFolder(str(tmp_path), str(tmp_path)))


def test_too_much_is_refused_once_a_file(tmp_path: Path) -> None:
    where = folder(tmp_path, Chart=CHART, values=VALUES)
    contents = load([], charts=[where], max_input=len(CHART) + 1)
    assert contents.resources == ()
    assert [one.source for one in contents.left_out] == [f"{where.path}/values.yaml"]


def test_an_empty_render_beside_a_chart_is_unread(tmp_path: Path) -> None:
    contents = load([Input("stdin", b"")], charts=[folder(tmp_path, Chart=CHART)])
    assert [one.source for one in contents.left_out] == ["stdin"]
