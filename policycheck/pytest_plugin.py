"""pytest collects policies: each example is a test. Nothing of ours is imported before the first policy is met."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from policycheck.errors import PolicycheckError
    from policycheck.model import Example, Policy

_ROOTS = pytest.StashKey[Sequence[Path]]()
"""Where policies are looked for: what is configured, and what the command line names."""

_SUFFIXES = (".yaml", ".yml")

_OURS = re.compile(
    rb'^[\xef\xbb\xbf\xff\xfe]*["\']?\w+["\']?\s*:\s*["\']?policycheck/v?\d|^\{[^{](?s:.*)policycheck/v', re.MULTILINE
)
"""A key at the left margin with a version of ours, or braces that hold one: so that a policy whose YAML or apiVersion
is broken is still known for one, and a policy inside a ConfigMap is not."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("policies", "files and folders of policies, whose examples are tests", type="paths", default=[])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Add the configured policies to a run without arguments, as pytest does with `testpaths`: in its root folder.

    UsageError where one of them is missing, holds no policy, or would not be entered.
    """
    config = session.config
    configured = sorted(Path(os.path.abspath(path)) for path in config.getini("policies"))
    searched = [_path(argument, config) for argument in config.args]
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    config.stash[_ROOTS] = [*configured, *(searched if named else ())]
    if named or config.invocation_params.dir != config.rootpath:
        return
    for root in configured:
        start = next((path for path in searched if path in {root, *root.parents}), None)
        for policy in _policies_in(root):
            _refuse_unentered(policy, start or root, config.getini("norecursedirs"))
        if start is None:
            searched.append(root)
            config.args.append(str(root))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """A YAML file is one of ours where we were told to look for policies, and its apiVersion says that it is one."""
    if file_path.suffix not in _SUFFIXES:
        return None
    folders = {file_path, *file_path.parents}
    told = any(root in folders for root in parent.config.stash.get(_ROOTS, ()))
    return PolicyFile.from_parent(parent, path=file_path) if told and _is_policy(file_path) else None


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


def _path(argument: str, config: pytest.Config) -> Path:
    """The path of an argument, without the test that is named inside it."""
    return Path(os.path.abspath(config.invocation_params.dir / argument.partition("::")[0]))


def _policies_in(root: Path) -> list[Path]:
    if not root.exists():
        raise pytest.UsageError(f"policies: {root}: no such file or folder")
    files = [root] if root.is_file() else [file for file in root.rglob("*") if file.suffix in _SUFFIXES]
    policies = [file for file in files if _is_policy(file)]
    if not policies:
        raise pytest.UsageError(f"policies: {root}: no policy in it (a YAML file with `apiVersion: policycheck/v1`)")
    return policies


def _refuse_unentered(policy: Path, start: Path, patterns: Sequence[str]) -> None:
    """Folders such as build and .github are passed over by pytest, which says nothing."""
    for folder in policy.relative_to(start).parts[:-1]:
        if any(fnmatchcase(folder, pattern) for pattern in patterns):
            advice = "set norecursedirs or testpaths, or move it"
            raise pytest.UsageError(f"policies: {policy}: pytest does not enter a folder called {folder}; {advice}")


def _is_policy(file: Path) -> bool:
    """A file that cannot be read could be one: collecting it says why it cannot."""
    try:
        text = file.read_bytes().replace(b"\0", b"")  # UTF-16 is refused when the policy is loaded, not passed over
    except OSError:
        return file.is_file()
    return b"policycheck/" in text and _OURS.search(text) is not None
