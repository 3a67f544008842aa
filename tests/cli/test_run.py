from __future__ import annotations

import pytest

from policycheck.cli import run


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["lst"], 'unknown command "lst"; did you mean "list"?', id="command"),
        pytest.param(["check", "--fromat", "json"], 'unknown option "--fromat"; did you mean "--format"?', id="option"),
        pytest.param(["--format=jsn"], '--format: unknown format "jsn"; did you mean "json"?', id="format"),
        pytest.param(["--fail-on", "eror"], '--fail-on: unknown severity "eror"; did you mean "error"?', id="severity"),
        pytest.param(["--form", "json"], 'unknown option "--form"; did you mean "--format"?', id="abbreviation"),
        pytest.param(["-q", "-v"], "not allowed with", id="quiet and verbose"),
        pytest.param(["list", "more"], 'unexpected argument "more" (see `policycheck list --help`)', id="argument"),
        pytest.param(["explain"], "required: ID", id="no id"),
        pytest.param(["--report", "json"], "names no file; write FORMAT=FILE, as json=report.json", id="report"),
        pytest.param([__file__], "is a path, not a command; write `policycheck check ", id="path"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("policycheck: ")
    assert said in err
    assert err.count("\n") == 1


def test_a_fault_of_ours_names_its_place_and_no_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICYCHECK_TRACEBACK", raising=False)
    assert run([b"secret"]) == 2  # type: ignore[list-item]  # what no shell can pass
    err = capsys.readouterr().err
    assert err.startswith("policycheck: a fault of policycheck itself: TypeError in _command (commands.py:")
    assert "please report this line" in err
    assert "secret" not in err
    assert err.count("\n") == 1


def test_a_fault_of_ours_has_its_traceback_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYCHECK_TRACEBACK", "1")
    assert run([b"x"]) == 2  # type: ignore[list-item]  # what no shell can pass
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "list", "explain", "test"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run([command, "--help"])
    assert stopped.value.code == 0
    assert "exit status: 0 passed, 1 failed, 2 not checked" in capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {command}" in out for command in ("check", "list", "explain", "test"))
