"""What a process of ours does; it imports no more than its tasks need."""

from __future__ import annotations

import gc
import os
import pickle
from contextlib import suppress


def serve() -> None:
    """Be one of the processes: do what standard input brings until it ends."""
    # What anybody prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    questions = os.fdopen(os.dup(0), "rb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    gc.disable()
    with suppress(EOFError, pickle.UnpicklingError, BrokenPipeError):  # whoever asked is done, or gone in mid-sentence
        while True:
            fn, args, kwargs = pickle.load(questions)  # noqa: S301 - from the process that started this one
            answers.write(pickle.dumps(fn(*args, **kwargs), pickle.HIGHEST_PROTOCOL))
            answers.flush()
            gc.collect()  # between two tasks little is alive that it would have to walk
    os._exit(0)  # without another try to write what nobody reads
