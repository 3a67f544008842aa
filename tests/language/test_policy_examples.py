"""The examples of a policy: made into manifests, with places as a report names them."""

from __future__ import annotations

import json

import pytest

from policycheck.errors import PolicyError
from policycheck.exact_yaml.reader import read
from policycheck.language.policy_file import read_policy
from policycheck.model import Example, Value
from tests.language.policy_texts import MANIFEST, SOURCE, policy_text, sample
from tests.language.surroundings import at


def fail_example(**keys: Value) -> Example:
    """A `fail` example with these keys, as it is read."""
    policy = sample(examples=with_fail(**keys))
    return next(example for example in policy.examples if example.verdict == "fail")


def with_fail(**keys: Value) -> Value:
    return {"pass": [{"name": "a", "spec": {}}], "fail": [{"name": "b", **keys}]}


def refusal(examples: Value) -> str:
    with pytest.raises(PolicyError) as caught:
        read_policy(policy_text(examples=examples).encode(), SOURCE)
    assert caught.value.source == SOURCE
    assert caught.value.line is not None
    return caught.value.message


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("container", ("spec", "template", "spec", "containers", 0)),
        ("pod", ("spec", "template", "spec")),
        ("spec", ("spec",)),
    ],
)
def test_a_part_is_wrapped_into_a_deployment(key: str, path: tuple[str | int, ...]) -> None:
    part: dict[str, Value] = {"anything": [1, None, "x"]}
    deployment = read(fail_example(**{key: part, "at": ["."]}).manifest).body
    found = at(deployment, path)
    assert isinstance(found, dict)
    assert found["anything"] == part["anything"]
    assert at(deployment, ("kind",)) == "Deployment"
    assert at(deployment, ("apiVersion",)) == "apps/v1"
    assert at(deployment, ("metadata", "name")) == "example"
    labels = at(deployment, ("spec", "selector", "matchLabels"))
    assert at(deployment, ("spec", "template", "metadata", "labels")) == labels


def test_a_container_has_a_name_and_an_image_of_its_own_where_it_writes_them() -> None:
    named = json.loads(fail_example(container={"name": "web"}, at=["."]).manifest)
    assert at(named, ("spec", "template", "spec", "containers", 0)) == {"name": "web", "image": "example:1"}


def test_a_spec_may_bring_its_own_template() -> None:
    found = json.loads(fail_example(spec={"template": {"spec": {"containers": []}}}, at=["."]).manifest)
    assert at(found, ("spec", "template")) == {"spec": {"containers": []}}
    assert at(found, ("spec", "selector")) == {"matchLabels": {"app": "example"}}


def test_a_manifest_stays_as_it_is_written() -> None:
    found = fail_example(manifest=MANIFEST, at=["ConfigMap/settings data"])
    assert found.manifest == MANIFEST
    assert found.at == ("ConfigMap/settings data",)


@pytest.mark.parametrize(
    ("key", "written", "place"),
    [
        ("container", "env[0].value", "Deployment/example spec.template.spec.containers[0].env[0].value"),
        ("container", ".", "Deployment/example spec.template.spec.containers[0]"),
        ("container", '["odd key"]', 'Deployment/example spec.template.spec.containers[0]["odd key"]'),
        ("pod", "initContainers[0]", "Deployment/example spec.template.spec.initContainers[0]"),
        ("spec", "replicas", "Deployment/example spec.replicas"),
        ("spec", ".", "Deployment/example spec"),
        ("spec", "Deployment/example metadata.name", "Deployment/example metadata.name"),
    ],
)
def test_a_place_is_seen_from_what_is_wrapped(key: str, written: str, place: str) -> None:
    assert fail_example(**{key: {}, "at": [written]}).at == (place,)


def test_what_a_case_depends_on_is_kept() -> None:
    found = fail_example(spec={}, at=["."], params={"label": "team"}, kubeVersion="v1.30.1", namespace="shop")
    assert (found.params, found.kube_version, found.namespace) == ({"label": "team"}, "v1.30.1", "shop")


def test_examples_come_in_the_order_of_their_verdicts_each_with_its_line() -> None:
    text = policy_text("examples") + (
        "examples:\n  fail:\n    - name: f\n      spec: {}\n      at: [.]\n"
        "  skip:\n    - {name: s, spec: {}}\n  pass:\n    - spec: {}\n      name: p\n"
    )
    first = policy_text("examples").count("\n") + 1
    found = read_policy(text.encode(), SOURCE).examples
    assert [(example.name, example.verdict, example.line - first) for example in found] == [
        ("p", "pass", 8),
        ("f", "fail", 2),
        ("s", "skip", 6),
    ]


@pytest.mark.parametrize(
    ("examples", "says"),
    [
        ({"fail": [{"name": "b", "spec": {}, "at": ["."]}]}, "add at least one `pass` example"),
        ({"pass": [{"name": "a", "spec": {}}]}, "add at least one `fail` example"),
        ({"pass": [], "fail": [{"name": "b", "spec": {}, "at": ["."]}]}, "add at least one `pass` example"),
        ({"passes": []}, 'unknown key `examples.passes`; did you mean "pass"?'),
        ([], "`examples` must be a mapping, not a list"),
        ({"pass": {"name": "a"}, "fail": [{}]}, "`examples.pass` must be a list, not a mapping"),
        ({"pass": ["a"], "fail": [{}]}, "`examples.pass[0]` must be a mapping, not a string"),
        ({"pass": [{"name": "a", "spec": {}}], "fail": [{"name": "b", "spec": {}}], "skip": None}, "has no value"),
        (with_fail(spec={}), "`at` lists the places of the findings: in each `fail` example, and only there"),
        (with_fail(spec={}, at=[]), "`examples.fail[0].at` is an empty list"),
        (with_fail(spec={}, at=[1]), "`examples.fail[0].at` must be text, not 1; quote it"),
        (with_fail(at=["."]), "an example has exactly one of container, pod, spec, manifest"),
        (with_fail(at=["."], spec={}, pod={}), "an example has exactly one of container, pod, spec, manifest"),
        (with_fail(at=["."], sepc={}), 'unknown key `examples.fail[0].sepc`; did you mean "spec"?'),
        (with_fail(at=["."], spec=None), "`examples.fail[0].spec` has no value"),
        (with_fail(at=["."], spec=[]), "`examples.fail[0].spec` must be a mapping, not a list"),
        (with_fail(at=["."], manifest={"kind": "Pod"}), "must be text, not a mapping; write it as a block: |"),
        (with_fail(at=["."], spec={}, params={"lable": "x"}), 'params.lable`; did you mean "label"?'),
        (with_fail(at=["."], spec={}, kubeVersion=1.3), "must be text, not 1.3; quote it"),
        (with_fail(at=["."], spec={}, kubeVersion="new"), '"new" is not a Kubernetes version; write it as 1.33'),
        (with_fail(at=["."], spec={}, name=None), "`examples.fail[0].name` has no value"),
        ({"pass": [{"spec": {}}], "fail": [{}]}, "`examples.pass[0].name` is missing"),
        (
            {"pass": [{"name": "a", "spec": {}, "at": ["."]}], "fail": [{"name": "b", "spec": {}, "at": ["."]}]},
            "`at` lists the places of the findings",
        ),
    ],
    ids=str,
)
def test_a_mistake_is_refused(examples: Value, says: str) -> None:
    assert says in refusal(examples)
