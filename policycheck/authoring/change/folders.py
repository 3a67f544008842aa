"""The diff of two folders of renders: where there is no git, or somebody else renders."""

from __future__ import annotations

import os

from policycheck import api
from policycheck.authoring.change.placing import with_places
from policycheck.authoring.change.wanted import Wanted
from policycheck.comparison.compare import compare
from policycheck.comparison.diff import Diff
from policycheck.comparison.failures import failures
from policycheck.model import Report


def diff_of_folders(wanted: Wanted, base: str, head: str) -> Diff:
    """Two folders of renders, of which nobody knows how they were made."""
    config = wanted.configure()
    earlier = _moved(
        api.check([base], rendering=wanted.rendering, config=config, today=wanted.today), os.path.normpath(base), head
    )
    with api.checked(
        [head], rendering=wanted.rendering, config=config, today=wanted.today, strict=wanted.strict
    ) as run:
        compared, later = with_places(compare(failures(earlier), run.report), run)
    return Diff(base, head, earlier, later, compared, fails_on_known=wanted.fails_on_known)


def _moved(report: Report, base: str, head: str) -> Report:
    """The report with the names that its files have in the other folder, so that the same file is known there."""

    def name(source: str) -> str:
        inside = os.path.relpath(source, base)
        return source if inside.startswith(os.pardir) else os.path.join(head, inside)

    resources = {id(one.resource): one.resource for one in report.outcomes}
    moved = {
        key: one._replace(document=one.document._replace(source=name(one.document.source)))
        for key, one in resources.items()
    }
    return report._replace(
        outcomes=tuple(one._replace(resource=moved[id(one.resource)]) for one in report.outcomes),
        left_out=tuple(one._replace(source=name(one.source)) for one in report.left_out),
    )
