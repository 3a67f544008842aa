"""The interpreter that carries places agrees with the plain one, and its places are where the values stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.language.items import Item
from policycheck.language.places import compile_places, nearest
from policycheck.language.syntax import parse
from policycheck.model import Path, Value, dotted
from tests.effort import tries
from tests.language.expressions import DOCUMENTS, choosing, computing
from tests.language.surroundings import at, bindings, context, context_of_body, evaluated

WEB = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web, tier: front}}
spec:
  containers:
    - name: web
      args: [b, a]
      ports: [{name: http, containerPort: 80}, {name: metrics, containerPort: 90}]
      env: [{name: A, value: x}, {name: A, value: y}]
    - {name: side, readinessProbe: {httpGet: {port: 1}}}
  initContainers: [{name: proxy, restartPolicy: Always, ports: [{containerPort: 7}]}, {name: migrate}]
  volumes: [{name: tmp}]
"""


def placed(expression: str, body: dict[str, Value]) -> Item:
    bound = bindings(context_of_body(body))
    return compile_places(parse(expression).ast)(bound.item, bound)


def leaves(item: Item) -> list[Item]:
    """An item and all that is in its lists."""
    return [item, *(leaf for element in item.elements() for leaf in leaves(element))]


@tries(150)
@given(computing(), DOCUMENTS)
def test_places_carry_the_values_of_the_plain_evaluator(expression: str, document: dict[str, Value]) -> None:
    try:
        expected = evaluated(expression, bindings(context_of_body(document)))
    except Unreadable:
        with pytest.raises(Unreadable):
            placed(expression, document)
    else:
        found = placed(expression, document)
        assert found.value == expected
        assert not isinstance(expected, list) or [element.value for element in found.elements()] == expected


@tries(150)
@given(st.one_of(choosing(), computing()), DOCUMENTS)
def test_every_place_leads_to_its_value(expression: str, document: dict[str, Value]) -> None:
    try:
        found = placed(expression, document)
    except Unreadable:
        return
    for leaf in leaves(found):
        if not (leaf.value is None or leaf.made or leaf.parts is not None):
            assert at(document, leaf.path) is leaf.value


@tries(80)
@given(choosing(), DOCUMENTS)
def test_what_is_only_chosen_is_never_said_to_be_made(expression: str, document: dict[str, Value]) -> None:
    try:
        found = placed(expression, document)
    except Unreadable:
        return
    assert not any(leaf.made for leaf in leaves(found))


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        ("spec.containers[].ports[].name", ["spec.containers[0].ports[0].name", "spec.containers[0].ports[1].name"]),
        ("spec.containers[-1]", ["spec.containers[1]"]),
        ("spec.containers[::-1].name", ["spec.containers[1].name", "spec.containers[0].name"]),
        ("spec.containers[?name == 'side']", ["spec.containers[1]"]),
        ("spec.containers[?name == 'side'] | [0].name", ["spec.containers[1].name"]),
        (
            "spec.[initContainers, containers][]",
            ["spec.initContainers[0]", "spec.initContainers[1]", "spec.containers[0]", "spec.containers[1]"],
        ),
        ("metadata.labels.*", ["metadata.labels.app", "metadata.labels.tier"]),
        ("spec.tolerations || spec.volumes", ["spec.volumes[0]"]),
        ("spec.hostNetwork", ["spec.hostNetwork"]),
        ("$self.metadata.name", ["metadata.name"]),
        ("$pod.spec.volumes[0].name", ["spec.volumes[0].name"]),
        ("$containers", ["spec.containers[0]", "spec.containers[1]", "spec.initContainers[0]"]),
        ("$containers[?ports].name", ["spec.containers[0].name", "spec.initContainers[0].name"]),
        ("$initContainers", ["spec.initContainers[1]"]),
        ("get(metadata.labels, 'tier')", ["metadata.labels.tier"]),
        ("get(metadata.labels, 'none')", ["metadata.labels.none"]),
        ("entries(metadata.labels)", ["metadata.labels.app", "metadata.labels.tier"]),
        ("entries(metadata.labels)[?value == 'front'].key", ["metadata.labels.tier"]),
        ("spec.containers[].get(@, 'readinessProbe')", ["spec.containers[1].readinessProbe"]),
        ("$env", ["spec.containers[0].env[1]"]),
        ("$ports[].containerPort | [2]", ["spec.initContainers[0].ports[0].containerPort"]),
        ("$probes", ["spec.containers[1].readinessProbe"]),
        ("$volumes", ["spec.volumes[0]"]),
        ("spec.containers[].{name: name, ports: ports}", ["spec.containers[0]", "spec.containers[1]"]),
    ],
)
def test_items_stand_where_they_were_chosen(expression: str, paths: list[str]) -> None:
    bound = bindings(context(WEB))
    found = compile_places(parse(expression).ast)(bound.item, bound)
    items = found.elements() if isinstance(found.value, list) else [found]
    assert [dotted(item.path) for item in items] == paths


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("spec.containers[0].args | sort(@)", "spec.containers[0].args"),
        ("spec.containers[0].args | map(&@, reverse(@))", "spec.containers[0].args"),
        ("spec.containers[0].{env: ports}.env", "spec.containers[0]"),
        ("spec.containers[0].{env: ports}.env[]", "spec.containers[0]"),
        ("spec.containers[0].args | sort(@)[0]", "spec.containers[0].args"),
        ('metadata.labels | merge(@, `{"app": [1]}`).app', "metadata.labels"),
        ('metadata.labels | merge(@, `{"app": [1]}`).*', "metadata.labels"),
        ("spec.containers[0].args | `[1, [2]]`[]", "spec.containers[0].args"),
    ],
)
def test_a_computed_value_and_its_parts_stand_where_it_was_computed(expression: str, place: str) -> None:
    bound = bindings(context(WEB))
    found = compile_places(parse(expression).ast)(bound.item, bound)
    assert {dotted(leaf.path) for leaf in leaves(found)} == {place}


@pytest.mark.parametrize(
    ("body", "path", "exists"),
    [
        ({"a": {"b": 1}}, ("a", "b"), ("a", "b")),
        ({"a": {"b": None}}, ("a", "b"), ("a", "b")),
        ({"a": {"b": 1}}, ("a", "c", "d"), ("a",)),
        ({"a": [1]}, ("a", 1), ("a",)),
        ({"a": [1]}, ("a", "b"), ("a",)),
        ({"a": "text"}, ("a", 0), ("a",)),
        ({}, ("a",), ()),
        (None, ("a",), ()),
    ],
)
def test_a_missing_field_is_missed_at_its_nearest_ancestor(body: Value, path: Path, exists: Path) -> None:
    assert nearest(body, path) == exists


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("a.b.c", ("a", "b")),
        ("a.b[]", ("a", "b")),
        ("a.b.*", ("a", "b")),
        ("a.b[0]", ("a", "b")),
        ("a.b[1:]", ("a", "b")),
        ("a.b[?x]", ("a", "b")),
        ("a.list[].x", ("a", "list", 1)),
    ],
)
def test_an_unreadable_value_says_where_it_stands(expression: str, place: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        placed(expression, {"a": {"b": "text", "list": [{"x": 1}, "text"]}})
    assert caught.value.path == place
