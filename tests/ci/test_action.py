"""The action for GitHub: its steps as they are written, against a fake of GitHub's API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.authoring.change.repositories import Repository, chart, deployment
from tests.ci.fake_github import MAY_READ, MAY_WRITE, NUMBER, REPOSITORY, US, FakeGitHub, fake_github
from tests.ci.readme import block
from tests.ci.runner import ACTION, Ran, Runner

INSTALLED = 1
"""The steps after the first, which installs."""

MARK = "<!-- policycheck -->\n"
OPTIONS = "--no-bundled"
TEMPLATE = "charts/web/templates/deployment.yaml"


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with fake_github() as fake:
        yield fake


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    """Checked out for a pull request into main."""
    made = Repository(tmp_path / "repository", chart(), helm=newest_helm)
    made.git("update-ref", "refs/remotes/origin/main", "main")
    return made


class Pull:
    """A pull request that the action checks; `token` is what its author's rights give."""

    def __init__(self, repository: Repository, github: FakeGitHub, temporary: Path) -> None:
        self.repository = repository
        self.github = github
        self.temporary = temporary
        self.token = MAY_WRITE

    def checked(self, **inputs: str) -> Ran:
        return self.runner().run({"arguments": OPTIONS, **inputs}, first=INSTALLED)

    def runner(self, **context: object) -> Runner:
        event = {"pull_request": {"number": NUMBER, "head": {"sha": "c0ffee1"}}}
        return Runner(
            ACTION,
            self.repository.folder,
            self.temporary,
            {"base_ref": "main", "event": event, "token": self.token, **context},
            {"HELM": self.repository.helm, "GITHUB_API_URL": self.github.address, "GITHUB_REPOSITORY": REPOSITORY},
        )


@pytest.fixture
def pull(repository: Repository, github: FakeGitHub, installed: Path) -> Pull:
    return Pull(repository, github, installed)


def test_one_comment_says_what_is_broken_and_is_written_anew_when_it_is_mended(pull: Pull) -> None:
    pull.repository.write(chart(version="1.0.1", probe=False))
    broken = pull.checked()
    assert broken.status == 1, broken.log
    assert f"::error file={TEMPLATE},line=9,title=probe-set::container web has no readiness probe" in broken.log
    (comment,) = pull.github.comments
    assert comment["body"].startswith(f"{MARK}## policycheck: failed\n")
    assert "### New" in comment["body"]
    assert "c0ffee1" in comment["body"]
    assert broken.summary.startswith("## policycheck: failed\n")
    assert broken.summary in comment["body"]

    pull.repository.write({TEMPLATE: deployment(above="# moved\n")})
    mended = pull.checked()
    assert mended.status == 0, mended.log
    (comment,) = pull.github.comments
    assert comment["body"].startswith(f"{MARK}## policycheck: passed\n")
    assert [one.split(" ")[0] for one in pull.github.written] == ["POST", "PATCH"]


def test_the_reports_are_in_a_folder_of_its_own(pull: Pull) -> None:
    pull.repository.write(chart(version="1.0.1", probe=False))
    outputs = pull.checked().outputs["check"]
    assert outputs["status"] == "1"
    reports = Path(outputs["reports"])
    assert json.loads((reports / "policycheck.json").read_text(encoding="utf-8"))["summary"]["new"] == 1
    (run,) = json.loads((reports / "policycheck.sarif").read_text(encoding="utf-8"))["runs"]
    assert len(run["results"]) == 1
    assert (reports / "policycheck.xml").read_text(encoding="utf-8").count("<failure") == 1


def test_a_fork_s_token_only_reads_and_the_report_is_in_the_summary(pull: Pull) -> None:
    pull.token = MAY_READ
    pull.repository.write(chart(version="1.0.1", probe=False))
    ran = pull.checked()
    assert ran.status == 1, "the verdict stands"
    assert "::notice title=policycheck::the token may write no comment (403 Resource not accessible" in ran.log
    assert "the report is in the summary of this run" in ran.log
    assert "### New" in ran.summary
    assert not pull.github.comments


def test_a_change_without_a_chart_gets_no_comment(pull: Pull) -> None:
    pull.repository.write({"README.md": "x\n"})
    assert pull.checked().status == 0
    assert pull.github.asked
    assert not pull.github.written


def test_a_policy_that_is_switched_off_is_worth_a_comment(pull: Pull) -> None:
    settings = (pull.repository.folder / "policycheck.yaml").read_text(encoding="utf-8")
    pull.repository.write({"policycheck.yaml": f"{settings}failOn: never\n"})
    pull.checked()
    (comment,) = pull.github.comments
    assert "### What this change loosens" in comment["body"]


def test_a_comment_of_somebody_else_with_our_mark_is_left_alone(pull: Pull) -> None:
    pull.github.said("mallory", f"{MARK}all is well")
    pull.github.said("ghost", None)
    pull.repository.write(chart(version="1.0.1", probe=False))
    pull.checked()
    assert [one["user"]["login"] for one in pull.github.comments] == ["mallory", "ghost", US]
    assert pull.github.comments[0]["body"] == f"{MARK}all is well"


def test_our_comment_is_found_behind_hundreds_of_others(pull: Pull) -> None:
    for number in range(230):
        pull.github.said("reviewer", f"remark {number}")
    pull.github.said(US, f"{MARK}what was said before")
    pull.repository.write(chart(version="1.0.1", probe=False))
    pull.checked()
    assert len(pull.github.comments) == 231
    assert "### New" in pull.github.comments[-1]["body"]


@pytest.mark.parametrize(
    ("token", "broken", "said"),
    [
        pytest.param("expired", "", "401 Bad credentials", id="a token that is none"),
        pytest.param(MAY_WRITE, "down\n::set-env name=A::50%", "502 down ::set-env name=A::50%25", id="an outage"),
    ],
)
def test_a_comment_that_cannot_be_written_is_told_and_the_verdict_stands(
    pull: Pull, token: str, broken: str, said: str
) -> None:
    pull.token, pull.github.broken = token, broken
    pull.repository.write(chart(version="1.0.1", probe=False))
    ran = pull.checked()
    assert ran.status == 1
    assert f"::warning title=policycheck::no comment was written ({said}); the report is" in ran.log
    assert not [line for line in ran.log.splitlines() if line.startswith("::set-env")]


def test_without_an_api_the_verdict_stands(pull: Pull) -> None:
    pull.github.address = "http://127.0.0.1:1"
    pull.repository.write(chart(version="1.0.1"))
    ran = pull.checked()
    assert ran.status == 0
    assert "::warning title=policycheck::no comment was written (" in ran.log


def test_who_wants_no_comment_gets_none(pull: Pull) -> None:
    pull.repository.write(chart(version="1.0.1", probe=False))
    ran = pull.checked(comment="false")
    assert (ran.status, pull.github.asked) == (1, [])
    assert "### New" in ran.summary


def test_options_on_several_lines_all_count(pull: Pull) -> None:
    pull.repository.write(chart(probe=False))
    ran = pull.checked(arguments=f"{OPTIONS}\n--no-version-check\n--fail-on never\n")
    assert ran.status == 0, ran.log


def test_the_options_of_the_readme_are_options(pull: Pull) -> None:
    written = yaml.safe_load(block("GitHub", "yaml"))["jobs"]["charts"]["with"]
    ran = pull.checked(**{**written, "arguments": f"{OPTIONS} {written['arguments']}"})
    assert ran.status == 0, ran.log


def test_a_base_that_is_none_is_not_checked_and_says_so_in_the_comment(pull: Pull) -> None:
    ran = pull.checked(base="origin/nowhere")
    assert ran.status == 2
    assert 'no commit is called "origin/nowhere"' in ran.log
    (comment,) = pull.github.comments
    assert comment["body"].startswith(f"{MARK}## policycheck: not checked\n")
    assert "no commit is called" in comment["body"]


def test_outside_of_a_pull_request_the_base_has_to_be_said(pull: Pull) -> None:
    pull.repository.commit(chart(version="1.0.1", probe=False))
    alone = pull.runner(base_ref="", event={})
    silent = alone.run({"arguments": OPTIONS}, first=INSTALLED)
    assert silent.status == 2
    assert "::error title=policycheck::there is no pull request here; say with `base`" in silent.log
    ran = alone.run({"arguments": OPTIONS, "base": "main"}, first=INSTALLED)
    assert (ran.status, pull.github.asked) == (1, [])
    assert "### New" in ran.summary


def test_a_python_that_is_too_old_is_told(pull: Pull, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old = tmp_path / "old/python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    runner = pull.runner()._replace(environment={"PATH": f"{old.parent}:/usr/bin:/bin"})
    ran = runner.run({}, last=INSTALLED)
    assert ran.status == 2
    assert "::error title=policycheck::it wants Python 3.11 or newer; put actions/setup-python before it" in ran.log
