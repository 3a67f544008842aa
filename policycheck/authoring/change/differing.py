"""The diff of two commits, of a commit and the working tree, or of two folders of renders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from policycheck import api
from policycheck.authoring.baseline.entries import Entry, read_entries
from policycheck.authoring.change.both_sides import Sides, both_sides, configured
from policycheck.authoring.change.changed_charts import changed_charts, charts_of, unchanged
from policycheck.authoring.change.fetched import lend_fetched
from policycheck.authoring.change.folders import diff_of_folders
from policycheck.authoring.change.git import Repository, repository
from policycheck.authoring.change.placing import with_places
from policycheck.authoring.change.rules import added_to_baseline, carried_exceptions, rule_changes
from policycheck.authoring.change.versions import with_versions
from policycheck.authoring.change.wanted import Wanted
from policycheck.comparison.compare import compare
from policycheck.comparison.diff import ChangedChart, Diff, RuleChange
from policycheck.comparison.failures import failures
from policycheck.config.effective import Config
from policycheck.config.notes import HIDES_NOTHING
from policycheck.errors import PolicycheckError, UsageError
from policycheck.kubernetes.secret_values import redact
from policycheck.model import LeftOut, Report


def diff(wanted: Wanted) -> Diff:
    """What the change does. UsageError for refs and folders that are none; what does not render is in the diff."""
    if wanted.head is not None and os.path.isdir(wanted.base) and os.path.isdir(wanted.head):
        return diff_of_folders(wanted, wanted.base, wanted.head)
    found = repository(os.getcwd())
    with both_sides(found, wanted) as sides:
        return _Changing(wanted, found, sides).diff()


class _Changing:
    """A change between two commits, or to the working tree."""

    def __init__(self, wanted: Wanted, found: Repository, sides: Sides) -> None:
        self.wanted = wanted
        self.repository = found
        self.sides = sides
        self.own = configured(sides.after, wanted)
        self.old = self._base_config()

    def _base_config(self) -> Config | PolicycheckError:
        try:
            return configured(self.sides.before, self.wanted)
        except PolicycheckError as error:
            if self.wanted.rules == "base":
                raise type(error)(
                    f"the settings of {self.sides.before.label} cannot be used: {error.message}",
                    source=error.source,
                    line=error.line,
                ) from error
            return error

    def diff(self) -> Diff:
        old = None if isinstance(self.old, PolicycheckError) else self.old
        before, after = self.sides.before, self.sides.after
        exclude = self._judge().exclude
        there = after.inside(lambda: charts_of(after, self.own, exclude, {}))
        same = unchanged(there, self.sides.moves)
        were = before.inside(lambda: charts_of(before, old, exclude, same))
        if not were.needs and not there.needs:
            raise UsageError("no chart on either side; a chart's folder holds a Chart.yaml, and git must know it")
        charts = changed_charts(were, there, self.sides.moves, self._everything())
        if self.wanted.wants_versions:
            charts = with_versions(charts, were, there, self.sides.moves)
        there_now = [one for one in charts if one.how != "deleted"]
        earlier_ones = [one.path if one.was is None else one.was for one in charts if one.how != "added"]
        before.bring(were.all_of(earlier_ones))
        after.bring(there.all_of(one.path for one in there_now))
        lend_fetched(self.repository, before, [(one.was or one.path, one.path) for one in there_now])
        if after.folder != self.repository.top:
            lend_fetched(self.repository, after, [(one.path, one.path) for one in there_now])
        earlier = self._before(earlier_ones)
        found = self._after(earlier, [one.path for one in there_now])
        return found._replace(
            charts=tuple(map(self._shown, charts)),
            charts_there=len(there.needs),
            rules=tuple(one._replace(text=redact(one.text)) for one in self._rules(found)),
        )

    def _judge(self) -> Config:
        """The settings by which both sides are judged."""
        return self.own if isinstance(self.old, PolicycheckError) or self.wanted.rules == "head" else self.old

    def _everything(self) -> str:
        """Why all charts are to be rendered: settings, own policies or values files for all of them have changed."""
        touched = {path for move in self.sides.moves for path in move if path is not None}
        side = self.sides.after
        configs = [one for one in (self.own, self.old) if not isinstance(one, PolicycheckError)]
        files = [source for config in configs for source in (*config.files, *(one.source for one in config.known))]
        settings = [path for file in dict.fromkeys(files) if (path := side.path_of(file)) in touched]
        if isinstance(self.old, PolicycheckError):
            return "the settings could not be read before"
        if settings:
            return f"{side.shown(str(settings[0]))} changed"
        values = [file for file in self.wanted.values_files if side.path_of(file) in touched]
        return f"{values[0]} changed" if values else ""

    def _before(self, folders: Sequence[str]) -> Report:
        """The base, judged by the rules of this diff and rendered as its own settings say."""
        side = self.sides.before
        judge = self._judge()
        old = None if isinstance(self.old, PolicycheckError) else self.old
        config = judge._replace(charts=old.charts if old else (), files={**judge.files, **(old.files if old else {})})
        if not folders:
            return _nothing(config)
        try:
            with side.entered():
                return api.check(
                    list(map(side.shown, folders)),
                    rendering=self.wanted.rendering,
                    config=config,
                    today=self.wanted.today,
                    allow_empty=True,
                )
        except PolicycheckError as error:
            reason = LeftOut(error.source or side.label, error.line, error.message, unread=True)
            return _nothing(config)._replace(left_out=(reason,))

    def _after(self, earlier: Report, folders: Sequence[str]) -> Diff:
        side = self.sides.after
        judge = self._judge()
        config = judge._replace(charts=self.own.charts, files={**judge.files, **self.own.files})
        if not folders:
            later = _nothing(config)
            compared = compare(failures(earlier), later)
            return Diff(self.sides.before.label, side.label, earlier, later, compared)
        with (
            side.entered(),
            api.checked(
                list(map(side.shown, folders)),
                rendering=self.wanted.rendering,
                config=config,
                today=self.wanted.today,
                strict=self.wanted.strict,
                allow_empty=self.wanted.allow_empty,
            ) as run,
        ):
            checked = run._replace(report=_without_idle(run.report, config))
            compared, later = with_places(compare(failures(earlier), checked.report), checked)
        return Diff(
            self.sides.before.label,
            side.label,
            earlier,
            later,
            compared,
            fails_on_known=self.wanted.fails_on_known,
        )

    def _rules(self, found: Diff) -> Iterator[RuleChange]:
        if file := self.wanted.baseline:
            before, after = (
                self.sides.before.inside(lambda: _entries(file)),
                self.sides.after.inside(lambda: _entries(file)),
            )
            yield from added_to_baseline(before, after, file)
        if isinstance(self.old, PolicycheckError):
            said = f"the settings of {self.sides.before.label} cannot be read, so what the change loosens is not known"
            yield RuleChange(f"{said}: {self.old}")
            return
        yield from rule_changes(self.old, self.own, found.after)
        yield from carried_exceptions(found.before, found.after, [*self.old.files, *self.own.files])

    def _shown(self, chart: ChangedChart) -> ChangedChart:
        side = self.sides.after
        return chart._replace(
            path=side.shown(chart.path), was=chart.was if chart.was is None else side.shown(chart.was)
        )


def _entries(file: str) -> list[Entry]:
    return read_entries(file) if os.path.lexists(file) else []


def _nothing(config: Config) -> Report:
    """The report of a side without any chart that changed: there is nothing to look at, and that is right."""
    return Report(config.policies, (), (), (), (), (), fail_on=config.fail_on, may_be_empty=True)


def _without_idle(report: Report, config: Config) -> Report:
    """Without what is said of exceptions that hide nothing: they may be for charts that were not looked at."""
    return report._replace(
        notes=tuple(one for one in report.notes if one.source not in config.files or HIDES_NOTHING not in one.text)
    )
