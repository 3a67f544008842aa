"""Processes of our own as an executor.

Not the standard library's: when one of its processes dies nobody knows over which task, and all the others' work is
lost with it; its children import the caller's script again, write a traceback each at Ctrl-C, and outlive a parent
that is killed.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from tempfile import TemporaryDirectory
from threading import Lock, local
from types import TracebackType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class DiedError(BrokenExecutor):
    """The process that had the task is no more."""


class Processes(Executor):
    """So many interpreters, each started when there is work for it. None of them survives the block.

    A task is a function that its module can be asked for by name, and that raises nothing. One whose process dies
    fails with DiedError; the next one gets a new process.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="policycheck")
        self._own = local()
        self._lock = Lock()
        self._started: list[subprocess.Popen[bytes]] = []
        self._closed = False
        # Theirs, since one that is killed tidies nothing up.
        self._temporary = TemporaryDirectory(prefix="policycheck-", ignore_cleanup_errors=True)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        return self._threads.submit(self._ask, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as every executor's
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        self._kill()
        self._temporary.cleanup()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """At an error, Ctrl-C among them, nobody waits for what is under way."""
        if error is not None:
            self._kill()
        self.shutdown(cancel_futures=error is not None)

    def _ask(self, fn: Callable[..., R], args: tuple[object, ...], kwargs: dict[str, object]) -> R:
        process = self._process()
        question = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        try:
            assert process.stdin  # noqa: S101 - both are pipes
            assert process.stdout  # noqa: S101 - idem
            process.stdin.write(question)
            process.stdin.flush()
            answer: R = pickle.load(process.stdout)  # noqa: S301 - our own process's
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._end(process)
            raise DiedError("the process died") from error
        return answer

    def _process(self) -> subprocess.Popen[bytes]:
        """That of this thread."""
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None:
            with self._lock:
                if self._closed:
                    raise DiedError("nobody waits for this any more")
                process = self._own.process = _started(self._temporary.name)
                self._started.append(process)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._own.process = None
        with self._lock:
            if process in self._started:
                self._started.remove(process)
        _kill(process)

    def _kill(self) -> None:
        with self._lock:
            self._closed = True
            started, self._started = self._started, []
        for process in started:
            _kill(process)


def _started(temporary: str) -> subprocess.Popen[bytes]:
    """A new interpreter and no fork: Helm's library may live in this one. A session of its own: Ctrl-C is ours."""
    program = f"import sys; sys.path[:] = {sys.path!r}; from policycheck.api.serving import serve; serve()"
    return subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary)},
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """With whatever it runs itself."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            pipe.close() if pipe else None
