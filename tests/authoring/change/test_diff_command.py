"""`policycheck diff` in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.authoring.change.repositories import CHART, LIBRARY, PROBE, Repository, chart, deployment

TEMPLATE = "charts/web/templates/deployment.yaml"
ABOVE = "# moved\n# down\n"


def at_version(version: str) -> dict[str, str]:
    return {"charts/web/Chart.yaml": CHART.format(name="web", version=version)}


def test_a_probe_is_broken_its_lines_move_and_it_is_mended(tmp_path: Path, newest_helm: str) -> None:
    repository = Repository(tmp_path, chart(), helm=newest_helm)

    repository.commit(chart(version="1.0.1", probe=False))
    broken = repository.command("main", "HEAD")
    assert broken.status == 1, broken
    assert broken.last.startswith("failed: 1 new (1 error), 0 fixed, 0 still there; 1 of 1 chart; main (")
    assert f"{TEMPLATE}:9 " in broken.stdout

    repository.git("branch", "broken")
    repository.commit({TEMPLATE: deployment(probe=False, above=ABOVE), **at_version("1.0.2")})
    moved = repository.command("broken", "HEAD")
    assert moved.status == 0, moved
    assert moved.last.startswith("passed: 0 new, 0 fixed, 1 still there")

    repository.git("branch", "moved")
    repository.commit({TEMPLATE: deployment(above=ABOVE), **at_version("1.0.3")})
    mended = repository.command("moved", "HEAD")
    assert mended.status == 0, mended
    assert mended.last.startswith("passed: 0 new, 1 fixed, 0 still there")
    assert repository.command("main").last.startswith("passed: 0 new, 0 fixed, 0 still there"), "the working tree"
    assert not repository.git("status", "--porcelain"), "the checkout is as it was"
    assert not repository.git("worktree", "list").splitlines()[1:]


def test_containers_that_change_places_are_the_same_as_before(tmp_path: Path, newest_helm: str) -> None:
    web = "        - name: web\n          image: web:{{ .Values.tag }}\n"
    sidecar = "        - name: sidecar\n          image: sidecar:1\n"
    above = deployment().partition(web)[0]
    repository = Repository(tmp_path, {**chart(), TEMPLATE: above + web + sidecar + PROBE}, helm=newest_helm)
    repository.write({TEMPLATE: above + sidecar + PROBE + web, **at_version("1.0.1")})
    assert repository.diff("main").last.startswith("passed: 0 new, 0 fixed, 1 still there")
    repository.write({TEMPLATE: above + sidecar + web + PROBE})
    swapped = repository.diff("main")
    assert swapped.last.startswith("failed: 1 new (1 error), 1 fixed, 0 still there"), swapped


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    """One chart, whose container has no probe."""
    return Repository(tmp_path, chart(probe=False), helm=newest_helm)


def test_what_was_there_before_fails_where_that_is_asked_for(repository: Repository) -> None:
    repository.write(chart(version="1.0.1", probe=False))
    assert repository.diff("main").status == 0
    assert repository.diff("main", "--fail-on-new").status == 0
    assert repository.diff("main", "--fail-on-all").status == 1


def test_a_values_file_of_ci_is_rendered_on_both_sides(repository: Repository) -> None:
    repository.commit({"charts/web/ci/a-values.yaml": 'tag: "2"\n', **at_version("1.0.1")})
    found = repository.diff("main", "HEAD", "--format=json").report
    assert [one["render"] for one in found["new"]] == ["web (ci/a-values.yaml)"], "a render that was not there before"
    assert [one["render"] for one in found["still_there"]] == ["web (default)"]
    repository.git("branch", "-f", "main")
    repository.write({"charts/web/ci/a-values.yaml": 'tag: "3"\n', **at_version("1.0.2")})
    assert repository.diff("main").last.startswith("passed: 0 new, 0 fixed, 2 still there")


def test_only_what_the_change_did_counts_not_what_its_base_did_meanwhile(repository: Repository) -> None:
    repository.write(chart("other"))
    repository.git("switch", "--quiet", "main")
    repository.commit(chart(version="1.0.5"))
    repository.git("switch", "--quiet", "work")
    repository.write({TEMPLATE: deployment(probe=False, above=ABOVE), **at_version("1.0.1")})
    assert repository.diff("main").last.startswith("passed: 0 new, 0 fixed, 1 still there")


def test_charts_that_were_added_deleted_and_moved_are_told_apart(repository: Repository) -> None:
    repository.commit({**chart("old", probe=False), **chart("gone", probe=False)})
    repository.git("branch", "-f", "main")
    repository.git("mv", "charts/old", "charts/moved")
    repository.git("rm", "-rq", "charts/gone")
    repository.write(chart("fresh", probe=False))
    found = repository.diff("main", "--format=json").report
    assert {(one["path"], one["how"], one["was"]) for one in found["charts"]} == {
        ("charts/moved", "renamed", "charts/old"),
        ("charts/gone", "deleted", None),
        ("charts/fresh", "added", None),
    }
    assert [one["resource"]["name"] for one in found["new"]] == ["fresh"]
    assert [one["resource"]["name"] for one in found["still_there"]] == ["old"]
    assert [one["resource"]["name"] for one in found["no_longer_judged"]] == ["gone"]


def test_a_chart_follows_its_library_by_file_and_by_link(tmp_path: Path, newest_helm: str) -> None:
    uses = "dependencies:\n  - {name: lib, version: 1.0.0, repository: 'file://../lib'}\n"
    library = {"charts/lib/Chart.yaml": LIBRARY, "charts/lib/templates/_a.tpl": '{{ define "a" }}{{ end }}\n'}
    files = {**chart("web", tail=uses), **chart("linked"), **chart("apart"), **library}
    repository = Repository(tmp_path, files, helm=newest_helm)
    (tmp_path / "charts/linked/charts").mkdir()
    (tmp_path / "charts/linked/charts/lib").symlink_to("../../lib")
    repository.commit({})
    repository.git("branch", "-f", "main")
    repository.write({"charts/lib/templates/_a.tpl": '{{ define "a" }}x{{ end }}\n'})
    found = repository.diff("main", "--format=json").report
    assert {(one["path"], one["why"]) for one in found["charts"]} == {
        ("charts/lib", ""),
        ("charts/linked", "uses charts/lib"),
        ("charts/web", "uses charts/lib"),
    }


def test_a_subchart_in_charts_follows_its_library_too(tmp_path: Path, newest_helm: str) -> None:
    uses = "dependencies:\n  - {name: lib, version: 1.0.0, repository: 'file://../../../lib'}\n"
    inner = (
        "dependencies:\n  - {name: db, version: 1.0.0}\n  - {name: own, version: 1.0.0, repository: 'file://../own'}\n"
    )
    own = {"charts/own/Chart.yaml": LIBRARY.replace("name: lib", "name: own")}
    library = {"charts/lib/Chart.yaml": LIBRARY, "charts/lib/templates/_a.tpl": '{{ define "a" }}a{{ end }}\n'}
    subchart = {
        "charts/web/charts/db/Chart.yaml": CHART.format(name="db", version="1.0.0") + uses,
        "charts/web/charts/db/templates/a.yaml": (
            'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ include "a" . }}}\n'
        ),
    }
    repository = Repository(tmp_path, {**chart(tail=inner), **own, **library, **subchart}, helm=newest_helm)
    repository.commit({"charts/lib/templates/_a.tpl": '{{ define "a" }}b{{ end }}\n'})
    for sides in (("main",), ("main", "HEAD")):
        found = repository.diff(*sides, "--no-version-check", "--format=json").report
        assert ("charts/web", "uses charts/lib") in [(one["path"], one["why"]) for one in found["charts"]]
        assert (found["base_left_out"], found["verdict"]) == ([], "passed"), found


def test_what_a_link_leads_to_is_there_on_both_sides_and_where_that_leads(tmp_path: Path, newest_helm: str) -> None:
    files = {**chart(), "shared/one/note.txt": "a", TEMPLATE: deployment() + '{{ .Files.Get "more/note.txt" }}\n'}
    repository = Repository(tmp_path, files, helm=newest_helm)
    (tmp_path / "charts/web/more").symlink_to("../../shared/two")
    (tmp_path / "shared/two").symlink_to("one")
    repository.commit({})
    repository.git("branch", "-f", "main")
    repository.write(
        {"shared/one/note.txt": "---\n" + deployment(probe=False, name="two").replace("{{ .Values.tag }}", "1")}
    )
    repository.commit({})
    for sides in (("main",), ("main", "HEAD")):
        found = repository.diff(*sides)
        assert found.last.startswith("failed: 1 new (1 error), 0 fixed, 0 still there; 1 of 1 chart"), found
        assert "charts/web: looked at, uses shared/one" in found.stdout


def test_settings_and_policies_in_a_charts_folder_are_those_of_their_side(repository: Repository) -> None:
    settings = "extends: [./checks]\npaths: {exclude: ['checks/**']}\nnamespace: shop\n"
    policy = (repository.folder / "policies/probe-set.yaml").read_text(encoding="utf-8")
    files = {"charts/web/policycheck.yaml": settings, "charts/web/checks/probe-set.yaml": policy}
    repository.commit({**files, "charts/web/.helmignore": "checks\npolicycheck.yaml\n"})
    repository.git("branch", "-f", "main")
    repository.commit({TEMPLATE: deployment(probe=False, above=ABOVE), **at_version("1.0.1")})
    for sides in (("main",), ("main", "HEAD")):
        found = repository.diff(*sides, here="charts/web")
        assert found.last.startswith("passed: 0 new, 0 fixed, 1 still there"), found
        assert "loosens" not in found.stdout


def test_subcharts_that_git_ignores_serve_the_base_too(tmp_path: Path, newest_helm: str) -> None:
    uses = "dependencies:\n  - {name: db, version: 1.0.0, repository: 'https://charts.example.com'}\n"
    repository = Repository(tmp_path, {**chart(tail=uses), ".gitignore": "*.tgz\n"}, helm=newest_helm)
    with tarfile.open(tmp_path / "charts/web/db-1.0.0.tgz", "w:gz") as archive:
        for name, text in {"db/Chart.yaml": CHART.format(name="db", version="1.0.0")}.items():
            (tmp_path / "Chart.tgz").write_text(text, encoding="utf-8")
            archive.add(tmp_path / "Chart.tgz", name)
    (tmp_path / "charts/web/charts").mkdir()
    (tmp_path / "charts/web/db-1.0.0.tgz").rename(tmp_path / "charts/web/charts/db-1.0.0.tgz")
    repository.commit(chart(version="1.0.1", probe=False, tail=uses))
    for sides in (("main",), ("main", "HEAD")):
        found = repository.diff(*sides)
        assert found.last.startswith("failed: 1 new (1 error), 0 fixed, 0 still there"), found
        assert "Not known of the base" not in found.stdout
    repository.write(chart(version="1.0.2", tail=uses.replace("1.0.0", "^1.0.0")))
    assert "Not known of the base" in repository.diff("main").stdout, "it asks for something else"


@pytest.mark.parametrize(
    ("files", "why"),
    [
        pytest.param({"policycheck.yaml": "extends: [./policies/probe-set.yaml]\n"}, "policycheck.yaml", id="settings"),
        pytest.param({"policies/probe-set.yaml": None}, "policies/probe-set.yaml", id="a policy"),
    ],
)
def test_settings_and_policies_change_every_chart(
    repository: Repository, files: dict[str, str | None], why: str
) -> None:
    if None in files.values():
        text = (repository.folder / "policies/probe-set.yaml").read_text(encoding="utf-8")
        files = {"policies/probe-set.yaml": text.replace("severity: error", "severity: warning")}
    repository.write(files)
    found = repository.diff("main", "--format=json").report
    assert [(one["path"], one["why"]) for one in found["charts"]] == [("charts/web", f"{why} changed")]


def test_settings_name_charts_that_did_not_change(repository: Repository) -> None:
    settings = (repository.folder / "policycheck.yaml").read_text(encoding="utf-8")
    more = "charts: {charts/web: {namespace: shop}, charts/b: {namespace: b}}\n"
    repository.commit({"policycheck.yaml": settings + more, **chart("b")})
    repository.git("branch", "-f", "main")
    repository.commit({TEMPLATE: deployment(probe=False, above=ABOVE), **at_version("1.0.1")})
    for sides in (("main",), ("main", "HEAD")):
        assert repository.diff(*sides).last.startswith("passed: 0 new, 0 fixed, 1 still there; 1 of 2 charts; main (")


def test_nothing_that_changed_is_said_and_passes(repository: Repository) -> None:
    repository.write({"README.md": "x\n"})
    found = repository.diff("main")
    assert found.status == 0
    assert found.last.startswith("passed: 0 new, 0 fixed, 0 still there; 0 of 1 chart; main (")


def test_charts_that_the_settings_exclude_are_not_rendered(repository: Repository) -> None:
    settings = (repository.folder / "policycheck.yaml").read_text(encoding="utf-8")
    repository.commit({"policycheck.yaml": f"{settings}paths: {{exclude: ['charts/w*']}}\n", **chart("b")})
    repository.git("branch", "-f", "main")
    repository.write({TEMPLATE: "broken {{", "charts/b/values.yaml": "tag: c\n"})
    assert "1 of 1 chart" in repository.diff("main", "--no-version-check").last


def test_it_runs_in_a_folder_of_the_repository(repository: Repository) -> None:
    repository.write(chart(version="1.0.1", probe=False) | {TEMPLATE: deployment(probe=False, name="two")})
    found = repository.diff("main", "--config=../policycheck.yaml", "--format=json", here="charts").report
    assert [(one["path"]) for one in found["charts"]] == ["web"]
    assert [one["resource"]["name"] for one in found["new"]] == ["two"]


def test_a_base_that_does_not_render_is_said_and_hides_nothing(tmp_path: Path, newest_helm: str) -> None:
    broken = {**chart(), TEMPLATE: "{{ .Values.a.b.c }}\n"}
    repository = Repository(tmp_path, broken, helm=newest_helm)
    repository.write(chart(version="1.0.1", probe=False))
    found = repository.diff("main")
    assert found.status == 1
    assert found.last.startswith("failed: 1 new (1 error)")
    assert "Not known of the base" in found.stdout
    assert f"{TEMPLATE}:1: does not render" in found.stdout


def test_a_head_that_does_not_render_is_not_checked_and_mends_nothing(repository: Repository) -> None:
    repository.write({TEMPLATE: "{{ .Values.a.b.c }}\n", **at_version("1.0.1")})
    found = repository.diff("main")
    assert found.status == 2
    assert found.last.startswith("not checked (some input could not be read, ")
    assert ": 0 new, 0 fixed, 0 still there, 1 not looked at; " in found.last
    assert "Not looked at, so perhaps still there" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("nowhere",), 'no commit is called "nowhere"; `git branch --all`', id="an unknown ref"),
        pytest.param(("main", "nowhere"), 'no commit is called "nowhere"', id="an unknown head"),
        pytest.param(("main", "--config-from=both"), 'unknown side "both"', id="an unknown side"),
        pytest.param(("main", "--format=gitlab"), 'unknown format "gitlab"', id="a format that compares by itself"),
    ],
)
def test_a_ref_or_option_that_means_nothing(repository: Repository, arguments: tuple[str, ...], said: str) -> None:
    found = repository.diff(*arguments)
    assert (found.status, found.stdout) == (2, "")
    assert said in found.stderr


def test_a_ref_is_never_an_option_of_git(repository: Repository) -> None:
    found = repository.diff("--", "--output=x")
    assert found.status == 2
    assert 'no commit is called "--output=x"' in found.stderr
    assert not (repository.folder / "x").exists()


def test_before_the_first_commit_there_is_nothing_to_compare_with(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "alone")
    assert (
        'no commit is called "HEAD": this repository has none yet; `policycheck check`'
        in repository.diff("HEAD").stderr
    )


def test_two_histories_have_no_base(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "alone")
    repository.commit({"b.yaml": "b: 1\n"})
    assert "main and HEAD have no commit in common" in repository.diff("main").stderr


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, tmp_path: Path) -> None:
    repository.commit(chart(version="1.0.1"))
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", "--branch=work", f"file://{repository.folder}", str(clone))
    shutil.copytree(clone, tmp_path / "shallow")
    shallow = Repository.__new__(Repository)
    shallow.folder, shallow.helm = tmp_path / "shallow", repository.helm
    absent = shallow.diff("main")
    assert absent.status == 2
    assert "this clone is shallow: `git fetch origin main`, or fetch-depth: 0" in absent.stderr
    assert "`git fetch origin main`" in shallow.diff("origin/main").stderr
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main:main")
    apart = shallow.diff("main")
    assert apart.status == 2
    assert "does not hold the commit at which HEAD left main; `git fetch --unshallow`" in apart.stderr


def test_without_a_repository_or_git_two_folders_remain(tmp_path: Path, repository: Repository) -> None:
    outside = Repository.__new__(Repository)
    outside.folder, outside.helm = Path("/"), repository.helm
    assert (
        "this folder is in no git repository; run it in a clone, or compare two folders" in outside.diff("main").stderr
    )
    gone = repository.diff("main", environment={"PATH": str(tmp_path / "nowhere")})
    assert gone.status == 2
    assert "there is no git on PATH; install it, or compare two folders" in gone.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another user")
def test_a_repository_of_another_user_says_how_to_trust_it(repository: Repository) -> None:
    for path in (repository.folder, repository.folder / ".git"):
        os.chown(path, 12345, 12345)
    found = repository.diff("main")
    assert found.status == 2
    assert "detected dubious ownership" in found.stderr
    assert f"`git config --global --add safe.directory {repository.folder}`" in found.stderr


def test_a_repository_without_a_chart_is_not_checked(tmp_path: Path, newest_helm: str) -> None:
    repository = Repository(tmp_path, {"a.yaml": "a: 1\n"}, helm=newest_helm)
    found = repository.diff("main")
    assert found.status == 2
    assert "no chart on either side" in found.stderr


def test_two_folders_of_renders(repository: Repository) -> None:
    plain = deployment(probe=False).replace("{{ .Values.tag }}", "1")
    mended = deployment().replace("{{ .Values.tag }}", "1")
    repository.write({"before/web.yaml": plain, "after/web.yaml": f"# moved\n{plain}", "after/b.yaml": mended})
    found = repository.diff("before", "after")
    assert found.status == 0
    assert found.last == "passed: 0 new, 0 fixed, 1 still there; before to after"
    other = plain.replace("name: web", "name: api")
    repository.write({"after/c.yaml": other, "after/web.yaml": "half: {"})
    broken = repository.diff("before/", "after/")
    assert broken.status == 2
    assert "1 new (1 error), 0 fixed, 0 still there, 1 not looked at" in broken.last


def test_what_is_interrupted_leaves_nothing_behind(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    repository.write(chart(version="1.0.1"))

    def interrupted(*_: object, **__: object) -> None:
        assert list(temporary.iterdir()), "the base is there"
        raise KeyboardInterrupt

    monkeypatch.setattr("policycheck.authoring.change.differing.compare", interrupted)
    assert repository.diff("main").status == 130
    assert not list(temporary.iterdir())


def test_every_format_tells_the_same_change(repository: Repository, tmp_path: Path) -> None:
    new = deployment(probe=False) + "---\n" + deployment(probe=False, name="two")
    repository.write({TEMPLATE: new, **at_version("1.0.1")})
    files = {name: tmp_path / f"report.{name}" for name in ("json", "junit", "sarif", "markdown", "github")}
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    reports = [f"--report={name}={path}" for name, path in files.items()]
    found = repository.diff("main", *reports, environment={"GITHUB_STEP_SUMMARY": str(summary)})
    assert found.status == 1, found
    text = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert json.loads(text["json"])["summary"]["new"] == 1
    assert text["junit"].count("<failure") == 1
    assert text["github"].count("::error ") == 1
    assert "title=probe-set::container web has no readiness probe (Deployment shop/two)" in text["github"]
    states = [one.get("baselineState") for one in json.loads(text["sarif"])["runs"][0]["results"]]
    assert states == ["new", "unchanged"]
    assert "### New" in text["markdown"]
    assert "<details><summary>Still there</summary>" in text["markdown"]
    assert summary.read_text(encoding="utf-8") == f"before\n{text['markdown']}"
