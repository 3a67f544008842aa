from __future__ import annotations

import pytest

from policycheck.model import LeftOut, Loaded, Note, Outcome, Report
from policycheck.reporters import junit
from policycheck.reporters.junit_sources import relative_sources
from policycheck.reporters.junit_testcase import Flavor
from policycheck.reporters.view import View
from tests.reporters.reports import finding, policy, report, resource

EMPTY = report()


def loaded(*sources: str) -> Report:
    return EMPTY._replace(loaded=tuple(Loaded(source, 1, 1) for source in sources))


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        pytest.param(["stdin", "deploy/web.yaml", "../web.yaml"], {}, id="relative ones stay"),
        pytest.param(["/ci/1/web.yaml"], {"/ci/1/web.yaml": "web.yaml"}, id="one"),
        pytest.param(["/ci/a/x", "/ci/b/x"], {"/ci/a/x": "a/x", "/ci/b/x": "b/x"}, id="in two folders"),
        pytest.param(["/ci/ab", "/ci/abc"], {"/ci/ab": "ab", "/ci/abc": "abc"}, id="names that begin alike"),
        pytest.param(["/ci/a", "/ci/a/x"], {"/ci/a": "a", "/ci/a/x": "a/x"}, id="a folder and what is in it"),
        pytest.param(["/a/x", "/b/x"], {"/a/x": "a/x", "/b/x": "b/x"}, id="nothing shared"),
        pytest.param(["//ci/./1//x"], {"//ci/./1//x": "x"}, id="written oddly"),
        pytest.param(["/"], {"/": "."}, id="the root"),
    ],
)
def test_absolute_sources_lose_the_folders_they_share(sources: list[str], names: dict[str, str]) -> None:
    assert relative_sources(loaded(*sources)) == names


def everywhere(folder: str) -> Report:
    """A report with the folder wherever a report has a source."""
    manifest = f"{folder}/web.yaml"
    judged = resource(source=manifest)
    judged = judged._replace(document=judged.document._replace(template=None))
    failed = Outcome(policy("a"), judged, "error", "fail", (finding("no limit", 9),))
    broken = Outcome(policy("b")._replace(source=f"{folder}/b.yaml"), judged, "error", "error", (), "it broke")
    unread = LeftOut(f"{folder}/shop", None, f"a chart; run: helm template shop {folder}/shop", unread=True)
    notes = (Note("error", f"{folder}/policycheck.yaml", 3, "hides nothing"), Note("info", manifest, 2, "odd"))
    return report(failed, broken, left_out=(unread,), notes=notes)._replace(loaded=(Loaded(manifest, 1, 1),))


@pytest.mark.parametrize("flavor", ["jenkins", "gitlab"])
def test_without_a_timestamp_the_folder_of_the_machine_is_nowhere(flavor: Flavor) -> None:
    one, other = (junit.render(everywhere(folder), View(), flavor=flavor) for folder in ("/ci/1", "/home/ann/shop"))
    assert one == other
    assert "/ci/1" not in one
    assert "run: helm template shop shop" in one


def test_with_a_timestamp_paths_are_as_they_were_given() -> None:
    rendered = junit.render(everywhere("/ci/1"), View(), flavor="gitlab", timestamp="2026-11-22T13:00:00+00:00")
    assert 'file="/ci/1/web.yaml" line="9"' in rendered


def test_no_resources_are_said_of_the_input_by_its_short_name() -> None:
    empty = Report((policy("a"),), (), (), (Loaded("/ci/1/empty.yaml", 0, 0),), (), ())
    assert "no Kubernetes resource in empty.yaml" in junit.render(empty, View())
