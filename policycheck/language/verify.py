"""Everything that is refused when a policy is loaded: what JMESPath would let pass as null, and what cannot run.

Policies that ship with policycheck are verified by its tests instead of at every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps

from policycheck.errors import PolicyError, did_you_mean
from policycheck.language.bindings import ITEM_NAMES, NAMES
from policycheck.language.field_paths import check_policy_paths
from policycheck.language.functions import OF_CONTAINER
from policycheck.language.known_calls import unknown_kind, wrong_call
from policycheck.language.tokens import column_of, operands
from policycheck.language.tree import calls, children, variables, walk
from policycheck.language.values import is_number
from policycheck.language.written import Written, expressions, line_of, refusal
from policycheck.model import Policy, Value


def verify(policy: Policy) -> None:
    """PolicyError, with the line and the column in the author's text, for the first thing that is wrong."""
    _known_kinds(policy)
    written = list(expressions(policy))
    for one in written:
        _known_names(one, policy)
        _known_calls(one, policy)
        _known_params(one, policy)
        _plain_values(one, policy)
        _ordered_numbers(one, policy)
    check_policy_paths(policy, written)
    _valid_schemas(policy)


def _known_kinds(policy: Policy) -> None:
    for place, kind in enumerate(policy.match.kinds):
        problem = unknown_kind(kind)
        if problem:
            raise PolicyError(f"match: {problem}", source=policy.source, line=line_of(policy, "match", "kind", place))


def _known_names(written: Written, policy: Policy) -> None:
    text = written.expression.text
    for name in sorted(variables(written.expression.ast)):
        problem = _wrong_name(name, written, policy)
        if problem:
            raise refusal(policy, written.key, problem, text, column_of(text, f"${name}"))


def _wrong_name(name: str, written: Written, policy: Policy) -> str:
    if name not in NAMES:
        known = ", ".join(f"${known}" for known in sorted(NAMES))
        near = did_you_mean(name, NAMES).replace('"', '"$', 1)
        return f"unknown name `${name}`{near or f'; a field is written without `$`, known are {known}'}"
    if written.key == "foreach" and name in ITEM_NAMES:
        return f"`${name}` is not bound yet in foreach, which chooses the items"
    if name == "container" and not policy.foreach:
        return "`$container` is the one around an item; choose items with foreach"
    return ""


def _known_calls(written: Written, policy: Policy) -> None:
    text, ast = written.expression.text, written.expression.ast
    methods = [id(step) for node in walk(ast) if node["type"] == "subexpression" for step in children(node)[1:]]
    for node in calls(ast):
        name = str(node["value"])
        problem = wrong_call(name, children(node))
        if problem and id(node) in methods:
            problem += f"; a function is no method: {name}(value, ...)"
        if not problem and name in OF_CONTAINER and (written.key == "foreach" or not policy.foreach):
            problem = (
                f"{name}() asks about the container around an item; choose items with foreach, ask in when or assert"
            )
        if problem:
            raise refusal(policy, written.key, problem, text, column_of(text, name))


def _known_params(written: Written, policy: Policy) -> None:
    for node in walk(written.expression.ast):
        inner = children(node)
        if node["type"] != "subexpression" or inner[0] != {"type": "variable", "value": "params", "children": []}:
            continue
        name = str(inner[1].get("value"))
        if inner[1]["type"] == "field" and name not in policy.params:
            text = written.expression.text
            known = f"known are {', '.join(policy.params)}" if policy.params else "the policy has no params"
            near = did_you_mean(name, policy.params) or f"; {known}"
            raise refusal(policy, written.key, f"unknown parameter `{name}`{near}", text, column_of(text, name))


def _plain_values(written: Written, policy: Policy) -> None:
    """Text in double quotes is a field in JMESPath, a list of one number an element."""
    text = written.expression.text
    for column, token in operands(text):
        if token.startswith('"'):
            meant = f"a field here; text is written in single quotes, '{token[1:-1]}' (the field as @.{token})"
        else:
            meant = f"an element here; a list is written in backticks, `{token}` (the element as @{token})"
        raise refusal(policy, written.key, f"{token} is {meant}", text, column)


def _ordered_numbers(written: Written, policy: Policy) -> None:
    """`<` and `>` are null or refused for what is no number: written out, that is seen now."""
    for node in walk(written.expression.ast):
        if node["type"] != "comparator" or node["value"] not in {"lt", "lte", "gt", "gte"}:
            continue
        for value in (child["value"] for child in children(node) if child["type"] == "literal"):
            if not is_number(value):
                shown = f"'{value}'" if isinstance(value, str) else dumps(value)
                advice = "write it without quotes, or quantity('...')" if isinstance(value, str) else "compare it by =="
                problem = f"only numbers are more or less, {shown} is none; {advice}"
                text = written.expression.text
                raise refusal(policy, written.key, problem, text, column_of(text, shown))


def _valid_schemas(policy: Policy) -> None:
    """The policy's own JSON Schemas; a misspelt keyword is one that accepts everything, so it is refused too."""
    if policy.schema is None and not policy.params:
        return
    from policycheck.language.schema import check_schema  # noqa: PLC0415 - imports jsonschema

    schemas = [("schema", policy.schema)] if policy.schema is not None else []
    for key, schema in [*schemas, *((f"params.{name}", schema) for name, schema in policy.params.items())]:
        problem = check_schema(schema)
        if problem:
            path, message = problem
            line = line_of(policy, *key.split(".", 1), *path)
            raise PolicyError(f"{key}: {message}", source=policy.source, line=line)
    _fitting_params(policy, {name: schema["default"] for name, schema in policy.params.items()}, "its default", None)
    for example in policy.examples:
        _fitting_params(policy, example.params, f"the value in the example `{example.name}`", example.line)


def _fitting_params(policy: Policy, params: Mapping[str, Value], which: str, line: int | None) -> None:
    from policycheck.language.schema import violation  # noqa: PLC0415 - imports jsonschema

    for name, value in params.items():
        problem = violation(policy.params[name], value)
        if problem:
            message = f"params.{name}: {which} {problem}"
            raise PolicyError(message, source=policy.source, line=line or line_of(policy, "params", name, "default"))
