"""A template is to us what it is to Go's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from tests.effort import tries
from tests.helm.go_parser import asked, read, without_places
from tests.helm.go_templates import GENERATED

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for folder in ("charts", "fixtures")
    for path in ROOT.glob(f"{folder}/**/templates/**/*")
    if path.is_file() and "link" not in path.name and "template-parses" not in path.parts  # broken on purpose
)


def test_there_are_templates_to_compare() -> None:
    assert len(TEMPLATES) > 80


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_of_ours_is_what_go_makes_of_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read(text) == without_places(asked(text))


@tries(250)
@given(GENERATED)
def test_any_template_is_what_go_makes_of_it(text: str) -> None:
    answer, ours = asked(text), read(text)
    if isinstance(answer, str):
        assert isinstance(ours, str), answer
    else:
        assert ours == without_places(answer)
