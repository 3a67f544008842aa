"""A setting that holds, and where it was said."""

from __future__ import annotations

from policycheck.model import Path, Value
from policycheck.records import Record


class Origin(Record):
    """A file and the path in it; without a path no file, but what `source` says."""

    source: str
    path: Path = ()


class Setting(Record):
    """`name` is where a policycheck.yaml has it, as `policies.pdb-present.severity`; the value None says nothing."""

    name: str
    value: Value
    origin: Origin


DEFAULT = Origin("default")
COMMAND_LINE = Origin("command line")
