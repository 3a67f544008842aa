"""The files of snapshots: compared by each test, and at the end of a run written, or seen to hold nothing stale."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pytest

from policycheck.authoring.chart_tests.snapshots import OPTION, Snapshots, Stored, read, write
from policycheck.errors import PolicycheckError
from policycheck.model import Value
from policycheck.pytest_plugin import SNAPSHOTS

_SNAPSHOTS = pytest.StashKey[Snapshots]()
_NO_CI = ("", "0", "false")


Seen: TypeAlias = tuple[bool, Mapping[str, Value] | None]
"""Of a test that ran: whether it passed, and what it took, by selection; None where it has no chart."""

Tests: TypeAlias = Mapping[str, Seen]
"""By the tests' names."""


def refuse_in_ci() -> None:
    """A machine would store whatever it sees, and be content with it for ever."""
    if os.environ.get("CI", "").lower() not in _NO_CI:
        raise pytest.UsageError(f"{OPTION}: $CI is set; write snapshots where a person reviews them, and commit them")


def snapshots_of(item: pytest.Item) -> Snapshots:
    """Where a test's snapshots are stored: `snapshots/test_orders.snap` beside test_orders.py.

    It is YAML and not called so, for it lies in a chart's folder, where it would be taken for a manifest.
    """
    _, _, test = item.nodeid.partition("::")
    snapshots = Snapshots(_file(str(item.path)), test, writes=item.config.getoption("chart_snapshots") == "write")
    item.stash[_SNAPSHOTS] = snapshots
    return snapshots


def taken_by(item: pytest.Item) -> dict[str, Value] | None:
    snapshots = item.stash.get(_SNAPSHOTS, None)
    return dict(snapshots.taken) if snapshots else None


def finish(session: pytest.Session, tests: Tests) -> list[str]:
    """Write what was taken, or fail the run for what is stale; returns what a reader must be told, a line each."""
    writes = session.config.getoption("chart_snapshots") == "write"
    whole = not _is_narrowed(session)
    said: list[str] = []
    wrong: list[str] = []
    for module, of_module in _by_module(tests).items():
        file = _file(os.path.join(session.config.rootpath, module))
        name = os.path.relpath(file, session.config.rootpath)
        try:
            stale = [*_stale(read(file), of_module, whole=whole)]
        except PolicycheckError as error:
            wrong.append(str(error))
            continue
        if writes:
            said += _written(file, name, of_module, stale)
        else:
            gone = [f'{name}: {test} does not ask for "{selection}" any more' for test, selection in stale]
            wrong += [f"{one}; remove it with {OPTION}" for one in gone]
    if wrong:
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
    return [*said, *wrong]


def _by_module(tests: Tests) -> dict[str, dict[str, Seen]]:
    found: dict[str, dict[str, Seen]] = {}
    for nodeid, seen in tests.items():
        module, _, test = nodeid.partition("::")
        found.setdefault(module, {})[test] = seen
    return found


def _written(file: str, name: str, tests: Tests, stale: list[tuple[str, str]]) -> list[str]:
    stored = read(file)
    kept = {
        test: {selection: value for selection, value in values.items() if (test, selection) not in stale}
        for test, values in stored.items()
    }
    count = 0
    for test, (passed, taken) in tests.items():
        if passed and taken:
            kept[test] = {**kept.get(test, {}), **taken}
            count += len(taken)
    if kept == stored:
        return []
    write(file, kept)
    return [f"{name}: {count} written, {len(stale)} removed"]


def _stale(stored: Stored, tests: Tests, *, whole: bool) -> Iterator[tuple[str, str]]:
    """What is stored for a test that passed without it, or, where all tests ran, for a test that is not there."""
    for test, values in stored.items():
        passed, taken = tests.get(test, (whole, None))
        if passed:
            yield from ((test, selection) for selection in values if selection not in (taken or {}))


def _is_narrowed(session: pytest.Session) -> bool:
    """Whether some test of a file that ran may have been left out."""
    option = session.config.getoption
    chosen = [option(name, None) for name in ("keyword", "markexpr", "deselect", "lf", "stepwise")]
    named = any("::" in argument for argument in session.config.args)
    return any(chosen) or named or bool(session.shouldstop) or bool(session.shouldfail)


def _file(module: str) -> str:
    folder, name = os.path.split(module)
    return os.path.join(folder, SNAPSHOTS, f"{os.path.splitext(name)[0]}.snap")
