from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from policycheck.authoring.evaluation.evaluate import evaluate
from policycheck.authoring.evaluation.shown import Evaluation
from policycheck.errors import UsageError

RENDER = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          resources: {limits: {memory: 1500m}}
          env:
            - {name: DB_PASS, value: 'hun"ter\\2'}
            - {name: DB_HOST, value: db}
        - {name: side, image: side:1}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
stringData: {pin: 4711, word: swordfish}
"""


def evaluated(
    expression: str, *, foreach: str | None = None, resource: str | None = None, render: str = RENDER
) -> Evaluation:
    stdin = BytesIO(render.encode())
    return evaluate(expression, "-", stdin=stdin, foreach=foreach, resource=resource, namespace="shop")


def lines(expression: str, *, foreach: str | None = None, resource: str | None = "Deployment/web") -> list[str]:
    """`line place: verdict text` of each value."""
    found = evaluated(expression, foreach=foreach, resource=resource)
    return [f"{one.line} {one.place}: {one.verdict} {one.text}" for all_ in found.resources for one in all_.lines]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("spec.replicas", "5 spec.replicas: true 3", id="a value where it is written"),
        pytest.param("spec.paused", "4 spec: false null", id="nothing where it would be written"),
        pytest.param("spec.replicas > 3", "1 : false false", id="a computed value"),
        pytest.param("length($containers)", "1 : true 2", id="a ready collection"),
        pytest.param("$release.namespace", '1 : true "shop"', id="the release"),
        pytest.param(
            "spec.template.spec.containers[].name",
            '9 spec.template.spec.containers: true ["web", "side"]',
            id="a list",
        ),
        pytest.param("selected_by('Service')[].metadata.name", '1 : true ["web"]', id="a join with other resources"),
    ],
)
def test_a_value_comes_with_its_place_line_and_truth(expression: str, expected: str) -> None:
    assert lines(expression) == [expected]


def test_each_resource_has_a_value() -> None:
    found = evaluated("kind")
    assert [(one.title, one.source, [line.text for line in one.lines]) for one in found.resources] == [
        ("Deployment/web", "stdin", ['"Deployment"']),
        ("Service/web", "stdin", ['"Service"']),
        ("Secret/keys", "stdin", ['"Secret"']),
    ]


def test_foreach_gives_items_with_places_and_verdicts() -> None:
    assert lines("quantity(resources.limits.memory)", foreach="$containers") == [
        "10 spec.template.spec.containers[0]: true 1.5",
        "16 spec.template.spec.containers[1]: false null",
    ]


def test_foreach_gives_what_item_and_container_are() -> None:
    assert lines("[$item.name, $container.name]", foreach="$env") == [
        '14 spec.template.spec.containers[0].env[0]: true ["DB_PASS", "web"]',
        '15 spec.template.spec.containers[0].env[1]: true ["DB_HOST", "web"]',
    ]


def test_a_null_is_no_item() -> None:
    assert lines("@", foreach="spec.paused") == []


@pytest.mark.parametrize("foreach", [None, "$env", "spec", "stringData", "$allContainers"])
@pytest.mark.parametrize("expression", ["@", "[@]", "{a: @}", "$self", "values($self)", "$env", "peers('Secret')"])
def test_no_secret_comes_back(expression: str, foreach: str | None) -> None:
    found = repr(evaluated(expression, foreach=foreach))
    assert not any(secret in found for secret in ("hun", "4711", "swordfish"))


def test_no_secret_comes_back_in_a_text_made_from_it() -> None:
    assert "swordfish" not in repr(evaluated("to_string($self)"))
    assert lines("join('', ['<', stringData.word, '>'])", resource="Secret/keys") == ['23 : true "<****>"']


def test_a_hidden_value_is_still_judged() -> None:
    (line,) = evaluated("value", foreach="$env[?name == 'DB_PASS']", resource="Deployment/web").resources[0].lines
    assert (line.verdict, line.text) == ("true", '"****"')


def test_what_kubernetes_would_refuse_has_no_value() -> None:
    (line,) = evaluated("replica_floor()", render=RENDER.replace("replicas: 3", "replicas: many")).resources[0].lines
    assert line.verdict == "-"
    assert line.text.startswith("cannot be judged: ")


def test_an_expression_that_breaks_says_so() -> None:
    found = evaluated("div(1, spec.replicas)", render=RENDER.replace("replicas: 3", "replicas: 0"))
    assert found.broken
    assert found.resources[0].lines[0].text == "error: div(a, b) divides by zero; test b in `when`"


@pytest.mark.parametrize(
    ("expression", "foreach", "said"),
    [
        ("lenght(@)", None, 'unknown function lenght(); did you mean "length"? (column 1 of `lenght(@)`)'),
        ("kind && $itm", None, 'unknown name `$itm`; did you mean "$item"? (column 9 of `kind && $itm`)'),
        ("spec.contaners", None, 'no matched kind has spec.contaners; did you mean "spec.template.spec.containers"?'),
        ("length(@", None, "the expression ends too early (column 9 of `length(@`)"),
        ("$params.floor", None, "unknown parameter `floor`"),
        ("name", "$contaners", 'foreach: unknown name `$contaners`; did you mean "$containers"?'),
        ("nme", "$containers", "no matched kind has nme"),
        ("", None, "an expression is empty"),
    ],
)
def test_what_no_policy_may_have_is_refused_with_its_column(expression: str, foreach: str | None, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        evaluated(expression, foreach=foreach, resource="Deployment/web")
    assert said in str(refused.value)
    assert "assert" not in str(refused.value)


def test_fields_are_checked_against_the_kinds_that_are_there() -> None:
    with pytest.raises(UsageError, match=r"no matched kind has spec\.replicas"):
        evaluated("spec.replicas", resource="Service/web")
    custom = RENDER + "---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n"
    assert len(evaluated("spec.anything", render=custom).resources) == 4


def test_a_resource_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match='-: no resource is called "Deploment/web"; did you mean "Deployment/web"'):
        evaluated("@", resource="Deploment/web")


def test_what_cannot_be_read_is_said_and_the_rest_is_evaluated(tmp_path: Path) -> None:
    found = evaluated("kind", render=f"{RENDER}---\na: [\n")
    assert len(found.resources) == 3
    assert [reason.partition(":")[0] for reason in found.unread] == ["stdin"]
    missing = str(tmp_path / "none.yaml")
    assert evaluate("kind", missing, stdin=BytesIO()).unread[0].startswith(f"{missing}: cannot be read")
