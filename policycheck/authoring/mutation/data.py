"""Small changes of what a policy says beside its expressions: its match, its parameters, its lists, its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policycheck.authoring.mutation.mutant import Mutant
from policycheck.authoring.mutation.values import changed_values, schema_changes
from policycheck.language.syntax import parse
from policycheck.language.tree import children
from policycheck.model import Match, Policy

_OF_PODS = frozenset(
    {"allContainers", "containers", "env", "initContainers", "lifecycleHooks", "pod", "ports", "probes", "volumes"}
)
"""What is empty where there is no pod template."""

_OUTSIDE = "add a `skip` example that would fail but for it"


def match_mutants(policy: Policy) -> Iterator[Mutant]:
    for name, match, advice in (*_lists(policy.match), *_labels_and_hooks(policy.match), *_pods(policy)):
        yield Mutant(name, policy._replace(match=match), advice)


_Changed = Iterator[tuple[str, Match, str]]


def _lists(match: Match) -> _Changed:
    yield from _each_choice("kind", match.kinds, lambda words: match._replace(kinds=words))
    yield from _each_choice("apiVersion", match.api_versions, lambda words: match._replace(api_versions=words))
    yield from _each_choice("name", match.names, lambda words: match._replace(names=words))
    yield from _each_choice("namespace", match.namespaces, lambda words: match._replace(namespaces=words))


def _each_choice(key: str, words: tuple[str, ...], replace: Callable[[tuple[str, ...]], Match]) -> _Changed:
    """All of a list dropped, and of several words each."""
    if words:
        yield f"drop match.{key}", replace(()), _OUTSIDE
    for word in words if len(words) > 1 else ():
        fewer = tuple(other for other in words if other != word)
        yield f"drop {key} {word}", replace(fewer), f"add a `fail` example of the {key} {word}"


def _labels_and_hooks(match: Match) -> _Changed:
    if match.labels:
        yield "drop match.labels", match._replace(labels={}), _OUTSIDE
    if match.hooks == "include":
        yield "drop match.hooks", match._replace(hooks="exclude"), "add a `fail` example that is a test hook of Helm"


def _pods(policy: Policy) -> _Changed:
    match = policy.match
    if match.pod == "any":
        advice = "add a `fail` example that is a Job"
        yield "narrow match.pod to long-running", match._replace(pod="long-running"), advice
        if not _asks_pods_only(policy):
            yield "drop match.pod", match._replace(pod=None), _OUTSIDE
    elif match.pod is not None:
        yield "widen match.pod to any", match._replace(pod="any"), _OUTSIDE


def _asks_pods_only(policy: Policy) -> bool:
    """Whether every `foreach` begins at what is empty without a pod template: then match.pod changes no verdict."""
    return bool(policy.foreach) and all(_begins_at_pods(text) for text in policy.foreach)


def _begins_at_pods(expression: str) -> bool:
    node = parse(expression).ast
    while node["type"] not in {"variable", "function_expression"} and children(node):
        node = children(node)[0]
    return node["type"] == "variable" and node["value"] in _OF_PODS


def parameter_mutants(policy: Policy) -> Iterator[Mutant]:
    """Each default changed by one; an example with `params` of its own does not notice."""
    advice = "add an example without `params` that stands right at the default"
    for name, schema in policy.params.items():
        for done, value in changed_values(schema.get("default")):
            params = {**policy.params, name: {**schema, "default": value}}
            yield Mutant(f"{done} in params.{name}", policy._replace(params=params), advice)


def list_mutants(policy: Policy) -> Iterator[Mutant]:
    """`when` and `at` dropped, and of several expressions in a list each."""
    if policy.when is not None:
        yield Mutant("drop when", policy._replace(when=None), _OUTSIDE)
    for name, fewer in _each_dropped("foreach", policy.foreach):
        yield Mutant(name, policy._replace(foreach=fewer), "add a `fail` example with an item that it alone chooses")
    for name, fewer in _each_dropped("assert", policy.asserts):
        yield Mutant(name, policy._replace(asserts=fewer), "add a `fail` example that breaks this assert alone")
    if policy.at is not None and parse(policy.at).ast["type"] != "current":
        yield Mutant("drop at", policy._replace(at=None), "add a `fail` example that fails below its item")


def _each_dropped(key: str, texts: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in range(len(texts)) if len(texts) > 1 else ():
        yield f"drop {key} {place + 1}", texts[:place] + texts[place + 1 :]


def schema_mutants(policy: Policy) -> Iterator[Mutant]:
    for name, schema in schema_changes(dict(policy.schema or {})):
        yield Mutant(
            f"{name} in schema",
            policy._replace(schema=schema),
            "add a `fail` example that breaks this keyword alone",
        )
