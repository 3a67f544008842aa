from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes import fields
from policycheck.language.field_paths import FUNCTIONS, READY, matched_types
from policycheck.language.static_types import UnknownField, check
from policycheck.language.syntax import parse
from policycheck.language.type_words import UNKNOWN, Types
from tests.kubernetes.walks import ANY_KEY, Walk, all_walks

DEPLOYMENT = frozenset(["Deployment"])
MONITOR = frozenset(["ServiceMonitor"])


def checked(expression: str, current: Types, item: Types = UNKNOWN) -> tuple[Types, list[UnknownField]]:
    return check(parse(expression).ast, current, {**READY, "self": current, "item": item}, FUNCTIONS)


def paths(expression: str, current: Types = DEPLOYMENT, item: Types = UNKNOWN) -> list[str]:
    """The paths in an expression that nothing has."""
    return [unknown.path for unknown in checked(expression, current, item)[1]]


@pytest.mark.parametrize(
    "expression",
    [
        "spec.template.spec.containers[].image",
        "spec.template.spec.containers[*].env[].valueFrom.secretKeyRef.name",
        "spec.template.spec.containers[0].ports[?name == 'http'].containerPort | [0]",
        "spec.template.spec.[containers, initContainers][][].image",
        "(spec.template.spec.initContainers || `[]`)[].image",
        'metadata.labels."app.kubernetes.io/name"',
        "metadata.annotations.anything",
        "metadata.labels.* | [0]",
        "status.conditions[].type",
        "{a: spec.replicas, b: kind}.a",
        "spec.template.spec.containers[:2].name",
        "spec.replicas == null",
        "$containers[].resources.limits.memory",
        "$probes[].probe",
        "$probes[0].httpGet.port",
        "$pod.spec.volumes[].secret.secretName",
        "$params.whatever.there.is",
        "$release.kubeVersion",
        "sort_by($containers, &name)[0].image",
        "max_by($containers, &length(env)).image",
        "map(&image, $containers)",
        "not_null(spec.selector, spec.template).metadata.labels",
        "to_array(spec.template.spec.containers[0])[].image",
        "peers('Service')[].spec.selector.app",
        "named('ConfigMap', 'c').data.key",
        "selected_by('Widget')[].what.ever",
        "every(monitored_services(), &contains(spec.ports[].name, $item.port))",
        "some_new_function(spec.replicas).x.y",
    ],
)
def test_a_path_that_can_be_there_passes(expression: str) -> None:
    assert paths(expression, item=frozenset(["ServiceMonitor.spec.endpoints"])) == []


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        pytest.param("spec.contaners", "spec.contaners", id="a misspelt field"),
        pytest.param("length(spec.contaners || `[]`) == `0`", "spec.contaners", id="what a default would hide"),
        pytest.param("!(spec.contaners)", "spec.contaners", id="what a negation would turn into a pass"),
        pytest.param("spec.replicas && spec.replica > 1", "spec.replica", id="in a comparison"),
        pytest.param("spec.template.spec.containers.name", "spec.template.spec.containers.name", id="a list's field"),
        pytest.param("spec.selector[].x", "spec.selector[]", id="a list that is none"),
        pytest.param("spec.replicas[0]", "spec.replicas[]", id="an index of what is no list"),
        pytest.param("spec.selector[?x].y", "spec.selector[]", id="a filter of what is no list"),
        pytest.param("spec.selector[:2]", "spec.selector[]", id="a slice of what is no list"),
        pytest.param("kind.*", "kind.*", id="the values of what is no object"),
        pytest.param("metadata.labels.app.x", "metadata.labels.app.x", id="below a map's value"),
        pytest.param("$containers[?imag == 'x'].name", "$containers[].imag", id="in a filter"),
        pytest.param("$containers[0].imag", "$containers[].imag", id="behind an index"),
        pytest.param("$containers[:2].imag", "$containers[].imag", id="behind a slice"),
        pytest.param("spec | template.sepc", "spec.template.sepc", id="behind a pipe"),
        pytest.param("spec.template.spec.[containers][][].imag", "[...][][].imag", id="in joined lists"),
        pytest.param("(spec.template.spec.containers || `[]`)[].imag", "(...)[].imag", id="behind a default"),
        pytest.param("{a: spec.replcas}", "spec.replcas", id="in a new object"),
        pytest.param("{a: spec.replicas}.b", "{...}.b", id="a key that the new object has not"),
        pytest.param(
            "spec.selector.matchLabels.*.x", "spec.selector.matchLabels.*.x", id="of all values, when none is an object"
        ),
        pytest.param("every($containers, &resources.limit)", "$containers[].resources.limit", id="in &expr"),
        pytest.param("map(&imag, $containers)", "$containers[].imag", id="in &expr before its list"),
        pytest.param("max_by($containers, &name).imag", "max_by().imag", id="of a function's result"),
        pytest.param("peers('Service')[].spec.selektor", "peers()[].spec.selektor", id="of a relation's objects"),
        pytest.param("named('ConfigMap', 'c').dat", "named().dat", id="of a relation's object"),
        pytest.param("$item.prot", "$item.prot", id="of the item"),
        pytest.param("$self.spek", "$self.spek", id="of the resource"),
        pytest.param("$probes[].prob", "$probes[].prob", id="of a ready collection"),
        pytest.param("$release.kubVersion", "$release.kubVersion", id="of the release"),
    ],
)
def test_a_path_that_is_always_null_is_found(expression: str, path: str) -> None:
    assert path in paths(expression, item=frozenset(["ServiceMonitor.spec.endpoints"]))


def test_one_step_is_reported_and_not_what_follows_from_it() -> None:
    assert paths("spec.contaners[].env[].vlaue") == ["spec.contaners"]


def test_every_wrong_path_of_an_expression_is_reported() -> None:
    assert paths("speck || metadata.nmae") == ["speck", "metadata.nmae"]


def test_a_field_that_one_matched_kind_has_is_right() -> None:
    both = frozenset(["ServiceMonitor", "PodMonitor"])
    assert paths("spec.podMetricsEndpoints[].port", both) == []
    assert paths("spec.podMetricsEndpoints[].port", MONITOR) == ["spec.podMetricsEndpoints"]


def test_nothing_is_said_of_a_value_that_is_not_known() -> None:
    assert paths("spec.contaners[].x.*[0]", UNKNOWN) == []


@pytest.mark.parametrize(
    ("expression", "types"),
    [
        ("spec.template.spec.containers", {"[]Container"}),
        ("spec.template.spec.containers[]", {"[]Container"}),
        ("spec.template.spec.containers[].env[]", {"[]EnvVar"}),
        ("spec.template.spec.containers[].env", {"[][]EnvVar"}),
        ("spec.template.spec.containers[0]", {"Container"}),
        ("spec.template.spec.containers[0:1]", {"[]Container"}),
        ("spec.template.spec.containers[?image]", {"[]Container"}),
        ("metadata.labels.*", {"[]string"}),
        ("spec.selector || spec.template", {"LabelSelector", "PodTemplateSpec"}),
        ("spec.replicas || 1", {"integer", "number"}),
        ("status || spec", set()),
        ("[spec.selector, spec.selector]", {"[]LabelSelector"}),
        ("peers('Service')", {"[]Service"}),
        ("peers('Widget')", set()),
        ("named('Service', 'x')", {"Service"}),
        ("reverse($containers)", {"[]Container"}),
        ("spec.replicas > 1", set()),
        ("@", {"Deployment"}),
    ],
)
def test_an_expression_gives_types(expression: str, types: set[str]) -> None:
    found, unknown = checked(expression, DEPLOYMENT)
    assert set(found) == types
    assert unknown == []


@pytest.mark.parametrize(
    ("expression", "hint"),
    [
        ("$containers[].imgae", '; did you mean "$containers[].image"?'),
        ("$containers.image", '; did you mean "$containers[].image"?'),
        ("spec.contaners", '; did you mean "spec.template.spec.containers"?'),
        ("spec.containers[].image", '; did you mean "spec.template.spec.containers"?'),
        ("metadata.zzz", ""),
        ("spec.selector[]", '; "spec.selector" is no list'),
        ("kind.*", '; "kind" is no object'),
    ],
)
def test_the_hint_says_what_may_have_been_meant(expression: str, hint: str) -> None:
    assert [unknown.hint for unknown in checked(expression, DEPLOYMENT)[1]] == [hint]


def test_the_types_of_ready_names_are_those_of_real_structures() -> None:
    words = {word.removeprefix(fields.LIST) for types in READY.values() for word in types}
    assert all(fields.structure(word) or word.startswith("{") for word in words)


def text_of(walk: Walk) -> str:
    """The walk as an author would write it."""
    text = ""
    for step in walk.path:
        text += "[]" if isinstance(step, int) else f'."{step}"'
    return text.removeprefix(".") or "@"


@given(st.sampled_from(all_walks()))
def test_every_path_in_the_schemas_passes(walk: Walk) -> None:
    assert paths(text_of(walk), frozenset(walk.types[:1])) == []


MISSPELLABLE = [walk for walk in all_walks() if walk.path and fields.structure(walk.types[-2])]


@given(st.sampled_from(MISSPELLABLE), st.integers(0, 30))
def test_the_same_path_with_a_letter_dropped_is_found(walk: Walk, place: int) -> None:
    name = str(walk.path[-1])
    place %= len(name)
    misspelt = name[:place] + name[place + 1 :]
    wrong = Walk(walk.group, walk.kind, (*walk.path[:-1], misspelt or "x"), walk.types)
    found = checked(text_of(wrong), frozenset(walk.types[:1]))[1]
    if misspelt in fields.structure(walk.types[-2]):
        assert found == []
    else:
        assert [(unknown.field, unknown.types) for unknown in found] == [(misspelt or "x", frozenset([walk.types[-2]]))]


@given(st.sampled_from(MISSPELLABLE))
def test_a_kind_we_do_not_know_makes_every_path_right(walk: Walk) -> None:
    wrong = Walk(walk.group, walk.kind, (*walk.path[:-1], "noSuchField"), walk.types)
    assert paths(text_of(wrong), matched_types([walk.kind, "example.com/Widget"])) == []


def test_any_key_of_a_map_is_right() -> None:
    walk = next(walk for walk in all_walks() if ANY_KEY in walk.path)
    assert paths(text_of(walk).replace(ANY_KEY, "an.other/key"), frozenset(walk.types[:1])) == []
