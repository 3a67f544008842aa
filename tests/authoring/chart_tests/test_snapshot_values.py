"""What is stored is read back as it was: any JSON value, whatever its text looks like."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from policycheck.authoring.chart_tests.snapshots import Snapshots, compare, write
from policycheck.model import Value
from tests.effort import tries

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@tries(50, but_for=(HealthCheck.too_slow,))  # a busy machine is no bug
@given(value=VALUES, selection=st.text(min_size=1), test=st.text(min_size=1))
def test_what_was_written_compares_equal(value: Value, selection: str, test: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "snapshots/test_it.yaml")
        write(file, {test: {selection: value}})
        compare(Snapshots(file, test, writes=False), selection, value)
