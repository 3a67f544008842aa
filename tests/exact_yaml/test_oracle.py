"""We read every YAML text as helm reads it; where we do not, the difference is written down with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

Differences = Callable[[Sequence[str]], list[str]]

ORACLE = Path(__file__).parent / "oracle"
POSITIONS = {"value": "a: {}\n", "item": "- {}\n", "flow": "{{a: {}}}\n", "key": "{}: x\n"}
SCALARS = [line for line in (ORACLE / "scalars.txt").read_text().splitlines() if not line.startswith("# ")]
SHAPES = yaml.load((ORACLE / "shapes.yaml").read_text(), yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only strings


@pytest.mark.parametrize("position", POSITIONS)
def test_plain_scalars_are_read_as_helm_reads_them(position: str, differences: Differences) -> None:
    found = differences([POSITIONS[position].format(scalar) for scalar in SCALARS])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("group", SHAPES)
def test_shapes_are_read_as_helm_reads_them(group: str, differences: Differences) -> None:
    found = differences(list(SHAPES[group].values()))
    assert not found, "\n".join(found)


def test_documents_of_real_renders_are_read_as_helm_reads_them(root: Path, differences: Differences) -> None:
    streams = [path.read_text() for path in root.glob("fixtures/streams/*.yaml")]
    documents = [document for stream in streams for document in re.split(r"^---.*\n", stream, flags=re.MULTILINE)]
    assert documents
    found = differences(documents)
    assert not found, "\n".join(found)
