"""What is refused when a policy is loaded, each with file and line, what is wrong and the near miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.errors import PolicyError
from policycheck.language.functions import registry
from policycheck.language.policy_file import read_policy
from policycheck.language.verify import verify
from policycheck.model import Value
from tests.language.policy_texts import policy_text, sample


def refusal(**changes: Value) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        verify(sample(**changes))
    return caught.value


def test_the_sample_is_accepted() -> None:
    verify(sample())


@pytest.mark.parametrize(
    "expression",
    [
        "data.x == 8080",
        "!(data.x)",
        "every(data, &(@ == $item))",
        "$params.label",
        "length($params)",
        "$params.*",
        "$params.[label]",
        "$containers[?!ports] && $item.data && $self.kind && $release.kubeVersion && $chart.name && $pod",
        "$allContainers && $env && $ports && $probes && $volumes",
        "matches(data.x, '^[a-z]+$')",
        "matches(data.x, data.pattern)",
        "selected_by('PodDisruptionBudget') && peers('Service') && named('v1/ConfigMap', 'x')",
        "peers('example.com/Widget') && peers('Widget') && peers(data.kind)",
        "sort_by(peers('Service'), &metadata.name) && map(&metadata.name, peers('Service'))",
    ],
)
def test_what_means_something_is_accepted(expression: str) -> None:
    verify(sample(assert_=expression, when=expression))


@pytest.mark.parametrize("expression", ["$container.name == name", "effective_limit('memory')", "reached_by()"])
def test_an_item_has_a_container(expression: str) -> None:
    verify(sample("message", match={"pod": "any"}, foreach="$ports", when=expression, assert_="name", at="name"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        # names
        ({"when": "$container.name"}, ["when: `$container` is the one around an item; choose items with foreach"]),
        ({"assert_": "effective_limit('memory') > 0"}, ["effective_limit() asks about the container around an item"]),
        ({"when": "!reached_by()"}, ["when: reached_by() asks about", "choose items with foreach", "column 2"]),
        ({"assert_": "$itm.x"}, ["assert: unknown name `$itm`", 'did you mean "$item"?', "column 1"]),
        ({"when": "a == $containr"}, ["when: unknown name `$containr`", 'did you mean "$container"?', "column 6"]),
        ({"message": "{{ $nonsense }}"}, ["message: unknown name `$nonsense`"]),
        ({"at": "$foo"}, ["at: unknown name `$foo`"]),
        ({"assert_": "item.x == $itemm"}, ["`$itemm`", "column 11"]),
        ({"foreach": "$item.x"}, ["foreach: `$item` is not bound yet", "column 1"]),
        ({"foreach": "$containers[?name == $container.name]"}, ["foreach: `$container` is not bound yet", "column 22"]),
        ({"foreach": ["data", "$containers[?reached_by()]"]}, ["foreach: reached_by() asks about the container"]),
        ({"foreach": "$ports[?effective_limit('memory')]"}, ["foreach: effective_limit() asks about the container"]),
        # parameters
        ({"assert_": "$params.lable"}, ["assert: unknown parameter `lable`", 'did you mean "label"?', "column 9"]),
        ({"message": "{{ $params.lable }}"}, ["message: unknown parameter `lable`"]),
        ({"when": "every(data, &(@ == $params.x))"}, ["when: unknown parameter `x`"]),
        # functions
        ({"assert_": "lenght(data)"}, ["assert: unknown function lenght()", 'did you mean "length"?', "column 1"]),
        ({"assert_": "a && selectd_by('Service')"}, ['did you mean "selected_by"?', "column 6"]),
        ({"when": "every(data)"}, ["when: every() takes 2 arguments, not 1"]),
        ({"when": "lower(data, 'x')"}, ["when: lower() takes 1 argument, not 2"]),
        ({"when": "merge()"}, ["when: merge() takes 1 or more arguments, not 0"]),
        ({"when": "replica_floor(data)"}, ["when: replica_floor() takes 0 arguments, not 1"]),
        ({"when": "every(data, name == 'x')"}, ["argument 2 of every() is an expression: write &(...)"]),
        ({"when": "map(name, data)"}, ["argument 1 of map() is an expression"]),
        ({"when": "length(&data)"}, ["argument 1 of length() is a value: write it without &"]),
        ({"when": "get(data, &x)"}, ["argument 2 of get() is a value"]),
        ({"when": "data || &x"}, ["when: `&` makes an argument", "column 9"]),
        # `!`
        ({"assert_": "!a.b"}, ["assert: `!` binds to the first name only", "!(...)", "column 1"]),
        ({"when": "x && !a[?b]"}, ["when: `!` binds", "column 6"]),
        ({"message": "{{ !a == b }}"}, ["message: `!` binds"]),
        # patterns
        ({"assert_": "matches(x, '(?=a)b')"}, ["assert: `(?=a)b` is not an RE2 pattern", "no look-around"]),
        ({"assert_": "matches(x, '(?<!a)b')"}, ["is not an RE2 pattern"]),
        ({"assert_": "matches(x, '(a)\\1')"}, ["is not an RE2 pattern", "no back-references"]),
        ({"assert_": "matches(x, '(a')"}, ["`(a` is not an RE2 pattern", "column 1"]),
        # syntax
        ({"assert_": "a =="}, ["assert: the expression ends too early", "column 5 of `a ==`"]),
        ({"assert_": ["a", "b ="]}, ["assert: unexpected `=`; write ==", "column 3 of `b =`"]),
        ({"foreach": ["a", ""]}, ["foreach: an expression is empty"]),
        ({"at": "a b"}, ["at: unexpected `b`", "column 3"]),
        ({"message": "{{ a "}, ["message: a `{{` of the message is not closed by `}}`"]),
        ({"message": "{{ a | }}"}, ["message: the expression ends too early"]),
        # kinds
        ({"match": {"kind": "Deploymnt"}}, ["match: unknown kind `Deploymnt`", 'did you mean "Deployment"?']),
        ({"match": {"kind": ["Service", "Srvice"]}}, ["match: unknown kind `Srvice`", 'did you mean "Service"?']),
        ({"match": {"kind": "deployment"}}, ['did you mean "Deployment"?']),
        ({"match": {"kind": "apps/Deploymnt"}}, ["unknown kind `apps/Deploymnt`", 'did you mean "Deployment"?']),
        ({"match": {"kind": "v1/Srvice"}}, ["unknown kind `v1/Srvice`", 'did you mean "Service"?']),
        ({"match": {"kind": "v1/Deployment"}}, ["unknown kind `v1/Deployment`; Deployment is in apps and extensions"]),
        ({"match": {"kind": "app/Deployment"}}, ["unknown group `app`", 'did you mean "apps"?']),
        ({"match": {"kind": "apps/v1/Deployment"}}, ["unknown group `apps/v1`", 'did you mean "apps"?']),
        ({"assert_": "peers('Srvice')"}, ["assert: unknown kind `Srvice`", 'did you mean "Service"?']),
        ({"assert_": "!(named('ConfgMap', 'x'))"}, ["unknown kind `ConfgMap`", 'did you mean "ConfigMap"?']),
        ({"assert_": "!selected_by('NetworkPolcy')"}, ["`NetworkPolcy`", 'did you mean "NetworkPolicy"?']),
        ({"assert_": "selected_by('ConfigMap')"}, ["`ConfigMap` does not select pods", "PodDisruptionBudget"]),
        ({"assert_": "selected_elsewhere('ConfigMap')"}, ["`ConfigMap` does not select pods"]),
        # fields
        (
            {"assert_": "metadta.labels"},
            ["assert: no matched kind has metadta", 'did you mean "metadata"?', "column 1"],
        ),
        ({"when": "$containers[].imge"}, ["when: no matched kind has", 'did you mean "$containers[].image"?']),
        ({"message": "{{ metadata.nam }}"}, ["message: no matched kind has metadata.nam"]),
        ({"at": "metadata.lables"}, ["at: no matched kind has metadata.lables"]),
        # schemas
        ({"params": {"label": {"tpe": "string", "default": "x"}}}, ["params.label: unknown keyword `tpe`", '"type"?']),
        ({"params": {"label": {"type": "text", "default": "x"}}}, ["params.label: type:"]),
        (
            {"params": {"label": {"type": "integer", "default": "x"}}},
            ["params.label: its default must be of type integer"],
        ),
        (
            {"params": {"label": {"type": "string", "maxLength": 3, "default": "x"}}},
            ["params.label: the value in the example `none` does not satisfy `maxLength`"],
        ),
    ],
    ids=lambda given: str(next(iter(given.items()))) if isinstance(given, dict) else "",
)
def test_a_mistake_is_refused_with_its_column_and_the_near_miss(changes: dict[str, Value], says: list[str]) -> None:
    message = refusal(**changes).message
    assert not [text for text in says if text not in message], message


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"requird": ["data"]}, 'schema: unknown keyword `requird`; did you mean "required"?'),
        ({"properties": {"data": {"typ": "object"}}}, "schema: unknown keyword `properties.data.typ`"),
        ({"type": "mapping"}, "schema: type:"),
        ({"required": "data"}, "schema: required:"),
    ],
)
def test_a_schema_that_would_accept_everything_is_refused(schema: Value, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        verify(sample("assert", "at", schema=schema))
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("key", "text"),
    [("foreach", "a ="), ("when", "a ="), ("assert", "a ="), ("at", "a ="), ("message", "{{ a = }}")],
)
def test_a_refusal_has_the_file_and_the_line_of_its_key(tmp_path: Path, key: str, text: str) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(policy_text(**{key: text}), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        verify(read_policy(file.read_bytes(), str(file)))
    line = file.read_text(encoding="utf-8").split(f'"{key}":')[0].count("\n") + 1
    assert str(caught.value).startswith(f"{file}:{line}: {key}: ")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"match": {"kind": "Deploymnt"}}, "match"),
        ({"params": {"label": {"typ": "string", "default": "x"}}}, "params"),
        ({"params": {"label": {"type": "integer", "default": "x"}}}, "params"),
    ],
)
def test_so_has_one_that_is_no_expression(tmp_path: Path, changes: dict[str, Value], key: str) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(policy_text(**changes), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        verify(read_policy(file.read_bytes(), str(file)))
    line = file.read_text(encoding="utf-8").split(f'"{key}":')[0].count("\n") + 1
    assert str(caught.value).startswith(f"{file}:{line}: {key}")


def test_the_first_argument_called_kind_is_checked_as_one() -> None:
    taking = {name for name, function in registry.FUNCTIONS.items() if "kind" in function.__annotations__}
    for name in taking:
        arguments = "'Deploymnt', 'x'" if registry.arity(name)[0] == 2 else "'Deploymnt'"
        assert "`Deploymnt`" in refusal(assert_=f"{name}({arguments})").message
    assert {"peers", "named", "selected_by"} <= taking


def test_a_policy_made_in_python_needs_no_file() -> None:
    with pytest.raises(PolicyError) as caught:
        verify(sample(assert_="a =")._replace(source="nowhere.yaml"))
    assert caught.value.line is None
