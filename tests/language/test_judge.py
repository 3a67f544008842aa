"""foreach -> when -> assert | schema -> at, message: what each of them does to a judgement."""

from __future__ import annotations

import pytest

from policycheck.errors import PolicyError
from policycheck.language.judgement import Judgement
from policycheck.model import Value, dotted
from tests.language.policy_texts import sample
from tests.language.surroundings import judged

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - {name: a, ports: [{containerPort: 1}, {containerPort: 2}], resources: {limits: {memory: 1Gi}}}
    - {name: b, image: b}
    - {name: c, ports: 8080}
"""


def verdict(manifests: str = POD, /, **changes: Value) -> Judgement:
    """The judgement of a policy that matches everything and has only these keys."""
    without = ["when", "at", "message", *(["assert"] if "schema" in changes else [])]
    return judged(sample(*without, **{"match": {}, **changes}), manifests)


def places(judgement: Judgement) -> list[str]:
    return [dotted(violation.path) for violation in (*judgement.violations, *judgement.unreadable)]


def messages(judgement: Judgement) -> list[str]:
    return [violation.message for violation in (*judgement.violations, *judgement.unreadable)]


def test_without_foreach_the_resource_is_the_only_item() -> None:
    assert verdict(assert_="metadata.name") == Judgement(judged=True)
    assert places(verdict(assert_="metadata.missing")) == [""]


def test_every_item_that_does_not_hold_is_a_violation() -> None:
    found = verdict(foreach="spec.containers[]", assert_="image")
    assert found.judged
    assert places(found) == ["spec.containers[0]", "spec.containers[2]"]


def test_the_lists_of_several_foreach_are_joined() -> None:
    found = verdict(foreach=["spec.containers[].image", "metadata.labels.app", "metadata.*"], assert_="@ == 'web'")
    assert places(found) == ["spec.containers[1].image", "metadata.labels"]


def test_a_foreach_that_gives_one_value_gives_one_item() -> None:
    assert places(verdict(foreach="spec.containers[0].resources", assert_="requests")) == [
        "spec.containers[0].resources"
    ]


@pytest.mark.parametrize("foreach", ["spec.volumes", "spec.volumes[]", "spec.missing.deeper", "spec.containers[9]"])
def test_a_foreach_that_leaves_nothing_is_a_skip(foreach: str) -> None:
    assert verdict(foreach=foreach, assert_="missing") == Judgement(judged=False)


def test_a_null_is_no_item_but_false_and_zero_are() -> None:
    manifests = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, list: [null, 0, false, '']}"
    assert places(verdict(manifests, foreach="list", assert_="missing || @ == 'x'")) == [
        "list[1]",
        "list[2]",
        "list[3]",
    ]


def test_a_when_that_leaves_nothing_is_a_skip() -> None:
    assert verdict(when="metadata.missing", assert_="missing") == Judgement(judged=False)
    assert verdict(foreach="spec.containers[]", when="name == 'z'", assert_="missing") == Judgement(judged=False)


def test_when_chooses_among_the_items() -> None:
    assert places(verdict(foreach="spec.containers[]", when="name != 'c'", assert_="image")) == ["spec.containers[0]"]


def test_assert_false_forbids_the_items() -> None:
    found = verdict(foreach="spec.containers[?image]", assert_=False)
    assert found.judged
    assert places(found) == ["spec.containers[1]"]


@pytest.mark.parametrize(
    ("keys", "is_judged"),
    [
        ({"foreach": "spec.volumes[]"}, True),
        ({"foreach": "spec.containers[]", "when": "name == 'z'"}, True),
        ({"when": "metadata.missing"}, False),
    ],
    ids=["foreach is empty", "when leaves nothing", "no foreach, and when does not hold"],
)
def test_assert_false_passes_where_there_is_no_such_item(keys: dict[str, Value], is_judged: bool) -> None:  # noqa: FBT001 - a case
    assert verdict(assert_=False, **keys) == Judgement(judged=is_judged)


def test_all_of_a_list_of_asserts_must_hold_and_the_message_names_those_that_do_not() -> None:
    found = verdict(assert_=["kind == 'Pod'", "metadata.x", "spec.y"], message="{{ kind }} is wrong")
    assert messages(found) == ["Pod is wrong (does not hold: metadata.x; spec.y)"]
    assert not verdict(assert_=["kind == 'Pod'", "metadata.name"]).violations


def test_a_single_assert_is_not_repeated_in_the_message() -> None:
    assert messages(verdict(assert_="metadata.x", message="{{ kind }} is wrong")) == ["Pod is wrong"]


def test_without_a_message_the_title_speaks() -> None:
    assert messages(verdict(assert_="metadata.x")) == ["Config maps have an owner: not so here (metadata.x)"]
    assert messages(verdict(foreach="metadata", assert_=False)) == ["Config maps have an owner: not so here"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("resources.limits.memory", ["spec.containers[0].resources.limits.memory"]),
        ("resources.limits.cpu", ["spec.containers[0].resources.limits"]),
        ("securityContext.runAsUser", ["spec.containers[0]"]),
        ("@", ["spec.containers[0]"]),
        ("ports", ["spec.containers[0].ports"]),
        ("ports[]", ["spec.containers[0].ports[0]", "spec.containers[0].ports[1]"]),
        ("ports[?containerPort == 2].containerPort", ["spec.containers[0].ports[1].containerPort"]),
        ("ports[?containerPort == 3]", ["spec.containers[0].ports"]),
        ("command || ports", ["spec.containers[0].ports"]),
        ("name.x", ["spec.containers[0].name"]),
        ("$self.metadata.name", ["metadata.name"]),
        ("$item.name", ["spec.containers[0].name"]),
        ("$container.name", ["spec.containers[0].name"]),
        ("length(ports)", ["spec.containers[0]"]),
    ],
)
def test_at_is_seen_from_the_item_and_a_missing_field_is_missed_where_it_should_be(at: str, found: list[str]) -> None:
    assert places(verdict(foreach="$containers[?name == 'a']", assert_="missing", at=at)) == found


def test_a_value_kubernetes_would_refuse_makes_its_item_fail_and_the_others_are_judged() -> None:
    found = verdict(foreach="spec.containers[]", assert_="length(ports[]) == 2", at="ports")
    assert found.judged
    assert [dotted(violation.path) for violation in found.violations] == ["spec.containers[1]"]
    assert [dotted(violation.path) for violation in found.unreadable] == ["spec.containers[2].ports"]
    assert found.unreadable[0].message == "cannot be judged: 8080 is not a list"


@pytest.mark.parametrize("key", ["when", "assert_"])
def test_what_is_unreadable_in_when_or_assert_is_placed_by_at(key: str) -> None:
    keys: dict[str, Value] = {"assert_": "image", key: "ports[0]"}
    found = verdict(foreach="spec.containers[?name == 'c']", at="ports", **keys)
    assert places(found) == ["spec.containers[2].ports"]
    assert found.unreadable


def test_what_is_unreadable_in_foreach_says_where_and_the_next_foreach_goes_on() -> None:
    found = verdict(foreach=["$ports", "spec.containers[?name == 'b']"], assert_="ports")
    assert [dotted(violation.path) for violation in found.unreadable] == ["spec.containers[2].ports"]
    assert [dotted(violation.path) for violation in found.violations] == ["spec.containers[1]"]


def test_an_unreadable_value_is_not_quoted() -> None:
    manifests = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: hunter2}"
    found = verdict(manifests, foreach="data.password", assert_="@")
    assert messages(found) == ["cannot be judged: a string is not a mapping"]
    assert places(found) == ["data"]


def test_schema_names_each_place_that_does_not_fit() -> None:
    schema: Value = {"properties": {"name": {"const": "a"}, "image": {}}, "required": ["image"]}
    found = verdict(foreach="spec.containers[]", schema=schema)
    assert [(dotted(violation.path), violation.message) for violation in found.violations] == [
        ("spec.containers[0]", "the item lacks `image`"),
        ("spec.containers[1].name", "name does not satisfy `const` of the policy's schema"),
        ("spec.containers[2]", "the item lacks `image`"),
        ("spec.containers[2].name", "name does not satisfy `const` of the policy's schema"),
    ]


def test_the_message_of_a_schema_policy_comes_before_what_the_schema_says() -> None:
    schema: Value = {"required": ["image"]}
    found = verdict(foreach="spec.containers[:1]", schema=schema, message="{{ name }} is odd")
    assert messages(found) == ["a is odd: the item lacks `image`"]


def test_a_policy_that_divides_by_zero_is_at_fault_itself() -> None:
    with pytest.raises(PolicyError, match="divides by zero"):
        verdict(assert_="div(1, length(metadata.missing))")


def test_params_have_their_defaults() -> None:
    params: Value = {"label": {"type": "string", "default": "web"}}
    assert not verdict(params=params, assert_="metadata.labels.app == $params.label").violations
