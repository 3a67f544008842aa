"""What a test says about a render, as what a renderer is asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, TypedDict

from policycheck.errors import RenderError, UsageError
from policycheck.kubernetes.json_values import json_value
from policycheck.model import Value
from policycheck.records import Record

__tracebackhide__ = True  # pytest shows the test's own lines

Values = Mapping[str, Any]


class RenderOptions(TypedDict, total=False):
    """What `Chart.render` takes beside `values`; every way to render a chart takes it too."""

    set: Mapping[str, Value] | Sequence[str]
    values_files: Sequence[str | os.PathLike[str]]
    kube_version: str | None
    api_versions: Sequence[str]
    release: str | None


class PlacedOptions(RenderOptions, total=False):
    """And the namespace, where it is not told otherwise."""

    namespace: str | None


class Sets(Record):
    """The words of --set and of --set-string."""

    values: tuple[str, ...]
    strings: tuple[str, ...]


def sets(given: Mapping[str, Value] | Sequence[str]) -> Sets:
    """Of `["image.tag=1"]`, read as helm reads --set, or of `{"image.tag": "1"}`, where text stays text.

    UsageError for a value that --set cannot give.
    """
    if isinstance(given, str):
        raise UsageError(f'`set` is a list or a mapping; write set=["{given}"]')
    if not isinstance(given, Mapping):
        return Sets(tuple(given), ())
    values, strings = [], []
    for key, value in given.items():
        if isinstance(value, str):
            strings.append(f"{key}={_escaped(value)}")
        elif value is None or isinstance(value, bool | int | float):
            values.append(f"{key}={json.dumps(value)}")
        else:
            raise UsageError(f'`set`: "{key}" is of type {type(value).__name__}; give mappings and lists as `values`')
    return Sets(tuple(values), tuple(strings))


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\,{}[]" else character for character in text)


def values_text(values: Values | None) -> str | None:
    """What a values file of these values holds; UsageError for what no values file can say."""
    if values is None:
        return None
    if not isinstance(values, Mapping):
        raise UsageError(f"`values` is a mapping, not of type {type(values).__name__}")
    return json.dumps(json_value(values, ("values",)))


@contextmanager
def values_file(text: str | None) -> Iterator[tuple[str, ...]]:
    """A file of this text, readable by its owner, until the block ends; none where there is no text.

    A RenderError that names the file, which then is gone, becomes one of `values`.
    """
    if text is None:
        yield ()
        return
    with TemporaryDirectory(prefix="policycheck-") as folder:
        path = os.path.join(folder, "values.json")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        try:
            yield (path,)
        except RenderError as error:
            if error.source != path:
                raise
            raise RenderError(f"`values`: {error.message}", helm=error.helm, pointer=error.pointer) from error


def found_files(files: Sequence[str | os.PathLike[str]], folder: str) -> tuple[str, ...]:
    """Values files as paths: a relative one counts from the chart's folder, as `ci/ha-values.yaml` does."""
    if isinstance(files, str):
        raise UsageError(f'`values_files` is a list; write values_files=["{files}"]')
    return tuple(os.path.join(folder, os.fspath(file)) for file in files)
