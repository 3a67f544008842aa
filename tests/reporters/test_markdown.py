"""A comment: what it says, what it cannot be made to say, and how much of it there is."""

from __future__ import annotations

import pytest
from hypothesis import given

from policycheck.model import Match, Origin, Outcome, PolicyException, Report
from policycheck.reporters import render
from policycheck.reporters.markdown_text import MOST, code, plain
from tests.reporters.reports import FEW, finding, policy, report, reports, resource
from tests.reporters.test_reporters import COUNTS

ORIGIN = Origin("charts/shop/templates/web.yaml", 41, "", "web.resources")
EXCEPTION = PolicyException("limit-set", Match(), None, None, "vendor's", None, "policycheck.yaml", ())


def markdown(found: Report) -> str:
    return render(found, format_name="markdown")


@FEW
@given(reports())
def test_it_has_every_count_and_fits(found: Report) -> None:
    written = markdown(found)
    last = COUNTS.search(written)
    assert last is not None
    assert int(last["fail"]) == sum(one.status == "fail" for one in found.outcomes)
    assert len(written) <= MOST
    for line in written.splitlines():
        assert line.isprintable()
        assert not line.startswith("::")


def test_findings_are_listed_by_chart_the_worst_first_and_what_is_excepted_is_folded() -> None:
    weak = Outcome(policy("a", "warning"), resource(line=1), "warning", "fail", (finding("weak", 3),))
    bad = Outcome(policy("b"), resource(line=9), "error", "fail", (finding("bad", 12)._replace(origin=ORIGIN),))
    covered = Outcome(
        policy("c"), resource(line=1), "error", "excepted", (finding("old", 4)._replace(exception=EXCEPTION),)
    )
    assert markdown(report(weak, bad, covered)) == (
        "## policycheck: failed\n\n"
        "failed: 3 resources, 3 policies; 0 passed, 2 failed (1 error, 1 warning), 1 excepted, 0 skipped, "
        "0 not judged; nothing left out\n\n"
        "### Findings\n\n#### manifests\n\n"
        "- **error** `b`: bad<br>Deployment shop/web, `charts/shop/templates/web.yaml:41`, `spec.template.spec`, "
        "values key `web.resources`\n"
        "- **warning** `a`: weak<br>Deployment shop/web, `stdin:3`, `spec.template.spec`\n\n"
        "<details><summary>Excepted</summary>\n\n#### manifests\n\n"
        "- **error** `c`: old<br>Deployment shop/web, `stdin:4`, `spec.template.spec`, never expires: vendor's\n\n"
        "</details>\n"
    )


def test_a_comment_that_is_too_long_keeps_the_worst_and_says_how_many_it_left() -> None:
    weak = tuple(finding(f"weak {number}", number + 1, ("spec", number)) for number in range(2_000))
    outcomes = [
        Outcome(policy("weak", "warning"), resource(line=1), "warning", "fail", weak),
        Outcome(policy("bad"), resource(line=9), "error", "fail", (finding("bad", 12),)),
    ]
    written = markdown(report(*outcomes))
    assert len(written) <= MOST - 1_000, "a comment has more than the report: what it is known again by"
    kept = written.count("`weak`")
    assert "`bad`" in written
    assert f"{2_000 - kept} more entries did not fit" in written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("@everyone look", "&#64;everyone look", id="mention"),
        pytest.param("see #12", "see &#35;12", id="issue"),
        pytest.param("<img src=x>", "&#60;img src=x&#62;", id="HTML"),
        pytest.param("[a](https://b.c)", "&#91;a&#93;(https:&#47;&#47;b.c)", id="link"),
        pytest.param("![a](b)", "&#33;&#91;a&#93;(b)", id="picture"),
        pytest.param("*a* _b_ c_d `e`", "&#42;a&#42; &#95;b&#95; c_d &#96;e&#96;", id="emphasis"),
        pytest.param("a\n# b", r"a&#92;n&#35; b", id="a line of its own"),
        pytest.param("\u202eabc", r"&#92;u202eabc", id="turned round"),
        pytest.param("- a", "&#45; a", id="list"),
    ],
)
def test_a_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text).replace("\\", "&#92;") == shown


def test_a_backtick_cannot_leave_its_code() -> None:
    assert code("a`b`") == "a&#96;b&#96;"
    assert code("@a <b>") == "`@a <b>`"
