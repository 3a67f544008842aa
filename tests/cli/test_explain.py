from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.cli import run
from policycheck.model import Value
from tests.language.policy_texts import MANIFEST, policy_text

EXAMPLES: Value = {
    "pass": [{"name": "a label", "manifest": MANIFEST, "namespace": "shop"}],
    "fail": [
        {
            "name": "another label",
            "manifest": MANIFEST,
            "at": ["ConfigMap/settings metadata"],
            "params": {"label": "team"},
            "kubeVersion": "1.30",
        }
    ],
}


def explained(capsys: pytest.CaptureFixture[str], folder: Path, **keys: Value) -> str:
    path = folder / "area" / "sample.yaml"
    path.parent.mkdir()
    path.write_text(policy_text(**keys), encoding="utf-8")
    assert run(["explain", "sample", "--no-config", "--no-bundled", "--policies", str(path)]) == 0
    return capsys.readouterr().out


def test_it_tells_why_what_to_do_and_where_to_read_more(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = explained(capsys, tmp_path)
    assert "Why\n  Somebody must know whom to ask.\n" in out
    assert "What to do\n  Add the label owner.\n" in out
    assert 'Parameters\n  label: string, default "owner"\n' in out
    assert "References\n  https://example.com/owners\n" in out


def test_it_shows_one_example_of_each_verdict(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = explained(capsys, tmp_path)
    titles = ("Passes: a label\n", "Fails: none\n  at ConfigMap/settings metadata\n", "Is skipped: a pod\n")
    assert [out.count(title) for title in titles] == [1, 1, 1]
    assert "a container" not in out


def test_an_example_says_what_its_verdict_depends_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = explained(capsys, tmp_path, examples=EXAMPLES)
    assert "Passes: a label\n  with the release namespace shop\n    apiVersion: v1\n" in out
    assert '  at ConfigMap/settings metadata\n  with label "team"\n  with Kubernetes 1.30\n    apiVersion' in out
