"""Secrets that command lines give: values of flags, of variables and of options, in shell scripts too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policycheck.kubernetes.secret_names import classify
from policycheck.model import Value

_SWITCHES = frozenset({"true", "false", "yes", "no"})
_DEFAULT = r"(?s)\$\{\w+:?[-=+](.+)\}"


def given_secrets(container: Mapping[str, Value]) -> Iterator[str]:
    """Each as the program gets it; where the shell's quotes make it another text, also as it is written."""
    from policycheck.kubernetes.command_lines import given  # noqa: PLC0415 - compiles patterns that few runs need

    line = tuple(
        text
        for part in (container.get("command"), container.get("args"))
        if isinstance(part, list)
        for text in part
        if isinstance(text, str)
    )
    for found in given(line):
        if classify(found.name) == "secret" and found.value not in _SWITCHES:
            yield found.value
            if default := re.fullmatch(_DEFAULT, found.value):
                yield default[1]
            written = line[found.element][found.start : found.end]
            if found.value not in written and "$(" not in found.value:
                yield written
