from __future__ import annotations

import gc
import os
from io import BytesIO
from pathlib import Path

import pytest

from policycheck.model import Loaded
from policycheck.sources.inputs import Input, standard_input
from policycheck.sources.loading import load

POD = b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


def test_every_input_is_loaded_in_order_with_its_counts() -> None:
    contents = load([Input("a.yaml", POD + b"---\n" + POD + b"---\n- x\n---\na: [\n"), standard_input(BytesIO(POD))])
    assert contents.loaded == (Loaded("a.yaml", 4, 2), Loaded("stdin", 1, 1))
    assert [resource.document.source for resource in contents.resources] == ["a.yaml", "a.yaml", "stdin"]
    assert [resource.render for resource in contents.resources] == ["manifests", "manifests", "stdin"]
    assert [one.line for one in contents.left_out] == [9, 11]


@pytest.mark.parametrize("data", [b"", b"\n", b"# only a comment\n", b"---\n"])
def test_an_input_without_documents_is_loaded_and_holds_nothing(data: bytes) -> None:
    contents = load([standard_input(BytesIO(data))])
    assert (contents.loaded, contents.left_out) == ((Loaded("stdin", 0, 0),), ())


@pytest.mark.parametrize("data", [b"", b"# only a comment\n"])
def test_an_empty_input_beside_others_is_unread_unless_it_was_met_in_a_folder(data: bytes) -> None:
    contents = load([standard_input(BytesIO(data)), Input("a.yaml", POD), Input("b.yaml", data, named=False)])
    assert [(one.source, one.unread) for one in contents.left_out] == [("stdin", True)]
    assert [loaded.source for loaded in contents.loaded] == ["stdin", "a.yaml", "b.yaml"]


def test_a_file_that_is_not_there_is_unread_and_the_others_are_read(tmp_path: Path) -> None:
    there = tmp_path / "there.yaml"
    there.write_bytes(POD)
    missing = str(tmp_path / "missing.yaml")
    contents = load([Input(missing, missing), Input("there", str(there))])
    assert contents.loaded == (Loaded("there", 1, 1),)
    (one,) = contents.left_out
    assert (one.source, one.line, one.unread) == (missing, None, True)
    assert "No such file" in one.reason


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (one,) = load([Input("folder", str(tmp_path))]).left_out
    assert one.unread


def test_an_input_beyond_the_limit_is_refused_in_one_line_and_the_others_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(POD + b"#" * 3 * 2**20)
    stream = BytesIO(POD + b"#" * 3 * 2**20)
    contents = load(
        [Input("large", str(large)), standard_input(stream), Input("text", stream.getvalue()), Input("small", POD)],
        max_input=2 * 2**20,
    )
    assert [one.source for one in contents.left_out] == ["large", "stdin", "text"]
    assert {one.reason for one in contents.left_out} == {
        "more than 2 MB of input; check it in parts, or raise --max-input"
    }
    assert contents.loaded == (Loaded("small", 1, 1),)
    assert stream.tell() < len(stream.getvalue())


def test_the_limit_is_one_for_all_inputs() -> None:
    contents = load([Input("a", POD), Input("b", POD), Input("c", b"")], max_input=len(POD) + 1)
    assert [loaded.source for loaded in contents.loaded] == ["a", "c"]


def test_a_pipe_that_is_named_like_a_file_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, POD)
    os.close(writer)
    try:
        assert len(load([Input("pipe", f"/dev/fd/{reader}")]).resources) == 1
    finally:
        os.close(reader)


def test_the_text_of_a_document_is_no_copy() -> None:
    data = POD + b"---\n" + POD
    assert all(resource.document.text.obj is data for resource in load([Input("a", data)]).resources)


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(*, collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        load([Input("a", POD)])
        assert gc.isenabled() is collecting
    finally:
        gc.enable()
