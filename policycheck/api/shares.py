"""One scope and several processors: forks of this process judge a share of its resources each.

What is joined cannot be handed out in parts as renders can, but a fork has read everything already.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import BinaryIO, TypeAlias

from policycheck.api.processors import available
from policycheck.api.travel import read_outcomes, written_outcomes
from policycheck.model import Outcome, Policy, Resource
from policycheck.records import Record

Judge: TypeAlias = Callable[[Sequence[Resource]], Sequence[Outcome] | None]
"""The outcomes of some resources; None where one of them cannot be judged without what is said of another."""


def judged_in_shares(
    judge: Judge, resources: Sequence[Resource], policies: Sequence[Policy], *, jobs: int | None, most: int
) -> list[Outcome] | None:
    """The outcomes of all resources, in their order; `policies` are those of the outcomes.

    So many processes as `jobs`, with None as many as there are processors, and at `most` so many. None where this one
    has to judge all: there is but one, it must not be copied, the resources cannot be judged apart, or one died.
    """
    number = min(jobs or available(), most)
    if number == 1 or not _can_fork():
        return None
    # Resources of a kind often stand together: of shares cut one after the other some would be done long before others.
    first, *others = (resources[start::number] for start in range(number))
    forks: list[_Fork] = []
    try:
        forks += (_Fork.of(judge, share, policies) for share in others)
        parts = [judge(first), *(fork.answer(share, policies) for fork, share in zip(forks, others, strict=True))]
    except (OSError, EOFError, pickle.UnpicklingError):
        return None  # a container may have no more processes to give, or end one in mid-sentence
    finally:
        for fork in forks:
            fork.end()
    judged = [part for part in parts if part is not None]
    return _in_order(judged, resources) if len(judged) == number else None


def _can_fork() -> bool:
    """One of several threads must not be copied, and Helm's library has threads of its own."""
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:  # nothing tells the threads
        return False


class _Fork(Record):
    process: int
    pipe: BinaryIO

    @classmethod
    def of(cls, judge: Judge, share: Sequence[Resource], policies: Sequence[Policy]) -> _Fork:
        reading, writing = os.pipe()
        try:
            process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            raise
        if process == 0:
            _work(judge, share, policies, writing)
        os.close(writing)
        return cls(process, os.fdopen(reading, "rb"))

    def answer(self, share: Sequence[Resource], policies: Sequence[Policy]) -> list[Outcome] | None:
        """None as from `judge`, and of a process that died."""
        data = self.pipe.read()
        return [*read_outcomes(pickle.loads(data), share, policies)] if data else None  # noqa: S301 - our own fork's

    def end(self) -> None:
        self.pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _work(judge: Judge, share: Sequence[Resource], policies: Sequence[Policy], writing: int) -> None:
    """What a fork does; whatever it meets it does not go back to what this process was doing when it was copied."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # at Ctrl-C it ends without a word
        outcomes = judge(share)
        with os.fdopen(writing, "wb") as pipe:
            if outcomes is not None:
                pipe.write(pickle.dumps(written_outcomes(outcomes, share, policies), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)


def _in_order(parts: Iterable[Iterable[Outcome]], resources: Iterable[Resource]) -> list[Outcome]:
    outcomes: dict[int, list[Outcome]] = {id(resource): [] for resource in resources}
    for part in parts:
        for outcome in part:
            outcomes[id(outcome.resource)].append(outcome)
    return [outcome for several in outcomes.values() for outcome in several]
