"""Policies as files of tests: each example is one. Nothing else of ours is imported before the first policy is met."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policycheck.patterns import regex

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from policycheck.errors import PolicycheckError
    from policycheck.model import Example, Policy

_SUFFIXES = (".yaml", ".yml")

_OURS = regex(
    rb'^[\xef\xbb\xbf\xff\xfe]*["\']?\w+["\']?\s*:\s*["\']?policycheck/v?\d|^\{[^{](?s:.*)policycheck/v', re.MULTILINE
)
"""A key at the left margin with a version of ours, or braces that hold one: so that a policy whose YAML or apiVersion
is broken is still known for one, and a policy inside a ConfigMap is not."""


def policy_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """A YAML file is one of ours where its apiVersion says so."""
    return PolicyFile.from_parent(parent, path=file_path) if _is_policy(file_path) else None


def policies_in(root: Path) -> list[Path]:
    """The policies of a configured place; UsageError where there is none."""
    if not root.exists():
        raise pytest.UsageError(f"policies: {root}: no such file or folder")
    files = [root] if root.is_file() else [file for file in root.rglob("*") if file.suffix in _SUFFIXES]
    policies = [file for file in files if _is_policy(file)]
    if not policies:
        raise pytest.UsageError(f"policies: {root}: no policy in it (a YAML file with `apiVersion: policycheck/v1`)")
    return policies


class PolicyFile(pytest.File):
    """A policy. What it collects are its examples, or the mistake for which it is refused."""

    def collect(self) -> Iterator[PolicyTest]:
        from policycheck.errors import PolicycheckError  # noqa: PLC0415 - most runs of pytest meet no policy
        from policycheck.language.library import read_file, verified  # noqa: PLC0415 - idem
        from policycheck.reporters.junit_names import numbered  # noqa: PLC0415 - idem

        try:
            policy = verified(read_file(str(self.path)))
        except PolicycheckError as error:
            yield PolicyTest.from_parent(self, name="loads", line=error.line, failure=partial(_refusal, error))
            return
        names: dict[str, int] = {}
        for example in policy.examples:
            name = numbered(_printable(f"{example.verdict}: {example.name}"), names)
            failure = partial(_difference, policy, example)
            yield PolicyTest.from_parent(self, name=name, line=example.line, failure=failure)


class PolicyTest(pytest.Item):
    """Fails with one line; `failure` gives it, or "". `line` counts from 1, None where it is not known."""

    def __init__(self, *, name: str, parent: PolicyFile, line: int | None, failure: Callable[[], str]) -> None:
        super().__init__(name, parent)
        self.line = line
        self.failure = failure

    @property
    def place(self) -> str:
        file = self.nodeid.removesuffix(f"::{self.name}")
        return f"{file}:{self.line}" if self.line else file

    def runtest(self) -> None:
        if failure := self.failure():
            pytest.fail(_printable(f"{self.place}: {failure}"), pytrace=False)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The one line; for pytest's summary and `--tb=line` its place is the policy, not the call above."""
        shown = super().repr_failure(excinfo, style)
        crash = getattr(shown, "reprcrash", None)
        if crash is not None and isinstance(excinfo.value, pytest.fail.Exception):
            crash.path, crash.lineno = str(self.path), self.line or 1
            crash.message = str(excinfo.value).removeprefix(f"{self.place}: ")
        return shown

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands, for pytest: there lines count from 0."""
        return self.path, self.line - 1 if self.line else None, self.name


def _refusal(error: PolicycheckError) -> str:
    return error.message


def _difference(policy: Policy, example: Example) -> str:
    from policycheck.authoring.examples import run_examples  # noqa: PLC0415 - idem

    (result,) = run_examples([policy._replace(examples=(example,))])
    return f"{example.name}: {'; '.join(result.difference)}" if not result.passed else ""


def _printable(text: str) -> str:
    from policycheck.reporters.terminal import printable  # noqa: PLC0415 - idem

    return printable(text)


def _is_policy(file: Path) -> bool:
    """A file that cannot be read could be one: collecting it says why it cannot."""
    try:
        text = file.read_bytes().replace(b"\0", b"")  # UTF-16 is refused when the policy is loaded, not passed over
    except OSError:
        return file.is_file()
    return b"policycheck/" in text and _OURS.search(text) is not None
