"""What holds for every function a policy may call."""

from __future__ import annotations

import re
from functools import cache

import jmespath.functions
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError, Unreadable
from policycheck.language import functions
from policycheck.language.bindings import Bindings
from policycheck.language.functions import basics, dockerfiles, registry, standard
from policycheck.model import Value
from tests.effort import tries
from tests.language.expressions import DOCUMENTS, SCALARS
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

OURS = {**registry.FUNCTIONS, **registry.PLACED}
STANDARD = sorted(standard.names() - OURS.keys())

SECRET = "hunter2-canary"  # noqa: S105 - what no message may quote

OF_DOCKERFILES = dockerfiles.PLACED.keys() | {"image_brings"}
"""Functions that only a Dockerfile has an answer to: what they give is tested beside this."""

AT_FAULT = OF_DOCKERFILES | {
    *("controllers", "declared_ports", "div", "pods_kept", "selected_by", "selected_elsewhere", "selector"),
    *("selected_workloads", "selects_elsewhere", "selects_pods", "target_ports"),
}
"""Functions that say that a policy is wrong, not a value: no resource, a zero, a kind without a selector of pods or of
another sort."""

SHOP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""


@cache
def surroundings() -> Bindings:
    return bindings(context(SHOP), item=("spec", "template", "spec", "containers", 0))


@pytest.mark.parametrize("name", OURS)
def test_its_docstring_is_a_line_of_the_reference(name: str) -> None:
    """The call in backticks, what it gives, a full stop: the reference is generated from it."""
    text = OURS[name].__doc__ or ""
    shown = re.fullmatch(rf"`{name}\(([^`]*)\)`: (.+\.)", text)
    assert shown is not None, text
    written = re.findall(r"'[^']*'|&?[\w.$]+", shown[1])
    least, most = registry.arity(name)
    assert least <= len(written) <= (most or len(written))
    assert {
        place for place, argument in enumerate(written) if argument.startswith("&")
    } == registry.expression_arguments(name)


@pytest.mark.parametrize("name", sorted(standard.names()))
def test_a_function_of_jmespath_takes_what_jmespath_says(name: str) -> None:
    signature = jmespath.functions.Functions.FUNCTION_TABLE[name]["signature"]
    variadic = bool(signature) and signature[-1].get("variadic")
    assert registry.arity(name) == (len(signature), None if variadic else len(signature))
    references = {place for place, argument in enumerate(signature) if argument["types"] == ["expref"]}
    assert registry.expression_arguments(name) == references


def test_every_function_of_jmespath_is_there() -> None:
    assert set(jmespath.functions.Functions.FUNCTION_TABLE) <= registry.names()
    assert set(jmespath.functions.Functions.FUNCTION_TABLE) & OURS.keys() == basics.FUNCTIONS.keys()
    assert registry.names() == {*OURS, *STANDARD}


def arguments(name: str, values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[Value]]:
    references = registry.expression_arguments(name)
    count = registry.arity(name)[0]
    same: Value = lambda element: element  # noqa: E731 - what `&@` becomes
    return st.tuples(*[st.just(same) if place in references else values for place in range(count)]).map(list)


@tries(12)
@pytest.mark.parametrize("name", sorted(registry.names()))
@given(st.data())
def test_whatever_it_is_given_it_answers_or_says_what_is_wrong_without_quoting_it(
    name: str, data: st.DataObject
) -> None:
    values = st.one_of(SCALARS, DOCUMENTS, st.lists(SCALARS, max_size=3), st.sampled_from([SECRET, "(", "1Gi", "http"]))
    given_values = data.draw(arguments(name, values))
    try:
        called(name, *given_values, bound=surroundings())
    except Unreadable as unreadable:
        assert SECRET not in unreadable.message  # noqa: PT017 - it may also answer
    except PolicyError as error:
        assert name in AT_FAULT, error.message  # noqa: PT017 - idem


@pytest.mark.parametrize("name", sorted(registry.names() - AT_FAULT))
def test_a_canary_reaches_no_message(name: str) -> None:
    references = registry.expression_arguments(name)
    for value in (SECRET, [SECRET], {SECRET: SECRET}, [{"a": SECRET}], 5, True):
        count = registry.arity(name)[0]
        given_values: list[Value] = [
            (lambda _, value=value: value) if place in references else value for place in range(count)
        ]
        try:
            called(name, *given_values, bound=surroundings())
        except Unreadable as unreadable:
            assert SECRET not in unreadable.message  # noqa: PT017 - it may also answer


TAKES_NO_NULL = OF_DOCKERFILES | {"abs", "ceil", "floor"}
"""Functions of a number, for which null is none, and those of Dockerfiles, which have no value for a subject."""


@pytest.mark.parametrize("name", [name for name in sorted(registry.names() - TAKES_NO_NULL) if registry.arity(name)[0]])
def test_null_is_what_is_absent(name: str) -> None:
    """The subject of a question may be missing; what is asked of it (a pattern, a key, a kind) may not."""
    asked: dict[str, Value] = {
        "matches": "^a",
        "glob": "a*",
        "get": "key",
        "split": ",",
        "replace": "a",
        "join": ",",
        "named": "ConfigMap",
    }
    asked |= dict.fromkeys(("peers", "selected_by", "selected_elsewhere"), "Service")
    asked |= dict.fromkeys(("effective_limit", "effective_request"), "memory")
    asked |= dict.fromkeys(("copied_defines", "copied_templates", "library_copies"), 0.7)
    asked |= {"kube_at_least": "1.29", "template_fields": "image", "included_fields": "image"}
    asked |= {"is_divisor": "limits.cpu", "support_end": "2026-12-31"}
    references = registry.expression_arguments(name)
    asked["containers_request"] = "cpu"
    first_is_asked = name in {"join", "named", "peers", "selected_by", "selected_elsewhere"} or name.startswith(
        (
            "containers_request",
            "copied_",
            "effective",
            "kube_at_least",
            "included_",
            "library_copies",
            "template_fields",
        )
    )
    values: list[Value] = []
    for place in range(registry.arity(name)[0]):
        if place in references:
            values.append(lambda element: element)
        else:
            values.append(asked.get(name) if first_is_asked == (place == 0) or place > 1 else None)
    called(name, *values, bound=surroundings())


def test_an_unknown_function_gives_nothing() -> None:
    with pytest.raises(KeyError):
        registry.arity("nonsense")


def test_every_function_is_found_in_its_module() -> None:
    """The table of names is what expressions are looked up in; the modules have the functions."""
    assert {name: function.__module__.rpartition(".")[2] for name, function in OURS.items()} == functions.HOMES
    assert {name for name in OURS if functions.resolve_following(name)} == {"entries", "get"}
