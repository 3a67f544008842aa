from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.cli import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_policy_is_tested_and_does_not_hold_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "label-set", "--area", "team"]) == 0
    path = "policies/team/label-set.yaml"
    assert capsys.readouterr().out == f"{path}: written; fill it in until `policycheck test {path}` passes\n"
    assert run(["test", "policies"]) == 1
    first, second, summary = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{path}:")
    assert "pass: TODO a case that is as it should be: expected pass, got fail" in first
    assert "fail: TODO a case that is not: expected a finding at Deployment/example spec.replicas, got none" in second
    assert summary == "1 policy, 2 examples: 0 hold, 2 do not"


def test_the_folder_of_areas_can_be_chosen(folder: Path) -> None:
    assert run(["new", "label-set", "--area", "team", "--in", "ours"]) == 0
    assert (folder / "ours/team/label-set.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Label_Set", "--area", "team"], '"Label_Set" is no id; write lower-case words joined by hyphens'),
        (["label-set", "--area", "../team"], '"../team" is no area; write lower-case words joined by hyphens'),
        (["label-set"], "the following arguments are required: --area"),
        (["pdb-present", "--area", "team"], 'the id "pdb-present" is taken by a bundled policy; choose another'),
        (["taken", "--area", "team"], "policies/team/taken.yaml: this file is there already; edit it"),
    ],
)
def test_a_policy_that_cannot_be_new_is_one_line_and_exit_2(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = folder / "policies/team/taken.yaml"
    taken.parent.mkdir(parents=True)
    taken.write_text("mine", encoding="utf-8")
    assert run(["new", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert [path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")] == ["mine"]
