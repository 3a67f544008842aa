from __future__ import annotations

import pytest

from policycheck.authoring.examples import run_examples
from policycheck.language.policy_file import read_policy
from policycheck.model import Value
from tests.language.policy_texts import sample, yaml

OWNED = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: owned, labels: {owner: me}}\n"
OWNERLESS = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"


def differences(verdict: str, example: dict[str, Value], **keys: Value) -> tuple[str, ...]:
    """What running one example beside two that hold finds."""
    examples: dict[str, list[Value]] = {
        "pass": [{"name": "a pass", "manifest": OWNED}],
        "fail": [{"name": "a fail", "manifest": OWNERLESS, "at": ["ConfigMap/a metadata"]}],
    }
    examples.setdefault(verdict, []).append({"name": "tried", **example})
    body = {
        "apiVersion": "policycheck/v1",
        "id": "sample",
        "title": "Config maps have an owner",
        "severity": "error",
        "match": {"kind": "ConfigMap"},
        "assert": "metadata.labels.owner",
        "at": "metadata.labels.owner",
        "examples": examples,
        **{key.rstrip("_"): value for key, value in keys.items()},
    }
    results = run_examples([read_policy(yaml(body).encode(), "policies/area/sample.yaml")])
    return {result.example.name: result.difference for result in results}["tried"]


@pytest.mark.parametrize(
    ("verdict", "example"),
    [
        pytest.param("pass", {"manifest": OWNED}, id="pass"),
        pytest.param("pass", {"manifest": f"{OWNED}---\n{SERVICE}"}, id="pass beside what does not match"),
        pytest.param("fail", {"manifest": OWNERLESS, "at": ["ConfigMap/a metadata"]}, id="fail"),
        pytest.param(
            "fail",
            {
                "manifest": f"{OWNERLESS}---\n{OWNED}---\n{OWNERLESS}",
                "at": ["ConfigMap/a metadata", "ConfigMap/a metadata"],
            },
            id="fail twice at one place, and a pass",
        ),
        pytest.param("skip", {"manifest": SERVICE}, id="skip: does not match"),
    ],
)
def test_an_example_that_holds_has_no_difference(verdict: str, example: dict[str, Value]) -> None:
    assert differences(verdict, example) == ()


@pytest.mark.parametrize(
    ("verdict", "example", "difference"),
    [
        pytest.param(
            "pass",
            {"manifest": OWNERLESS},
            ("expected pass, got fail", "expected no finding at ConfigMap/a metadata, got one"),
            id="fails instead",
        ),
        pytest.param("pass", {"manifest": SERVICE}, ("expected pass, got skip",), id="skips instead"),
        pytest.param("skip", {"manifest": OWNED}, ("expected skip, got pass",), id="passes instead"),
        pytest.param(
            "fail",
            {"manifest": OWNED, "at": ["ConfigMap/owned metadata"]},
            ("expected fail, got pass", "expected a finding at ConfigMap/owned metadata, got none"),
            id="passes instead of failing",
        ),
        pytest.param(
            "fail",
            {"manifest": OWNERLESS, "at": ["ConfigMap/a metadata.labels"]},
            (
                "expected a finding at ConfigMap/a metadata.labels, got none",
                "expected no finding at ConfigMap/a metadata, got one",
            ),
            id="elsewhere",
        ),
        pytest.param(
            "fail",
            {"manifest": f"{OWNERLESS}---\n{OWNERLESS}", "at": ["ConfigMap/a metadata"]},
            ("expected no finding at ConfigMap/a metadata, got one",),
            id="once too often",
        ),
        pytest.param(
            "pass",
            {"manifest": "kind: ["},
            ("expected pass, got error: its manifest cannot be read: ",),
            id="no YAML",
        ),
        pytest.param("pass", {"manifest": "a: b\n"}, ("expected pass, got error: its manifest",), id="no resource"),
        pytest.param("skip", {"manifest": "# none\n"}, ("expected skip, got error: its manifest",), id="nothing"),
    ],
)
def test_what_an_example_does_not_show_is_said(
    verdict: str, example: dict[str, Value], difference: tuple[str, ...]
) -> None:
    found = differences(verdict, example)
    assert len(found) == len(difference)
    assert all(said.startswith(wanted) for said, wanted in zip(found, difference, strict=True))


def test_a_policy_that_breaks_holds_no_example() -> None:
    found = differences("pass", {"manifest": OWNED}, assert_="div(`1`, `0`) > `1`")
    assert found == ("expected pass, got error: div(a, b) divides by zero; test b in `when`",)


def test_an_expression_that_cannot_be_compiled_is_said_of_each_example() -> None:
    (said,) = differences("pass", {"manifest": OWNED}, assert_="metadata.labels[")
    assert said.startswith("expected pass, got error: ")


@pytest.mark.parametrize(
    ("version", "passes"), [("1.34", True), ("1.33", False)], ids=["pods have resources", "they have none"]
)
def test_an_example_may_depend_on_the_kubernetes_version(version: str, passes: bool) -> None:  # noqa: FBT001 - the table
    found = differences(
        "pass",
        {"pod": {"resources": {"limits": {"memory": "1Gi"}}, "containers": [{"name": "a"}]}, "kubeVersion": version},
        match={"pod": "any"},
        foreach="$containers",
        assert_="effective_limit('memory') > 0",
        at="@",
    )
    assert (found == ()) is passes


def test_an_example_may_depend_on_the_namespace_and_on_parameters() -> None:
    keys: dict[str, Value] = {
        "params": {"wanted": {"type": "string", "default": "ops"}},
        "assert_": "$release.namespace == $params.wanted",
    }
    shop: dict[str, Value] = {"manifest": OWNED, "namespace": "shop"}
    assert differences("pass", shop, **keys)
    assert differences("pass", {**shop, "params": {"wanted": "shop"}}, **keys) == ()


def test_every_example_has_its_result_in_order() -> None:
    policy = sample()
    results = list(run_examples([policy]))
    assert [result.example for result in results] == list(policy.examples)
    assert all(result.passed == (not result.difference) for result in results)
