"""A report with origins: what has one, what has none and says why, and an end to the search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File

from policycheck.authoring.origin.located import located
from policycheck.errors import RenderError
from policycheck.model import Finding, Match, Origin, PolicyException, Report
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Rendered, RenderRequest
from tests.authoring.origin.pitfall_charts import chart
from tests.renderers.sample_charts import Files, resource, write
from tests.reporters.reports import report
from tests.runs import judged, policy

SDK = HelmSdk()
ONE = chart(resource("ConfigMap", "x", "data:\n  a: {{ .Values.deep.a }}\n  b: fixed\n"), "deep:\n  a: hello\n")
A = policy("a", assert_="data.a == 'x'", at="data.a", message="a is wrong")
B = policy("b", assert_="data.b == 'x'", at="data.b", message="b is wrong")


class Counting:
    """Helm in process, and how often it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[RenderRequest] = []

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:
        self.asked.append(request)
        return SDK(chart, request)


class Broken(Counting):
    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:
        del chart, request
        raise RenderError("it is gone", source="demo/Chart.yaml", line=3)


@contextmanager
def rendered(files: Files, folder: File, *, kube_version: str = "1.33") -> Iterator[tuple[Rendered, Counting]]:
    write(files, folder)
    request = RenderRequest(str(folder), kube_version=kube_version)
    counting = Counting()
    with prepared(str(folder)) as ready:
        yield Rendered(ready, request, SDK(ready, request), counting), counting


def report_of(text: str) -> Report:
    return report(*judged(text, A, B))


def origins_of(made: Report) -> dict[str, Origin | None]:
    return {one.message: one.origin for outcome in made.outcomes for one in outcome.findings}


def test_each_finding_has_its_line_and_its_key(tmp_path: File) -> None:
    with rendered(ONE, tmp_path / "demo") as (whole, _):
        found = origins_of(located(report_of(whole.text), lambda _: whole))
    template, values = str(tmp_path / "demo/templates/x.yaml"), str(tmp_path / "demo/values.yaml")
    assert found == {
        "a is wrong": Origin(template, 6, "", "deep.a", values, 2, ""),
        "b is wrong": Origin(template, 7, "", None, None, None, "it is written in the template"),
    }


def test_without_time_there_are_lines_and_a_note(tmp_path: File) -> None:
    with rendered(ONE, tmp_path / "demo") as (whole, counting):
        made = located(report_of(whole.text), lambda _: whole, seconds=-1)
    assert [(one and one.line, one and one.hint) for one in origins_of(made).values()] == [(6, ""), (7, "")]
    assert [note.text for note in made.notes] == [
        "the time was over before the values keys of 2 findings were found; `policycheck why` finds one"
    ]
    assert len(counting.asked) == 1


def test_renders_that_are_alike_are_marked_and_asked_once(tmp_path: File) -> None:
    """As one set of values is for three versions of Kubernetes, where the version changes nothing."""
    with rendered(ONE, tmp_path / "demo") as (whole, counting):
        first = report_of(whole.text)
        alone = located(first, lambda _: whole)
        once = len(counting.asked)
        other = whole._replace(request=whole.request._replace(kube_version="1.34"))
        second = [
            one._replace(resource=one.resource._replace(render="other")) for one in report_of(whole.text).outcomes
        ]
        both = report(*first.outcomes, *second)
        made = located(both, lambda resource: other if resource.render == "other" else whole)
    assert {one.findings for one in made.outcomes} == {one.findings for one in alone.outcomes}
    assert len(made.outcomes) == 2 * len(alone.outcomes)
    assert len(counting.asked) == 2 * once  # the first report, and both together


def test_what_is_excepted_has_its_line_and_no_key(tmp_path: File) -> None:
    exception = PolicyException("a", Match(), None, None, "a reason", None, "policycheck.yaml", ())
    with rendered(ONE, tmp_path / "demo") as (whole, _):
        outcome = judged(whole.text, A)[0]
        excepted = outcome._replace(
            status="excepted", findings=tuple(one._replace(exception=exception) for one in outcome.findings)
        )
        (origin,) = origins_of(located(report(excepted), lambda _: whole)).values()
    assert origin
    assert (origin.line, origin.values_key, origin.hint) == (6, None, "")


def test_what_no_render_made_stays_as_it_is(tmp_path: File) -> None:
    with rendered(ONE, tmp_path / "demo") as (whole, counting):
        made = report_of(whole.text)
        assert located(made, lambda _: None) == made
    assert not counting.asked


def test_a_finding_in_another_file_has_none(tmp_path: File) -> None:
    """It is in the chart's own values, and its line is there already."""
    with rendered(ONE, tmp_path / "demo") as (whole, _):
        outcome = judged(whole.text, A)[0]
        elsewhere = outcome._replace(findings=(Finding(("values",), "a", 2, 1, source="values.yaml"),))
        assert origins_of(located(report(elsewhere), lambda _: whole)) == {"a": None}


def test_a_chart_that_renders_no_more_is_noted_once(tmp_path: File) -> None:
    with rendered(ONE, tmp_path / "demo") as (whole, _):
        made = located(report_of(whole.text), lambda _: whole._replace(renderer=Broken()))
    assert set(origins_of(made).values()) == {None}
    assert [(note.source, note.line, note.text) for note in made.notes] == [
        ("demo/Chart.yaml", 3, "no template lines, for the chart does not render here: it is gone")
    ]


def test_a_key_that_looks_like_a_secret_is_not_shown(tmp_path: File) -> None:
    token = "ghp_" + "a1B2" * 9
    files = chart(
        resource("ConfigMap", "x", "data:\n  a: {{ get .Values.deep .Values.key }}\n  b: fixed\n"),
        f"key: {token}\ndeep:\n  {token}: hello\n",
    )
    with rendered(files, tmp_path / "demo") as (whole, _):
        found = origins_of(located(report_of(whole.text), lambda _: whole))
    assert token not in repr(found)
