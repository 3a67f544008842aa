from __future__ import annotations

import re
from pathlib import Path

import pytest

from policycheck.cli import run

POLICY = """\
apiVersion: policycheck/v1
id: owner-set
title: Config maps name their owner
severity: error
match: {kind: ConfigMap}
assert: metadata.labels.owner
at: metadata.labels
message: "{{ metadata.name }} has no owner"
examples:
  pass:
    - name: a label
      manifest: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, labels: {owner: shop}}
  fail:
    - name: no label
      at: [ConfigMap/a metadata.labels]
      manifest: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, labels: {}}
"""
SKIP = """\
  skip:
    - name: another kind
      manifest: |
        apiVersion: v1
        kind: Service
        metadata: {name: a, labels: {}}
"""
PATH = "team/owner-set.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team").mkdir()
    return tmp_path


def mutated(policy: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str], str]:
    """Exit status, lines of standard output with the seconds left out, standard error."""
    Path(PATH).write_text(policy, encoding="utf-8")
    status = run(["test", "--mutate", *options, "team"])
    out, err = capsys.readouterr()
    return status, re.sub(r"\d+\.\d s\b", "N s", out).splitlines(), err


def test_a_survivor_is_a_line_with_what_to_add_and_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, err = mutated(POLICY, capsys)
    assert lines == [
        "1 policy, 2 examples: 2 hold, 0 do not",
        f"{PATH}: survived: drop match.kind: add a `skip` example that would fail but for it",
        "1 policy, 7 mutants: 6 killed, 0 equivalent, 1 survived; N s",
    ]
    assert (status, err) == (1, "")


def test_no_survivor_is_exit_0(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, err = mutated(POLICY + SKIP, capsys)
    assert lines[1:] == ["1 policy, 7 mutants: 7 killed, 0 equivalent, 0 survived; N s"]
    assert (status, err) == (0, "")


def test_an_equivalent_mutant_is_named_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    reason = "equivalent: [{mutant: drop match.kind, reason: nothing else has labels here}]\n"
    status, lines, _ = mutated(POLICY + reason, capsys, "-v")
    assert f"{PATH}: equivalent: drop match.kind: nothing else has labels here" in lines
    assert lines[-1] == "1 policy, 7 mutants: 6 killed, 1 equivalent, 0 survived; N s"
    assert status == 0


@pytest.mark.parametrize(
    ("mutant", "said"),
    [
        ("drop match.knd", 'equivalent: no mutant is called `drop match.knd`; did you mean "drop match.kind"?'),
        ("drop at", "equivalent: an example kills `drop at`; remove this entry"),
    ],
)
def test_an_equivalent_that_is_none_is_exit_2(mutant: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    entry = f"equivalent:\n  - {{mutant: {mutant}, reason: nobody can tell}}\n"
    status, _, err = mutated(POLICY + SKIP + entry, capsys)
    assert (status, err) == (2, f"policycheck: {PATH}:30: {said}\n")


def test_a_policy_whose_examples_do_not_hold_is_not_mutated(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, _ = mutated(POLICY.replace("labels: {}}", "labels: {owner: me}}"), capsys)
    assert lines[-1] == (
        "0 policies, 0 mutants: 0 killed, 0 equivalent, 0 survived; N s; "
        "1 policy not tried, as an example does not hold"
    )
    assert status == 1


def test_without_the_option_nothing_is_mutated(capsys: pytest.CaptureFixture[str]) -> None:
    Path(PATH).write_text(POLICY, encoding="utf-8")
    assert run(["test", "team"]) == 0
    assert capsys.readouterr().out == "1 policy, 2 examples: 2 hold, 0 do not\n"
