"""The command line: arguments -> api -> report -> exit status. `main` is the console script."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

NOT_CHECKED = 2
INTERRUPTED = 130


def main() -> int:
    """The console script: one run a process."""
    # What a run makes lives until its end: a collector would only walk it again and again.
    gc.disable()
    status = run()
    gc.freeze()  # the interpreter's last collection is a twentieth of a small run, and frees what ends anyway
    return status


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 passed, 1 failed, 2 not checked, 130 interrupted."""
    try:
        from policycheck.cli.commands import dispatch  # noqa: PLC0415 - Ctrl-C during start-up is quiet too

        return dispatch(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where every error becomes a line for its reader
        return _complain(error)


def _complain(error: Exception) -> int:
    from policycheck.cli.streams import complain  # noqa: PLC0415 - only an error needs it
    from policycheck.errors import PolicycheckError, fault_of  # noqa: PLC0415 - idem

    if isinstance(error, PolicycheckError):
        complain(str(error))
        return NOT_CHECKED
    if os.environ.get("POLICYCHECK_TRACEBACK") == "1":
        import traceback  # noqa: PLC0415 - idem

        traceback.print_exception(error)
    complain(fault_of(error))
    return NOT_CHECKED
