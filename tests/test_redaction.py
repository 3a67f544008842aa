"""A canary in every position of manifests that all policies have something to say on appears in no output."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from policycheck.model import Document, Finding, LeftOut, Note, Outcome, Path, Report, Resource, Value
from policycheck.redaction import redacted
from policycheck.redaction.literals import literals_of
from policycheck.reporters import REPORTERS, render
from policycheck.reporters.view import View
from tests.manifests import RENDER, as_stream, documents, positions, with_key, with_value
from tests.pods import PODS
from tests.practices import PRACTICES
from tests.reporters.reports import policy as blank_policy
from tests.reporters.reports import report
from tests.runs import ALL, bundled, checked, checked_many, judged, policy

GITHUB_TOKEN = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6"  # noqa: S105 - a fake one
OPAQUE = "opaque-Canary-7x"
SWORDFISH = ("swordfish", base64.b64encode(b"swordfish").decode())
EVERYTHING = View("all", "full", width=10**6)

POD_LEVEL = ALL._replace(kube_version="1.34")
"""The first version in which all that the pods write counts."""

IN_EACH_DOCUMENT = pytest.mark.parametrize(
    ("render", "number"),
    [
        pytest.param(render, number, id=f"{name} {number} {body.get('kind', 'rules')}")
        for name, render in (("shop", RENDER), ("pods", PODS), ("practices", PRACTICES))
        for number, body in enumerate(documents(render))
        if isinstance(body, dict)
    ],
)


def outputs(found: Report) -> str:
    return "".join(render(found, EVERYTHING, format_name=name) for name in REPORTERS)


AT_ONCE = 8


def changed(render: str, number: int, canary: str, *, names: bool) -> Iterator[tuple[str, Sequence[Path], str]]:
    """The render with the canary for scalars, then for keys, of one of its documents, until each had it.

    So many at once carry it, far from each other; the kind is changed alone.
    """
    bodies = list(documents(render))
    for what, put in (("value", with_value), ("key", with_key)):
        for paths in _carriers(bodies[number], what, names=names):
            body = bodies[number]
            for order, path in enumerate(paths):
                body = put(body, path, f"{canary}{order}")
            yield what, paths, as_stream([*bodies[:number], body, *bodies[number + 1 :]])


def _carriers(body: Value, what: str, *, names: bool) -> Iterator[Sequence[Path]]:
    """Keys of one depth together: above them all is as it was, and none is below another that went."""
    scalars = [path for path in positions(body) if not isinstance(_at(body, path), (dict, list))]
    carriers = scalars if what == "value" else [path for path in positions(body) if isinstance(path[-1], str)]
    wanted = [path for path in carriers if names or not may_be_said(what, path)]
    yield from ([path] for path in wanted if len(path) == 1)
    leaves = [path for path in wanted if path in scalars and len(path) > 1]
    others = [path for path in wanted if path not in scalars and len(path) > 1]
    yield from _apart(leaves)
    for depth in sorted({len(path) for path in others}):
        yield from _apart([path for path in others if len(path) == depth])


def _apart(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    groups = -(-len(paths) // AT_ONCE)
    return (paths[first::groups] for first in range(groups))


def _at(body: Value, path: Path) -> Value:
    for part in path:
        body = body[part]  # type: ignore[index]  # the path exists
    return body


def may_be_said(what: str, path: Path) -> bool:
    """Keys, and what names a resource, a container, a port or a key: a report without them would tell nothing."""
    secret = path[0] in {"data", "stringData"} and what == "value"
    names = {"name", "namespace", "kind", "apiVersion", "port", "targetPort", "container"}
    names |= {"portNumber", "alert", "record"}
    names |= {"targetLabel", "targetLabels", "podTargetLabels"}  # which name labels
    names |= {"expr"}  # of one that cannot be read all is said but the values of its matchers
    names_a_key = path[-1] == "key" and not {"secretKeyRef", "configMapKeyRef", "items"}.isdisjoint(path[-3:])
    return what == "key" or names_a_key or (not secret and not names.isdisjoint(path[-2:]))


FILES = {("Chart",), ("Dockerfile",), ("GoReleaser",)}
"""Kinds that no render has."""

BESIDE_A_CHART = {"chart-label-set", "managed-by-label-set", "secret-not-from-values"}
"""They judge manifests by the chart they are of. For these and those of kind Chart: tests/test_chart_runs.py."""


def test_the_renders_have_something_for_every_policy_and_secrets_in_every_place() -> None:
    found = [checked(RENDER), checked(PODS, POD_LEVEL), checked(PRACTICES, POD_LEVEL)]
    of_files = {one.policy.id for one in bundled() if one.policy.match.kinds in FILES}
    assert {one.verdict for one in found} == {"failed"}
    assert set.intersection(*(set(one.vacuous) for one in found)) == of_files | BESIDE_A_CHART
    assert not any(secret in outputs(one) for one in found for secret in SWORDFISH)


def new_outputs(manifests: str, render: str, number: int) -> str:
    """What any output says of a render that was changed in one document, but what it said of the others before.

    Of them that was looked at already, and to print it hundreds of times takes longer than to check.
    """
    found, before = checked_many(manifests, POD_LEVEL), _before(render)
    line = as_stream(documents(render)[: number + 1]).count("\n") + 1
    new = [one for one in found.outcomes if one.resource.document.line == line or _said(one) not in before]
    policies = {id(one.policy): one.policy for one in new}
    return outputs(found._replace(outcomes=tuple(new), policies=tuple(policies.values())))


@cache
def _before(render: str) -> set[tuple[object, ...]]:
    return set(map(_said, checked_many(as_stream(documents(render)), POD_LEVEL).outcomes))


def _said(outcome: Outcome) -> tuple[object, ...]:
    one, document = outcome.resource, outcome.resource.document
    place = one.kind, one.name, one.namespace, one.render, one.base, document.line, document.template
    return outcome.policy.id, place, outcome.severity, outcome.status, outcome.findings, outcome.reason


@pytest.mark.parametrize("manifests", [RENDER, PODS, PRACTICES], ids=["shop", "pods", "practices"])
def test_many_are_checked_as_one_is(manifests: str) -> None:
    assert outputs(checked_many(manifests, POD_LEVEL)) == outputs(checked(manifests, POD_LEVEL))


@IN_EACH_DOCUMENT
def test_what_looks_like_a_secret_is_nowhere_in_any_output(render: str, number: int) -> None:
    for what, paths, manifests in changed(render, number, f"ghp_{GITHUB_TOKEN}", names=True):
        assert GITHUB_TOKEN not in new_outputs(manifests, render, number), (what, paths)


@IN_EACH_DOCUMENT
def test_no_value_is_quoted_but_names(render: str, number: int) -> None:
    for what, paths, manifests in changed(render, number, OPAQUE, names=False):
        assert OPAQUE not in new_outputs(manifests, render, number), (what, paths)


PATH = "/hooks/of-the-shop/123"
"""With an id in it. Two policies quote such a path: without it nobody finds which of many matchers is meant."""


@pytest.mark.parametrize("quoting", ["label-path-normalised", "rule-path-normalised"])
def test_a_path_with_an_id_is_quoted_and_what_is_a_secret_in_it_is_not(quoting: str) -> None:
    def said(path: str) -> list[str]:
        found = checked(PRACTICES.replace("/users/123", path), POD_LEVEL).outcomes
        return [one.message for outcome in found if outcome.policy.id == quoting for one in outcome.findings]

    assert any(PATH in text and "/:id" in text for text in said(PATH))
    texts = said(f"/hooks/ghp_{GITHUB_TOKEN}/123")
    assert texts
    assert not any(GITHUB_TOKEN in text for text in texts)


UNUSUAL = {
    "duplicate key": "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {p: CANARY, p: CANARY2}\n",
    "duplicate variable": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, env:\n"
    " [{name: PASSWORD, value: CANARY, value: x}, {name: PASSWORD, value: CANARY2}]}]}\n",
    "merged": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    "data: {password: CANARY, <<: {password: CANARY2}}\n",
    "anchored": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: &CANARY CANARY2, b: *CANARY}\n",
    "no kind": "apiVersion: v1\nmetadata: {name: a}\ndata: {password: CANARY}\n",
    "kind is no string": "apiVersion: v1\nkind: {CANARY: CANARY2}\n",
    "a list": "- password: CANARY\n",
    "plain text": "password CANARY\n",
    "helm's error": "Error: values don't meet the specifications: password: CANARY\n",
    "not closed": 'apiVersion: v1\nkind: Secret\nstringData: {p: "CANARY\n',
    "wrong indentation": "apiVersion: v1\nkind: Secret\nstringData:\n  p: CANARY\n q: CANARY2\n",
    "unknown escape": 'apiVersion: v1\nkind: Secret\nstringData: {p: "\\CANARY"}\n',
    "unknown alias": "apiVersion: v1\nkind: Secret\nstringData: {p: *CANARY}\n",
    "unknown tag": "apiVersion: v1\nkind: Secret\nstringData: {p: !CANARY CANARY2}\n",
    "control character": "apiVersion: v1\nkind: Secret\nstringData: {p: CANARY\x01CANARY2}\n",
    "a directive": "%CANARY 1\n---\napiVersion: v1\n",
    "template left": "apiVersion: v1\nkind: Secret\nstringData: {p: {{ CANARY }}}\n",
    "half a JSON document": '{"apiVersion": "v1", "kind": "Secret", "stringData": {"p": "CANARY',
    "items that are none": "apiVersion: v1\nkind: List\nitems: CANARY\n",
    "an item that is none": "apiVersion: v1\nkind: List\nitems: [CANARY, {password: CANARY2}]\n",
    "Secret with a list": "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: [CANARY]\nstringData: CANARY2\n",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_odd_or_cannot_be_parsed_is_not_quoted(name: str) -> None:
    text = UNUSUAL[name].replace("CANARY", OPAQUE)
    assert OPAQUE not in outputs(checked(text + "\n---\n" + RENDER))
    assert OPAQUE not in outputs(checked(text))


def test_what_looks_like_a_secret_is_hidden_in_names_files_and_notes() -> None:
    token = f"ghp_{GITHUB_TOKEN}"
    document = Document(token, 1, memoryview(b""), f"{token}/templates/a.yaml", {})
    resource = Resource(token, "", token, token, token, {}, document)
    finding = Finding((token, 0), f"is {token}", None, None)
    shown = redacted(
        report(
            Outcome(blank_policy("sample"), resource, "error", "fail", (finding,), token),
            left_out=(LeftOut(token, 1, token, unread=False),),
            notes=(Note("info", token, None, token),),
        ),
        [resource],
    )
    assert GITHUB_TOKEN not in outputs(shown)
    assert "ghp_****" in outputs(shown)


def said_of(manifest: str, message: str, foreach: str = "spec.containers[].env[]", match: str = "Pod") -> list[str]:
    """What a policy says whose author quotes whatever he likes."""
    quoting = policy("quoting", match={"kind": match}, foreach=foreach, assert_=False, message=message)
    outcomes = judged(manifest, quoting)
    resources = [outcome.resource for outcome in outcomes]
    return [
        finding.message for outcome in redacted(report(*outcomes), resources).outcomes for finding in outcome.findings
    ]


def pod(value: str, name: str = "web") -> str:
    return (
        f"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, "
        f"spec: {{containers: [{{name: {name}, env: [{{name: DB_PASSWORD, value: {value}}}]}}]}}}}"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("hunter2", "is **** here", id="a word"),
        pytest.param("12", "is **** here", id="a short number"),
        pytest.param("-5", "is **** here", id="short and no word"),
        pytest.param("1.50", "is **** here", id="a number that is read otherwise than written"),
        pytest.param('"a.*[b]"', "is **** here", id="signs that a pattern would take for its own"),
        pytest.param(r'"tab\there"', "is **** here", id="a control character"),
        pytest.param('"grüße"', "is **** here", id="not ASCII"),
        pytest.param('" padded "', "is **** here", id="spaces around it"),
        pytest.param("true", "is true here", id="a boolean is no secret"),
        pytest.param('""', "is  here", id="nothing"),
        pytest.param("$(OTHER)", "is $(OTHER) here", id="a reference"),
    ],
)
def test_the_value_of_a_secret_name_is_hidden_whatever_a_policy_quotes(value: str, shown: str) -> None:
    (message,) = said_of(pod(value), "is {{ value }} here")
    assert message == shown


def test_a_short_secret_is_hidden_as_a_word_only() -> None:
    assert said_of(pod("a1"), "{{ value }}, a1b, a1.") == ["****, a1b, ****."]


def test_the_longer_of_two_secrets_is_hidden_as_a_whole() -> None:
    manifest = pod("hunter2-of-2026").replace("env: [", "env: [{name: API_TOKEN, value: hunter2}, ")
    assert said_of(manifest, "{{ value }}") == ["****", "****"]


def test_a_name_that_is_somebodys_password_stays_a_name() -> None:
    """To hide it would tell which password it is; inside another text it is hidden."""
    assert said_of(pod("yelb", "yelb"), "container {{ $container.name }} of yelb-ui, not xyelb") == [
        "container yelb of ****-ui, not x****"
    ]


def test_a_number_is_never_taken_for_a_name() -> None:
    assert said_of(pod('"1234"', '"1234"'), "is {{ value }}") == ["is ****"]


HELD = """\
apiVersion: v1
kind: Secret
metadata: {name: db, annotations: {example.com/api-token: swordfish-2}}
data: {a: c3dvcmRmaXNoLTE=, broken: "c3dvcmRm\n\n  aXNoLTU=", binary: /w==}
stringData: {name: swordfish-3, number: 4711, deep: {er: [swordfish-4]}}
"""


@pytest.mark.parametrize(
    "secret",
    ["c3dvcmRmaXNoLTE=", "swordfish-1", "swordfish-2", "swordfish-3", "4711", "swordfish-4", "swordfish-5", "/w=="],
)
def test_whatever_a_secret_holds_is_hidden_decoded_too(secret: str) -> None:
    assert said_of(HELD, f"is {secret}", foreach="metadata", match="Secret") == ["is ****"]


def test_a_secret_too_long_for_any_message_costs_nothing() -> None:
    manifest = f"{{apiVersion: v1, kind: Secret, metadata: {{name: a}}, stringData: {{a: {'x' * 3_000_000}}}}}"
    assert said_of(manifest, "x", foreach="metadata", match="Secret") == ["x"]


def test_thousands_of_secrets_are_hidden_at_once() -> None:
    entries = ", ".join(f"k{number}: swordfish-{number}-of-many" for number in range(2500))
    manifest = f"{{apiVersion: v1, kind: Secret, metadata: {{name: a}}, stringData: {{{entries}}}}}"
    message = "swordfish-0-of-many swordfish-2499-of-many swordfish-2500-of-many"
    assert said_of(manifest, message, foreach="metadata", match="Secret") == ["**** **** swordfish-2500-of-many"]


def test_half_a_surrogate_pair_is_no_obstacle() -> None:
    resource = judged(pod("hunter2"), policy("any", match={"kind": "Pod"}, assert_="metadata"))[0].resource
    note = Note("info", "\udc80.yaml", None, "\udc80 hunter2")
    shown = redacted(report(notes=(note,)), [resource])
    assert shown.notes == (Note("info", "\udc80.yaml", None, "\udc80 ****"),)


def test_a_key_with_a_prefix_is_judged_by_its_name() -> None:
    (resource,) = (outcome.resource for outcome in judged(LABELLED, policy("any", assert_="metadata")))
    assert literals_of([resource]).secrets == {"hidden"}


LABELLED = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a, labels: {external-secrets.io/component: webhook, example.com/api-token: hidden}}
"""


def test_outcomes_without_anything_to_hide_are_left_as_they_are() -> None:
    outcomes = judged(LABELLED, policy("any", assert_="metadata"))
    found = redacted(report(*outcomes), [outcomes[0].resource])
    assert found.outcomes[0] is outcomes[0]
