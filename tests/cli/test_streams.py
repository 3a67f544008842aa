"""What needs a real terminal, pipe or signal: each test runs the command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.api.test_chart_renders import chart

COMMAND = str(Path(sysconfig.get_path("scripts")) / "policycheck")
SHARED = Path(__file__).parents[2] / "fixtures/cases/shared"
OWN = ("--no-bundled", "--policies", str(SHARED / "policies"))
UNOWNED = str(SHARED / "unowned.yaml")


def on_terminal(*argv: str, **environment: str) -> tuple[int, str]:
    """Exit status and output of a run whose standard streams are all one terminal."""
    controller, terminal = os.openpty()
    env = {"PATH": os.defpath, "TERM": "xterm", **environment}
    with subprocess.Popen([COMMAND, *argv], stdin=terminal, stdout=terminal, stderr=terminal, env=env) as process:
        os.close(terminal)
        output = b""
        try:
            while chunk := os.read(controller, 4096):
                output += chunk
        except OSError:  # Linux's end of a terminal that nobody holds any more
            pass
        os.close(controller)
    return process.returncode, output.decode().replace("\r\n", "\n")


def test_without_arguments_a_terminal_gets_help_and_exit_2() -> None:
    status, said = on_terminal()
    assert status == 2
    assert said.startswith("usage: helm template CHART | policycheck")


@pytest.mark.parametrize("argv", [["check"], ["--format", "json"]], ids=" ".join)
def test_a_terminal_is_no_input(argv: list[str]) -> None:
    status, said = on_terminal(*argv)
    assert status == 2
    assert said == "policycheck: nothing to check; name a file or a folder, or pipe a render into it\n"


def test_a_terminal_gets_colour() -> None:
    status, said = on_terminal("check", *OWN, UNOWNED)
    assert status == 1
    assert "\x1b[1;31merror\x1b[0m" in said


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colour_can_be_refused(environment: dict[str, str]) -> None:
    status, said = on_terminal("check", *OWN, UNOWNED, **environment)
    assert status == 1
    assert "\x1b" not in said


def test_a_report_in_a_file_has_no_colour(tmp_path: Path) -> None:
    on_terminal("check", *OWN, UNOWNED, "--report", f"text={tmp_path / 'report.txt'}")
    said = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "has no label owner" in said
    assert "\x1b" not in said


def test_a_terminal_sees_how_far_a_long_run_is_and_the_line_goes_away(tmp_path: Path) -> None:
    status, said = on_terminal("check", *OWN, "--jobs", "2", *map(str, several_charts(tmp_path)))
    assert status == 1
    line, end, report = said.rpartition("\x1b[2K")
    assert "rendering and judging" in line
    assert "4/4" in line
    assert end
    assert "rendering" not in report
    assert "has no label owner" in report


@pytest.mark.parametrize(
    ("argv", "environment"), [(["--quiet"], {}), (["--jobs", "1"], {}), ([], {"TERM": "dumb"})], ids=str
)
def test_no_line_where_it_is_not_wanted_or_could_not_go_away(
    tmp_path: Path, argv: list[str], environment: dict[str, str]
) -> None:
    _, said = on_terminal("check", *OWN, "--jobs", "2", *argv, *map(str, several_charts(tmp_path)), **environment)
    assert "rendering and judging" not in said


def test_a_pipe_sees_nothing_but_the_report(tmp_path: Path) -> None:
    command = [COMMAND, "check", *OWN, "--jobs", "2", *map(str, several_charts(tmp_path))]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\x1b" not in done.stdout


def several_charts(folder: Path) -> list[Path]:
    return [chart(folder / name, ci__one_values="size: big\n") for name in ("a", "b")]


def test_interrupted_is_quiet_and_130() -> None:
    with subprocess.Popen(
        [COMMAND, *OWN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin is not None
        run.stdin.write(b"# a pipe holds less than this, so that the run reads once it is written\n" * 20_000)
        run.stdin.flush()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate()
    assert (run.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize(
    "argv", [["check", *OWN, UNOWNED], ["check", *OWN, UNOWNED, "--format", "json"]], ids=["text", "json"]
)
def test_a_closed_pipe_keeps_the_verdict(argv: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([COMMAND, *argv], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("argv", [["--help"], ["check", "--help"], ["list"], ["--version"]], ids=" ".join)
def test_a_closed_pipe_is_no_error(argv: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([COMMAND, *argv], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_full_disk_is_said_and_not_checked() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([COMMAND, "check", *OWN, UNOWNED], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"policycheck: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize(("closed", "status"), [("<&-", 2), (">&-", 1), ("2>&-", 1)])
def test_a_stream_that_is_not_there_is_no_fault_of_ours(closed: str, status: int) -> None:
    path = "" if closed == "<&-" else UNOWNED
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" check "$@" {closed}', COMMAND, *OWN, *filter(None, [path])],
        capture_output=True,
        check=False,
    )
    assert done.returncode == status
    assert b"fault" not in done.stderr
