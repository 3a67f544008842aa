"""The command in this process, for tests that ask it a lot: starting it takes ten times as long as what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from policycheck.cli import run


def called(argv: Sequence[str], cwd: Path, env: Mapping[str, str], *, stdin: bytes = b"") -> CompletedProcess[bytes]:
    """What `policycheck ARGV` prints, run from that folder with that environment, and its exit status."""
    out, err = TextIOWrapper(BytesIO(), encoding="utf-8"), TextIOWrapper(BytesIO(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        patch.setattr("os.environ", dict(env))
        patch.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin)))
        try:
            status: object = run(argv)
        except SystemExit as ended:  # after --help
            status = ended.code
    out.flush()
    err.flush()
    return CompletedProcess(argv, int(str(status)), out.buffer.getvalue(), err.buffer.getvalue())
