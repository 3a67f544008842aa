"""A stored policy is the one in its file, for as long as the file says so."""

from __future__ import annotations

import json
import os
from pathlib import Path
from zlib import crc32

import pytest

from policycheck.errors import PolicyError
from policycheck.language import stored
from policycheck.language.library import bundled_folder, policy_files, read_file
from policycheck.language.policy_file import read_policy
from policycheck.language.stored import EXAMPLES

FILES = [Path(path) for path in policy_files(bundled_folder())]
BUDGET = next(path for path in FILES if path.stem == "pdb-present")


def head(path: Path) -> bytes:
    return path.read_bytes().partition(EXAMPLES)[0]


def table() -> str:
    """The head of every file and the policy in it, as the whole of the file reads, a line each."""
    policies = [(crc32(head(path)), read_file(str(path))) for path in FILES]
    rows = [[digest, policy._replace(area="", source="", examples=(), equivalent=())] for digest, policy in policies]
    return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n"


def test_what_is_stored_is_what_reading_every_bundled_policy_gives() -> None:
    path = Path(stored.POLICIES)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        path.write_text(table(), encoding="utf-8")
        stored._policies.cache_clear()  # noqa: SLF001 - what it had read is no more
    assert path.read_text(encoding="utf-8") == table(), "run ci/check --update"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_policy_is_the_one_in_its_file(path: Path) -> None:
    whole, short = read_file(str(path)), stored.stored_policy(path.read_bytes(), str(path))
    assert short is not None
    assert short == read_file(str(path), examples=False) == whole._replace(examples=(), equivalent=())
    assert all(isinstance(hash(value), int) for value in (short.tags, short.references, short.foreach, short.asserts))
    assert hash(short.match._replace(labels=())) == hash(whole.match._replace(labels=()))  # type: ignore[arg-type]


def test_no_two_files_begin_alike() -> None:
    assert len({crc32(head(path)) for path in FILES}) == len(FILES)


def test_a_file_that_was_edited_is_read(tmp_path: Path) -> None:
    text = BUDGET.read_bytes().replace(b"\nseverity: error", b"\nseverity: info")
    assert stored.stored_policy(text, str(BUDGET)) is None
    path = tmp_path / BUDGET.name
    path.write_bytes(text)
    assert read_file(str(path), examples=False).severity == "info"


def test_a_head_without_its_examples_is_read_as_the_whole_file_is() -> None:
    assert read_policy(BUDGET.read_bytes(), str(BUDGET), examples=False) == read_file(str(BUDGET), examples=False)


def test_a_copy_under_another_name_is_refused() -> None:
    assert stored.stored_policy(BUDGET.read_bytes(), "policies/availability/other.yaml") is None
    with pytest.raises(PolicyError, match="must be the file's name"):
        read_policy(BUDGET.read_bytes(), "policies/availability/other.yaml", examples=False)
