from __future__ import annotations

import os
from pathlib import Path

import pytest

from policycheck.cli.report_file import save
from policycheck.errors import UsageError


def test_a_report_replaces_the_last_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old and much longer", encoding="utf-8")
    save("new é\n", str(target))
    assert target.read_bytes() == "new é\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_still_points_to_the_report(tmp_path: Path) -> None:
    link = tmp_path / "latest.json"
    link.symlink_to(tmp_path / "report.json")
    save("text", str(link))
    assert link.is_symlink()
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == "text"


def test_a_device_is_written_to_and_stays_one() -> None:
    save("text", os.devnull)
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("path", ["missing/report.json", "."], ids=["no such folder", "a folder"])
def test_a_file_that_cannot_be_written_is_said_with_its_name(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as raised:
        save("text", path)
    assert str(raised.value).startswith(f"{path}: cannot write the report (")
    assert list(tmp_path.iterdir()) == []
