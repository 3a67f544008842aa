from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policycheck.model import Note, Report, Value
from tests.config.runs import checked, deployment, exception, places

WEB = deployment("web")
ALL = [exception("owner-set"), exception("limit-set")]


def said(report: Report) -> list[tuple[str, str, int | None]]:
    return [(note.level, note.text, note.line) for note in report.notes if note.source is not None]


def notes(folder: Path, *exceptions: Value, strict: bool = False) -> list[tuple[str, str, int | None]]:
    return said(checked(folder, WEB, exceptions, strict=strict))


def test_one_that_has_expired_stops_applying_and_says_so(tmp_path: Path) -> None:
    report = checked(tmp_path, WEB, [exception("owner-set", expires="2026-10-31")])
    assert places(report, excepted=True) == set()
    text = "the exception from owner-set (reason for owner-set) expired on 2026-10-31; mend what it hid"
    assert said(report) == [("warning", f"{text}, or set a later day", 1)]


def test_it_applies_on_its_last_day(tmp_path: Path) -> None:
    last = [exception("owner-set", expires="2026-11-01")]
    assert places(checked(tmp_path, WEB, last), excepted=True)
    assert not places(checked(tmp_path, WEB, last, today=dt.date(2026, 11, 2)), excepted=True)


def test_one_that_hides_nothing_is_said(tmp_path: Path) -> None:
    text = "the exception from owner-set (reason for owner-set) hides nothing; remove it"
    assert notes(tmp_path, exception("owner-set", {"name": "nobody"})) == [("warning", text, 1)]


def test_nobody_is_told_to_remove_one_that_may_hide_something_in_what_was_not_read(tmp_path: Path) -> None:
    gone = [exception("owner-set", {"name": "nobody"})]
    unread = checked(tmp_path, f"{WEB}\n---\nkind: [", gone, strict=True)
    assert unread.not_checked
    assert said(unread) == []


def test_one_from_a_policy_that_is_off_says_why_it_hides_nothing(tmp_path: Path) -> None:
    report = checked(tmp_path, WEB, [exception("pod-labelled")], policies={"pod-labelled": False})
    assert [text for _, text, _ in said(report)] == [
        "the exception from pod-labelled (reason for pod-labelled) hides nothing: what it names is off"
    ]


@pytest.mark.parametrize(
    "entry", [exception("owner-set", expires="2026-01-01"), exception("limit-set", {"name": "nobody"})]
)
def test_a_strict_run_fails_on_what_has_expired_or_hides_nothing(tmp_path: Path, entry: Value) -> None:
    assert checked(tmp_path, WEB, [*ALL, entry]).verdict == "passed"
    report = checked(tmp_path, WEB, [*ALL, entry], strict=True)
    assert report.verdict == "failed"
    assert [level for level, _, _ in said(report)] == ["error"]


def test_a_strict_run_fails_on_an_annotation_that_excepts_nothing(tmp_path: Path) -> None:
    web = deployment("web", annotations='policycheck.dev/except.owner-set: "no day"')
    assert checked(tmp_path, web, ALL).verdict == "passed"
    assert checked(tmp_path, web, ALL, strict=True).verdict == "failed"


def test_one_that_hides_everything_is_said_and_applies(tmp_path: Path) -> None:
    report = checked(tmp_path, WEB, [exception("*", {"name": "*"})], strict=True)
    assert report.verdict == "passed"
    text = "the exception from * (reason for *) hides every finding of every policy; name what it is for"
    assert said(report) == [("warning", text, 1)]


def test_one_that_would_hide_everything_but_has_expired_does_not(tmp_path: Path) -> None:
    ((_, text, _),) = notes(tmp_path, exception("*", expires="2026-01-01"))
    assert "expired" in text


def test_a_run_without_exceptions_has_nothing_to_say(tmp_path: Path) -> None:
    assert notes(tmp_path) == []


def test_each_is_said_at_its_own_line_of_its_own_file(tmp_path: Path) -> None:
    one = "exceptions:\n- {policy: owner-set, match: {name: a}, reason: one, expires: never}\n"
    (tmp_path / "one.yaml").write_text(one, encoding="utf-8")
    own = exception("owner-set", {"name": "b"})
    report = checked(tmp_path, WEB, [own], extends=["./one.yaml"])
    found: list[Note] = [note for note in report.notes if note.source]
    assert [(Path(note.source or "").name, note.line) for note in found] == [("one.yaml", 2), ("policycheck.yaml", 1)]
