"""A render, as a test asks for what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from policycheck.authoring.chart_tests.selection import identity, searched, selected, there_is
from policycheck.authoring.chart_tests.verdicts import Verdicts, chosen
from policycheck.errors import ManifestError, PolicycheckError
from policycheck.model import Resource
from policycheck.records import Record
from policycheck.sources.inputs import Input
from policycheck.sources.loading import Contents, load

if TYPE_CHECKING:
    from policycheck.authoring.chart_tests.origins import Made
    from policycheck.authoring.chart_tests.snapshots import Snapshots
    from policycheck.config.effective import Config


__tracebackhide__ = True  # pytest shows the test's own lines


class Context(Record):
    """What a render is judged and compared with; `charts` are the folders whose values are judged beside it."""

    title: str
    config: Config
    made: Made
    charts: tuple[str, ...] = ()
    snapshots: Snapshots | None = None


class RenderedChart:
    """The resources of one render, in Helm's order; iterating gives their bodies.

    Where the chart did not render, `errors` says why, and everything else fails with it.
    """

    def __init__(self, context: Context, rendered: str | PolicycheckError) -> None:
        self._context = context
        self._text = "" if isinstance(rendered, PolicycheckError) else rendered
        contents = load([Input(context.title, self._text.encode())], namespace=context.config.namespace)
        self._resources = contents.resources
        failed = [rendered] if isinstance(rendered, PolicycheckError) else _unread(contents)
        self._errors: tuple[PolicycheckError, ...] = tuple(failed)
        self._errors_seen = False

    @property
    def errors(self) -> tuple[PolicycheckError, ...]:
        """Why it did not render, each with `source`, `line` and `message`, `str()` says all; empty where it did."""
        self._errors_seen = True
        return self._errors

    @property
    def unseen_errors(self) -> tuple[PolicycheckError, ...]:
        """The errors that nobody has asked for."""
        return () if self._errors_seen else self._errors

    @property
    def text(self) -> str:
        """As `helm template` prints it."""
        self._sound()
        return self._text

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._sound()
        return iter([one.body for one in self._resources])

    def __len__(self) -> int:
        self._sound()
        return len(self._resources)

    def __repr__(self) -> str:
        held = f"{len(self._errors)} errors" if self._errors else ", ".join(map(identity, self._resources))
        return f"<{self._context.title}: {held or 'nothing'}>"

    def get(self, kind: str, name: str | None = None, *, namespace: str | None = None) -> dict[str, Any]:
        """The one resource of this kind and name. AssertionError where there is none, or more than one."""
        self._sound()
        found = self._all(kind, name, namespace)
        if len(found) == 1:
            return found[0].body
        wanted = f"{kind}/{name}" if name else kind
        if not found:
            raise AssertionError(f"no {wanted} in {self._context.title}; {there_is(self._resources, kind, name or '')}")
        several = ", ".join(f"{one.namespace}/{one.name}" if one.namespace else one.name for one in found)
        raise AssertionError(f"{len(found)} of {wanted} in {self._context.title}: {several}; name one, or use all()")

    def all(self, kind: str, *, namespace: str | None = None) -> list[dict[str, Any]]:
        """The resources of this kind, which can be none."""
        self._sound()
        return [one.body for one in self._all(kind, None, namespace)]

    def search(self, expression: str) -> Any:  # noqa: ANN401 - what a JMESPath finds
        """What a JMESPath finds in the list of all resources."""
        return searched(expression, list(self))

    def verdicts(self, policies: Sequence[str] | None = None) -> Verdicts:
        """What these policies say (ids, tags, globs; without any, those of the settings). Fails nothing."""
        self._sound()
        from policycheck.authoring.chart_tests.judging import report_on  # noqa: PLC0415 - most tests look at fields

        return Verdicts(report_on(self._context, self._text, chosen(self._context.config, policies)))

    def check(self, policies: Sequence[str] | None = None, *, fails: Sequence[str] = ()) -> Verdicts:
        """Fail with the report unless these policies pass; of them, those named in `fails` must fail."""
        verdicts = self.verdicts(policies)
        verdicts.assert_fails(fails)
        return verdicts

    def snapshot(self, selection: str = "") -> None:
        """Fail where what is selected (`Deployment/web spec.template`) is not what was stored beside the test."""
        self._sound()
        from policycheck.authoring.chart_tests.snapshots import compare, shown  # noqa: PLC0415 - idem

        value = shown(selected(self._resources, selection), self._resources)
        compare(self._context.snapshots, selection, value)

    def _all(self, kind: str, name: str | None, namespace: str | None) -> list[Resource]:
        return [
            one
            for one in self._resources
            if one.kind == kind and name in (None, one.name) and namespace in (None, one.namespace)
        ]

    def _sound(self) -> None:
        if self.errors:
            said = "\n".join(map(str, self._errors))
            raise AssertionError(f"{self._context.title} does not render:\n{said}")


def _unread(contents: Contents) -> list[PolicycheckError]:
    """Documents that Helm printed and Kubernetes could not read."""
    return [ManifestError(one.reason, source=one.source, line=one.line) for one in contents.left_out if one.unread]
