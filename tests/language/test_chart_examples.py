"""Examples of policies on charts: the files of one, and what was rendered from it."""

from __future__ import annotations

import pytest

from policycheck.authoring.examples import run_examples
from policycheck.errors import PolicyError
from policycheck.language.policy_file import read_policy
from policycheck.model import Value
from tests.language.policy_texts import MANIFEST, SOURCE, policy_text, yaml

FILES: Value = {"Chart.yaml": "{name: orders}", "values.yaml": "owner: ''"}


def refusal(example: dict[str, Value]) -> str:
    examples = {"pass": [{"name": "a", **example}], "fail": [{"name": "b", "spec": {}, "at": ["."]}]}
    with pytest.raises(PolicyError) as caught:
        read_policy(policy_text(examples=examples).encode(), SOURCE)
    assert caught.value.line is not None
    return caught.value.message


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ({"files": FILES, "spec": {}}, "beside `files`, which are those of a chart, stands a `manifest` or nothing"),
        ({"files": FILES, "manifest": MANIFEST, "pod": {}}, "stands a `manifest` or nothing"),
        ({"files": "Chart.yaml"}, "`examples.pass[0].files` must be a mapping, not a string"),
        ({"files": {"Chart.yaml": {"name": "orders"}}}, "must be text, not a mapping; write it as a block: |"),
        ({"files": {"Chart.yaml": None}}, "has no value"),
        ({}, "or the `files` of a chart"),
    ],
    ids=str,
)
def test_a_mistake_is_refused(example: dict[str, Value], says: str) -> None:
    assert says in refusal(example)


def differences(*failing: dict[str, Value]) -> list[tuple[str, ...]]:
    """What running these `fail` examples of a policy on charts finds."""
    body: dict[str, Value] = {
        "apiVersion": "policycheck/v1",
        "id": "sample",
        "title": "Charts name an owner",
        "severity": "error",
        "match": {"kind": "Chart"},
        "assert": "values.owner",
        "at": "values.owner",
        "examples": {
            "pass": [{"name": "a", "files": {"Chart.yaml": "{name: orders}", "values.yaml": "owner: me"}}],
            "fail": [{"name": f"b{number}", **example} for number, example in enumerate(failing)],
        },
    }
    results = run_examples([read_policy(yaml(body).encode(), "policies/area/sample.yaml")])
    return [result.difference for result in results if result.example.verdict == "fail"]


def test_files_are_a_chart_whose_places_are_those_of_its_body() -> None:
    at = ["Chart/orders values.owner"]
    assert differences({"files": FILES, "at": at}, {"files": FILES, "manifest": MANIFEST, "at": at}) == [(), ()]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"values.yaml": "a: 1"}, "its files are no chart, Dockerfile or release: add a Chart.yaml"),
        ({"Chart.yaml": "{name: orders}", "values.yaml": "- a"}, "its values.yaml cannot be read: not a mapping"),
        ({"a.Dockerfile": "RUM a"}, "its a.Dockerfile cannot be read: no instruction is called RUM"),
    ],
    ids=str,
)
def test_files_that_make_no_chart_are_said(files: Value, says: str) -> None:
    ((said,),) = differences({"files": files, "at": ["Chart/orders values.owner"]})
    assert says in said
