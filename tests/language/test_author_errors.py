"""The mistakes of a first policy, and what its author is told: where, what is wrong, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.errors import PolicyError
from policycheck.language.policy_file import read_policy
from policycheck.language.verify import verify

POLICY = """\
apiVersion: policycheck/v1
id: first
title: Deployments have two replicas
severity: error
match: {{kind: Deployment}}
{judgement}
examples:
  pass: [{{name: two, spec: {{replicas: 2}}}}]
  fail: [{{name: one, spec: {{replicas: 1}}, at: [Deployment/example spec.replicas]}}]
"""
"""The judgement begins in line 6."""

NOT_BOUND = "`!` binds to the first name only; write the whole operand in parentheses: !(...)"
BRACKETS = "a field is written .name, an element [0], a filter [?test]"
QUOTED_NAME = 'a name with `-` or `/` is written in double quotes, as in labels."app.kubernetes.io/name"'


def told(folder: Path, judgement: str) -> str:
    """What an author is told of a policy with this judgement, without the folder."""
    file = folder / "first.yaml"
    file.write_text(POLICY.format(judgement=judgement), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        verify(read_policy(file.read_bytes(), str(file)))
    return str(caught.value).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("written", "column", "message"),
    [
        # operators of other languages
        ("spec.paused and spec.replicas", 13, "unexpected `and`; write &&"),
        ("spec.paused OR spec.replicas", 13, "unexpected `OR`; write ||"),
        ("not spec.paused", 1, "unexpected `not`; write !(...)"),
        ("spec && not spec.paused", 9, "unexpected `not`; write !(...)"),
        ("not(spec.paused)", 1, "unknown function not(); write !(...)"),
        ("'web' in $containers[].name", 7, "unexpected `in`; write contains(list, value)"),
        ("'web' not in $containers[].name", 7, "unexpected `not in`; write !contains(list, value)"),
        ("length($containers[?tty and stdin])", 25, "unexpected `and`; write &&"),
        ("length(spec.template and spec)", 22, "unexpected `and`; write &&"),
        ("spec.replicas = 2", 15, "unexpected `=`; write =="),
        ("$containers[?name = 'web']", 19, "unexpected `=`; write =="),
        ("spec.replicas === 2", 15, "unexpected `===`; write =="),
        ("spec.replicas <> 2", 15, "unexpected `<>`; write !="),
        ("spec.replicas => 2", 15, "unexpected `=>`; write >= for `at least`, &(...) for a function"),
        ("spec.paused is not null", 13, "unexpected `is not`; write !="),
        ("metadata.name =~ '^web'", 15, "unexpected `=~`; write matches(text, 'pattern')"),
        ("spec.replicas + 1 > 2", 15, "unexpected `+`; write add(a, b)"),
        ("spec.replicas * 2 > 2", 15, "unexpected `*`; write mul(a, b)"),
        ("spec.paused ? 1 : 2", 13, "unexpected `?`; write test && value || other"),
        ("spec & metadata", 6, "unexpected `&`; write &&"),
        ("spec | | kind", 8, "unexpected `|`"),
        # text, words and lists
        (
            'metadata.name == "web"',
            18,
            '"web" is a field here; text is written in single quotes, \'web\' (the field as @."web")',
        ),
        (
            'contains($containers[].name, "web-1")',
            30,
            '"web-1" is a field here; text is written in single quotes, \'web-1\' (the field as @."web-1")',
        ),
        ("metadata.name == “web”", 18, "unexpected `“`; text is written in 'single quotes'"),
        ("metadata.name == `web`", 18, "`web` is no JSON; text is written in single quotes"),
        (
            "metadata.name == 'it's'",
            22,
            "unexpected `s`; a quote inside text is written \\', else a comma or an operator is missing before it",
        ),
        ("spec.paused == True", 16, "unknown word `True`; write true"),
        ("spec.paused == False", 16, "unknown word `False`; write false"),
        ("spec.paused == None", 16, "unknown word `None`; write null"),
        ("spec.paused == nil", 16, "unknown word `nil`; write null"),
        ("spec.paused == `True`", 16, "`True` is no JSON; write true"),
        (
            "contains([8080], spec.replicas)",
            10,
            "[8080] is an element here; a list is written in backticks, `[8080]` (the element as @[8080])",
        ),
        (
            "spec.replicas >= '2'",
            18,
            "only numbers are more or less, '2' is none; write it without quotes, or quantity('...')",
        ),
        ("spec.replicas > null", 17, "only numbers are more or less, null is none; compare it by =="),
        # paths
        ("metadata.labels['app']", 17, f"unexpected `'app'`; {BRACKETS}"),
        ("$containers[name == 'web']", 13, f"unexpected `name`; {BRACKETS}"),
        ("spec.template.spec.containers.0.image", 31, "unexpected `0`; an element is written [0]"),
        ("metadata.labels.app.kubernetes.io/name", 34, f"unexpected `/`; {QUOTED_NAME}"),
        ("metadata.annotations.my-owner", 24, f"unexpected `-`; {QUOTED_NAME}"),
        (".spec.replicas", 1, "unexpected `.`; fields are joined by dots, the first has none before it"),
        ("spec.replcas", 6, 'no matched kind has spec.replcas; did you mean "spec.replicas"?'),
        ("$containers.name", 13, 'no matched kind has $containers.name; did you mean "$containers[].name"?'),
        # names
        ("$itm.spec", 1, 'unknown name `$itm`; did you mean "$item"?'),
        ("item.spec", 1, 'no matched kind has item; did you mean "$item"?'),
        ("$.spec", 1, "unexpected `$`; a `$` begins a name, as in $self and $params; a field is written without it"),
        ("{{ spec }}", 2, "unexpected `{`; braces {{ }} belong in a message, an expression stands without them"),
        # functions
        ("len($containers)", 1, "unknown function len(); write length(list)"),
        ("all($containers, &tty)", 1, "unknown function all(); write every(list, &test)"),
        ("has(spec.replicas)", 1, "unknown function has(); write the field alone: one that is absent is false"),
        ("every($containers, tty)", 1, "argument 2 of every() is an expression: write &(...)"),
        (
            "metadata.name.matches('web')",
            15,
            "matches() takes 2 arguments, not 1; a function is no method: matches(value, ...)",
        ),
        # `!`
        ("!kind && !spec.replicas == 1", 10, NOT_BOUND),
        ("$containers[?!tty].name && !spec.paused", 28, NOT_BOUND),
        ("kind != 'a!' && !(kind) || !spec.paused", 28, NOT_BOUND),
    ],
)
def test_a_mistake_in_an_expression(tmp_path: Path, written: str, column: int, message: str) -> None:
    assert told(tmp_path, f"assert: |-\n  {written}") == (
        f"first.yaml:6: assert: {message} (column {column} of `{written}`)"
    )


@pytest.mark.parametrize(
    "written",
    [
        "metadata.name == 'web' && !(spec.paused == true) || spec.replicas >= 2",
        "contains(`[8080]`, spec.replicas) || contains([80, 81], spec.replicas)",
        'metadata.labels."app.kubernetes.io/name" == \'web\' && metadata."name"',
        '$containers[?@."name" == \'web\'] && every($containers, &"name")',
        "spec.template.spec.containers[0] && $containers[0].name == 'web'",
        "sub(spec.replicas, 1) > -1 && spec.replicas > 1.5",
    ],
)
def test_what_is_written_instead_is_taken(tmp_path: Path, written: str) -> None:
    file = tmp_path / "first.yaml"
    file.write_text(POLICY.format(judgement=f"assert: |-\n  {written}"), encoding="utf-8")
    verify(read_policy(file.read_bytes(), str(file)))


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        pytest.param(
            "assert:\n  - spec\n  - spec.replcas",
            "first.yaml:8: assert: no matched kind has spec.replcas; "
            'did you mean "spec.replicas"? (column 6 of `spec.replcas`)',
            id="an entry of a list has its own line",
        ),
        pytest.param(
            "foreach:\n  - $containers\n  - $ports = 1\nassert: name",
            "first.yaml:8: foreach: unexpected `=`; write == (column 8 of `$ports = 1`)",
            id="so has one of foreach",
        ),
        pytest.param(
            "assert: |-\n  spec &&\n  kind = 'a'",
            "first.yaml:6: assert: unexpected `=`; write == (column 6 of `kind = 'a'`)",
            id="of several lines the wrong one is shown",
        ),
        pytest.param(
            "assert: spec\nmessage: '{{ kind }} or {{ kind and spec }}'",
            "first.yaml:7: message: unexpected `and`; write && (column 6 of `kind and spec`)",
            id="of several expressions in a message the wrong one is shown",
        ),
        pytest.param(
            "assert: spec\nmessage: 'of {{ {a: {b: kind}} }}'",
            "first.yaml:7: message: `}}` ends the expression; write braces inside it apart: } } "
            "(column 13 of `{a: {b: kind`)",
            id="braces in a message's expression",
        ),
        pytest.param(
            "assert: spec\nmessage: 'of {{ kind'",
            "first.yaml:7: message: a `{{` of the message is not closed by `}}` in `{{ kind`",
            id="braces that are not closed",
        ),
        pytest.param(
            "assert: spec\nmessage: 'of {{ }}'",
            "first.yaml:7: message: an expression is empty in `of {{ }}`",
            id="braces with nothing in them",
        ),
        pytest.param(
            "assert: $params.a\nparams:\n  a: {type: strng, default: x}",
            'first.yaml:8: params.a: type: `strng` is no type; did you mean "string"?',
            id="a misspelt type",
        ),
        pytest.param(
            "assert: $params.a\nparams:\n  a:\n    default: 1\n    type: int",
            'first.yaml:10: params.a: type: `int` is no type; did you mean "integer"?',
            id="a type of another language",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: 1, type: [integer, number, x]}}",
            "first.yaml:7: params.a: type: `x` is no type; "
            "known are array, boolean, integer, null, number, object, string",
            id="a type of no language",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: 1, type: 1}}",
            "first.yaml:7: params.a: type: must be the name of a type or a list of names; "
            "known are array, boolean, integer, null, number, object, string",
            id="a type that is no word",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: x, minLength: '3'}}",
            'first.yaml:7: params.a: minLength: must be a whole number, not "3"',
            id="a number in quotes",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: x, minLength: -1}}",
            "first.yaml:7: params.a: minLength: must be at least 0, not -1",
            id="a number that cannot be",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: 1, multipleOf: 0}}",
            "first.yaml:7: params.a: multipleOf: must be more than 0, not 0",
            id="a multiple of nothing",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: x, required: true}}",
            "first.yaml:7: params.a: required: must be a list, not true",
            id="required is of properties",
        ),
        pytest.param(
            "assert: $params.a\nparams: {a: {default: {}, required: [b, b]}}",
            "first.yaml:7: params.a: required: an entry is written twice; remove one",
            id="a name that is required twice",
        ),
        pytest.param(
            "assert: $params.a\nparams:\n  a: {default: x}\n  b: {type: integer,\n    default: x}",
            "first.yaml:10: params.b: its default must be of type integer",
            id="a default that does not fit",
        ),
        pytest.param(
            "schema:\n  required: [spec]\n  properties:\n    spec: {type: map}",
            'first.yaml:9: schema: properties.spec.type: `map` is no type; did you mean "object"?',
            id="a type deep in a schema",
        ),
    ],
)
def test_a_mistake_elsewhere(tmp_path: Path, judgement: str, message: str) -> None:
    assert told(tmp_path, judgement) == message


def test_a_kind_in_a_list_has_its_own_line(tmp_path: Path) -> None:
    file = tmp_path / "first.yaml"
    kinds = "match:\n  kind:\n    - Deployment\n    - Deploymnt"
    text = POLICY.format(judgement="assert: spec").replace("match: {kind: Deployment}", kinds)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"first\.yaml:8: match: unknown kind `Deploymnt`; did you mean"):
        verify(read_policy(file.read_bytes(), str(file)))
