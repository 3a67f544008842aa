from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policycheck.cli import run
from policycheck.language.bindings import Bindings
from policycheck.language.compiled import Condition, compile_policy
from policycheck.model import Outcome, Path, Policy, Value
from tests.effort import tries
from tests.manifests import RENDER, as_stream, documents, positions, with_value
from tests.pods import PODS
from tests.runs import bundled, judged, policy

JUNK: list[Value] = [None, 5, -1, 2.5, True, "x", "", "512mb", [], {}, [5], {"a": 5}, [[]], [None], {"a": {"b": [1]}}]
BODIES = (*documents(), *documents(PODS))
PLACES = [(number, path) for number, body in enumerate(BODIES) for path in positions(body)]


def streams() -> st.SearchStrategy[str]:
    """The renders with something odd in up to three places."""
    oddities = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(JUNK)), max_size=3)
    return oddities.map(_with_oddities)


def _with_oddities(oddities: Iterable[tuple[tuple[int, Path], Value]]) -> str:
    bodies = list(BODIES)
    for (number, path), junk in oddities:
        if path in set(positions(bodies[number])):
            bodies[number] = with_value(bodies[number], path, junk)
    return as_stream(bodies)


def keys(outcomes: Iterable[Outcome]) -> set[tuple[object, ...]]:
    """All that an outcome says, comparable."""
    return {
        (one.policy.id, one.resource.document.line, one.resource.base, one.status, one.findings, one.reason)
        for one in outcomes
    }


def places(outcomes: Iterable[Outcome]) -> set[tuple[object, ...]]:
    """Where findings are, and of which policy; what nobody can read is said there by any one of them."""
    return {
        (one.resource.document.line, one.resource.base, finding.path, said)
        for one in outcomes
        for finding in one.findings
        for said in (None, (one.policy.id, finding.message))
        if said is None or not finding.message.startswith("cannot be judged")
    }


@tries(15)
@given(streams(), st.permutations(range(len(bundled()))))
def test_order_of_policies_does_not_change_the_outcomes(manifests: str, order: Sequence[int]) -> None:
    reordered = judged(manifests, *(bundled()[number] for number in order), namespace="shop")
    assert keys(reordered) == keys(judged(manifests, *bundled(), namespace="shop"))


@tries(15)
@given(streams(), st.integers(0, len(bundled()) - 1))
def test_adding_a_policy_never_removes_a_finding(manifests: str, added: int) -> None:
    """What cannot be read may be said by the policy that is added, in its own words."""
    fewer = [one for number, one in enumerate(bundled()) if number != added]
    with_it = places(judged(manifests, *bundled(), namespace="shop"))
    without = places(judged(manifests, *fewer, namespace="shop"))
    assert {place for place in without if place[-1] is not None} <= with_it
    assert {place[:-1] for place in without} <= {place[:-1] for place in with_it}


@tries(50)
@given(streams())
def test_no_manifest_breaks_a_policy(manifests: str) -> None:
    outcomes = judged(manifests, *bundled(), namespace="shop")
    assert [(one.policy.id, one.reason) for one in outcomes if one.status == "error"] == []


def test_outcomes_come_in_source_order_the_most_severe_policy_first() -> None:
    policies = [
        policy("b-warns", severity="warning", assert_="data"),
        policy("b-fails", assert_="data"),
        policy("a-fails", assert_="data"),
        policy("a-tells", severity="info", assert_="data"),
    ]
    outcomes = judged(CONFIG + "---\n" + CONFIG.replace("settings", "more"), *policies)
    assert [(one.resource.name, one.policy.id) for one in outcomes] == [
        (name, policy_id) for name in ("settings", "more") for policy_id in ("a-fails", "b-fails", "b-warns", "a-tells")
    ]


CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        pytest.param({"assert": "metadata.name"}, "pass", id="holds"),
        pytest.param({"assert": "data"}, "fail", id="does not hold"),
        pytest.param({"assert": "data", "when": "data"}, "skip", id="when leaves nothing"),
        pytest.param({"assert": "@", "foreach": "data.*"}, "skip", id="foreach leaves nothing"),
        pytest.param({"assert": False, "foreach": "data.*"}, "pass", id="nothing of what is forbidden"),
        pytest.param({"assert": False, "foreach": "metadata.*"}, "fail", id="something of what is forbidden"),
        pytest.param({"assert": "div(`1`, `0`)"}, "error", id="the policy is at fault"),
        pytest.param({"assert": "metadata.name.first"}, "fail", id="a value that cannot be read"),
        pytest.param({"schema": {"required": ["data"]}}, "fail", id="schema"),
    ],
)
def test_each_status_is_reached(keys: dict[str, Value], status: str) -> None:
    (outcome,) = judged(CONFIG, policy(**keys))
    assert outcome.status == status
    assert bool(outcome.findings) == (status == "fail")
    assert bool(outcome.reason) == (status == "error")


def test_policies_that_choose_the_same_items_choose_them_together_and_each_by_its_own_parameters() -> None:
    shared: dict[str, Value] = {"foreach": "entries(metadata)", "assert": "value != $params.no"}
    own: dict[str, Value] = {"foreach": "entries(metadata)[?key == $params.key]", "assert": "value == 'settings'"}

    def asking(name: str, keys: dict[str, Value], **defaults: Value) -> Policy:
        params: dict[str, Value] = {key: {"type": "string", "default": value} for key, value in defaults.items()}
        return policy(name, **keys, params=params)

    policies = [
        asking("a", shared, no="settings"),
        asking("b", shared, no="other"),
        asking("c", own, key="name"),
        asking("d", own, key="namespace"),
        policy("e", foreach="entries(metadata)", assert_=False),
    ]
    together = [(one.policy.id, one.status) for one in judged(CONFIG, *policies)]
    assert together == [(one.id, outcome.status) for one in policies for outcome in judged(CONFIG, one)]
    assert together == [("a", "fail"), ("b", "pass"), ("c", "pass"), ("d", "skip"), ("e", "fail")]


def test_where_the_choice_breaks_every_policy_that_makes_it_says_so() -> None:
    choice = "[div(`1`, `0`)]"
    policies = [
        policy("a", foreach=choice, assert_="@"),
        policy("b", foreach=choice, assert_=False),
        policy("c", assert_="@"),
    ]
    outcomes = judged(CONFIG, *policies)
    assert [(one.policy.id, one.status) for one in outcomes] == [("a", "error"), ("b", "error"), ("c", "pass")]


def test_what_a_policy_does_not_match_has_no_outcome() -> None:
    assert judged(CONFIG, policy(match={"kind": "Secret"}, assert_="data")) == []


def test_a_policy_that_breaks_is_an_error_that_quotes_no_value() -> None:
    def broken(value: Value, _: Bindings) -> Value:
        raise ValueError(value)

    compiled = compile_policy(policy(assert_="data"))
    compiled = compiled._replace(condition=lambda: Condition(broken, (), by_value=False))
    after = policy("zz-after", assert_="data")
    error, failed = judged(CONFIG, compiled, after)
    assert (error.status, failed.status) == ("error", "fail")
    assert error.reason is not None
    assert error.reason.startswith("the policy broke: ValueError in broken, line ")
    assert "settings" not in error.reason


def test_a_policy_error_is_told_as_it_is() -> None:
    (outcome,) = judged(CONFIG, policy(assert_="div(`1`, `0`) > `1`"))
    assert outcome.reason == "div(a, b) divides by zero; test b in `when`"


def test_a_policy_that_breaks_ends_the_command_with_exit_2(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("policies")
    manifest, broken = folder / "settings.yaml", folder / "broken.yaml"
    manifest.write_text(CONFIG)
    example = {"name": "a", "manifest": CONFIG}
    body = {
        "apiVersion": "policycheck/v1",
        "id": "broken",
        "title": "Broken",
        "severity": "warning",
        "match": {"kind": "ConfigMap"},
        "assert": "div(`1`, `0`) > `1`",
        "examples": {"pass": [example], "fail": [{**example, "at": ["ConfigMap/settings"]}]},
    }
    broken.write_text(json.dumps(body))
    assert run(["check", str(manifest), "--policies", str(broken), "--fail-on", "never"]) == 2
    out = capsys.readouterr().out
    assert "not judged" in out
    assert "divides by zero" in out


def test_what_several_policies_cannot_read_is_said_once_by_the_most_severe() -> None:
    policies = [
        policy(name, severity=severity, foreach="metadata", assert_="name.first", at="name")
        for name, severity in (("a-warns", "warning"), ("b-fails", "error"), ("c-fails", "error"))
    ]
    outcomes = judged(CONFIG, *policies)
    assert [(one.policy.id, one.status, one.reason) for one in outcomes] == [
        ("b-fails", "fail", None),
        ("c-fails", "skip", "cannot be judged, as b-fails says"),
        ("a-warns", "skip", "cannot be judged, as b-fails says"),
    ]
    assert [finding.message for finding in outcomes[0].findings] == ["cannot be judged: a string is not a mapping"]


def test_what_cannot_be_read_hides_no_violation_of_the_same_policy() -> None:
    manifest = CONFIG + "data: {a: {b: 1}, c: x, d: {b: 0}}\n"
    first = policy("a-first", foreach="data.c", assert_="b.c", at="@")
    second = policy("b-second", foreach="data.*", assert_="b == `1`", at="@")
    outcomes = {one.policy.id: one for one in judged(manifest, first, second)}
    assert [finding.path for finding in outcomes["a-first"].findings] == [("data", "c")]
    assert [finding.path for finding in outcomes["b-second"].findings] == [("data", "d")]


def test_one_place_that_two_items_cannot_be_judged_for_is_said_once() -> None:
    manifest = CONFIG + "data: {a: 1, b: 2}\n"
    (outcome,) = judged(manifest, policy(foreach="data.*", assert_="$self.metadata.name.x", at="$self.metadata"))
    assert [finding.path for finding in outcome.findings] == [("metadata",)]


@pytest.mark.parametrize(
    ("spec", "path"),
    [("5", ("spec",)), ("{selector: {matchLabels: {app: a}}, template: 5}", ("spec", "template"))],
    ids=["spec", "template"],
)
def test_a_workload_without_a_readable_pod_template_fails_once(spec: str, path: Path) -> None:
    manifest = f"{{apiVersion: apps/v1, kind: DaemonSet, metadata: {{name: a}}, spec: {spec}}}"
    found = [(one.severity, finding.path) for one in judged(manifest, *bundled()) for finding in one.findings]
    assert found == [("error", path)]


def marked(text: str, path: Path) -> tuple[int, int]:
    """Where PyYAML's own parser says that a path stands: the key of an entry, the beginning of an item, from 1."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert node is not None
    mark = node.start_mark
    for part in path:
        if isinstance(node, yaml.MappingNode):
            matching = [(key, value) for key, value in node.value if key.value == part]
            if not matching:
                break
            key, node = matching[-1]
            mark = key.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
        else:
            break
    return mark.line + 1, mark.column + 1


FORMS = {
    "YAML": RENDER,
    "CRLF": RENDER.replace("\n", "\r\n"),
    "JSON documents": "\n---\n".join(json.dumps(body, indent=2) for body in documents()),
    "a JSON List": json.dumps({"apiVersion": "v1", "kind": "List", "items": documents()}, indent=1),
    "a YAML List": yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": list(documents())}),
    "YAML in flow style": "\n---\n".join(yaml.safe_dump(body, default_flow_style=True) for body in documents()),
    "byte order mark": "\ufeff" + RENDER,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_finding_points_at_its_text(form: str) -> None:
    text = FORMS[form]
    lines = text.removeprefix("\ufeff").split("\n")
    found = [
        (outcome.resource, finding)
        for outcome in judged(text, *bundled(), namespace="shop")
        for finding in outcome.findings
    ]
    assert len(found) > 30
    for resource, finding in found:
        document = resource.document
        place = marked(bytes(document.text).decode(), (*resource.base, *finding.path))
        assert (finding.line, finding.column) == ((document.line or 0) + place[0] - 1, place[1])
        if finding.path and isinstance(finding.path[-1], str):
            assert lines[(finding.line or 0) - 1][place[1] - 1 :].lstrip("\"'").startswith(finding.path[-1])


def test_a_key_written_twice_is_found_where_it_is_written_again() -> None:
    text = "# above\n" + CONFIG.replace("{name: settings}", "\n  name: settings\n  name: again") + "data: {a: y}\n"
    found = {one.policy.id: one.findings for one in judged(text, *bundled())}
    assert [(one.line, one.column, one.path) for one in found["yaml-keys-unique"]] == [(6, 3, ("metadata", "name"))]
    assert [(one.line, one.column, one.path) for one in found["k8s-string-map"]] == [(7, 8, ("data", "a"))]
    assert "line 5 and again in line 6" in found["yaml-keys-unique"][0].message


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("x: &a {b: y}\ndata: *a\n", id="an alias"),
        pytest.param("x: &a {b: y}\ndata:\n  <<: *a\n", id="a merge"),
    ],
)
def test_what_an_alias_or_a_merge_brings_is_found_where_it_is_written(data: str) -> None:
    found = {one.policy.id: one.findings for one in judged(CONFIG + data, *bundled())}
    assert [(one.path, one.line, one.column) for one in found["k8s-string-map"]] == [(("data", "b"), 4, 8)]
