"""The pipelines of actions, parsed as Go's text/template parses them (text/template/parse/parse.go)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from policycheck.helm.tokens import ActionError, Token, tokens, unquoted
from policycheck.patterns import regex
from policycheck.records import Record

_DIGITS = r"[0-9](?:_?[0-9])*"
_INTEGER = r"(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)"
_POWER = rf"[eE][+-]?{_DIGITS}"
_DECIMAL = rf"(?:{_DIGITS}\.(?:{_DIGITS})?(?:{_POWER})?|\.{_DIGITS}(?:{_POWER})?|{_DIGITS}{_POWER})"
_IMAGINARY = rf"(?:{_DECIMAL}|{_DIGITS})i"
_NUMBER = regex(rf"[+-]?(?:(?:{_DECIMAL}|{_DIGITS})[+-]{_IMAGINARY}|{_IMAGINARY}|{_INTEGER}|{_DECIMAL})")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}
KEYWORDS = frozenset({"if", "else", "end", "range", "with", "define", "block", "template", "break", "continue"})
_DEEPEST = 200


class Path(Record):
    """`.Values.a`, `$.Values.a`, `$x.a`: the root is ".", "$" or "$x"; `at` is its place in the action's text."""

    root: str
    keys: tuple[str, ...]
    at: int


class Literal(Record):
    """A text, number, boolean or nil; a number is kept as it is written, since what it means depends on its use."""

    value: str | bool | None
    written: str
    at: int

    @property
    def is_text(self) -> bool:
        return self.written[0] in '"`'

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, str) and not self.is_text


class Function(Record):
    name: str
    keys: tuple[str, ...]
    at: int


class Group(Record):
    """A pipeline in parentheses, and the fields read of what it gives: `(index .Values "a").b`."""

    pipeline: Pipeline
    keys: tuple[str, ...]
    at: int


Operand: TypeAlias = Path | Literal | Function | Group
Command: TypeAlias = tuple[Operand, ...]


class Pipeline(Record):
    """`variables` are set (`:=`) or assigned (`=`), what `sign` says; `commands` are joined by `|`."""

    variables: tuple[str, ...]
    sign: str
    commands: tuple[Command, ...]


class Parsed(Record):
    """An action: its keyword, "" where it prints or assigns; the name that define, block and template take.

    `branch` is the keyword after `else`. `mentioned` are the variables in their order, those it declares with True.
    """

    keyword: str
    name: str
    pipeline: Pipeline | None
    branch: str = ""
    mentioned: tuple[tuple[str, bool, int], ...] = ()


@lru_cache(maxsize=8192)  # charts that were copied from each other say the same things over and over
def parsed(action: str) -> Parsed:
    """The text between `{{` and `}}`, markers left out. ActionError where Go refuses it."""
    return _Parser(action).action()


def operands(pipeline: Pipeline | None) -> Iterator[Operand]:
    """Every operand of a pipeline, in written order, those in parentheses after their group."""
    for command in pipeline.commands if pipeline else ():
        for operand in command:
            yield operand
            if isinstance(operand, Group):
                yield from operands(operand.pipeline)


class _Parser:
    def __init__(self, action: str) -> None:
        self.tokens = list(tokens(action))
        self.next = 0
        self.depth = 0
        self.mentioned: list[tuple[str, bool, int]] = []

    def action(self) -> Parsed:
        first = self.peek()
        keyword = first.text if first.kind == "word" and first.text in KEYWORDS else ""
        if keyword:
            self.take()
        name = self.name(keyword) if keyword in ("define", "block", "template") else ""
        branch = self.branch() if keyword == "else" else ""
        pipeline = None
        if keyword in ("end", "break", "continue", "define") or (keyword == "else" and not branch):
            self.expect_end(keyword)
        elif keyword != "template" or self.peek().kind != "end":
            pipeline = self.pipeline(branch or keyword, "end")
        return Parsed(keyword, name, pipeline, branch, tuple(self.mentioned))

    def peek(self) -> Token:
        """The next token that is no space."""
        while self.tokens[self.next].kind == "space":
            self.next += 1
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.peek()
        self.next += 1
        return token

    def name(self, keyword: str) -> str:
        token = self.take()
        if token.kind != "text":
            raise ActionError(f"`{keyword}` takes a name in quotes", token.at)
        return unquoted(token)

    def branch(self) -> str:
        token = self.peek()
        if token.kind == "word" and token.text in ("if", "with"):
            return self.take().text
        return ""

    def expect_end(self, keyword: str) -> None:
        token = self.peek()
        if token.kind != "end":
            raise ActionError(f"`{keyword}` is followed by nothing", token.at)

    def pipeline(self, keyword: str, end: str) -> Pipeline:
        variables, sign = self.declarations(keyword)
        commands: list[Command] = []
        while (token := self.peek()).kind != end:
            if not self.begins_operand(token):
                raise ActionError(_unexpected(token, keyword), token.at)
            commands.append(self.command())
        if not commands:
            raise ActionError("an action without a value" if end == "end" else "parentheses without a value", token.at)
        self.take()
        for command in commands[1:]:
            if isinstance(command[0], Literal) or (isinstance(command[0], Path) and command[0][:2] == (".", ())):
                raise ActionError("what stands after `|` is no function that could take a value", command[0].at)
        return Pipeline(variables, sign, tuple(commands))

    def declarations(self, keyword: str) -> tuple[tuple[str, ...], str]:
        names: list[str] = []
        while (token := self.peek()).kind == "variable":
            before = self.next
            self.take()
            after = self.peek()
            if after.kind in ("=", "declare"):
                self.take()
                self.declare(names, token)
                return tuple(names), after.text
            if after.kind != ",":
                self.next = before
                break
            self.take()
            self.declare(names, token)
            if keyword != "range" or len(names) > 1 or self.peek().kind not in ("variable", "end", ")"):
                raise ActionError("only `range` sets two variables, as in `range $key, $value := ...`", after.at)
        return tuple(names), ":=" if names else ""

    def declare(self, names: list[str], token: Token) -> None:
        names.append(token.text)
        self.mentioned.append((token.text, True, token.at))

    def begins_operand(self, token: Token) -> bool:
        return token.kind in _OPERANDS and not (token.kind == "word" and token.text in KEYWORDS)

    def command(self) -> Command:
        found: list[Operand] = []
        while self.begins_operand(self.peek()):
            found.append(self.operand())
            token = self.tokens[self.next]
            if token.kind not in ("space", "end", ")", "|"):
                raise ActionError(_unexpected(token, "operand"), token.at)
        token = self.peek()
        if token.kind == "|":
            self.take()
        elif token.kind not in ("end", ")"):
            raise ActionError(_unexpected(token, "operand"), token.at)
        return tuple(found)

    def operand(self) -> Operand:
        token = self.take()
        if token.kind == "(":
            self.depth += 1
            if self.depth > _DEEPEST:
                raise ActionError(f"more than {_DEEPEST} parentheses in each other", token.at)
            group = self.pipeline("", ")")
            self.depth -= 1
            return Group(group, self.fields(), token.at)
        if token.kind in ("variable", "field"):
            return self.path(token)
        if token.kind == "word" and token.text not in _CONSTANTS:
            return Function(token.text, self.fields(), token.at)
        literal = Path(".", (), token.at) if token.kind == "dot" else _literal(token)
        if self.tokens[self.next].kind == "field":
            raise ActionError(f"`{token.text}` has no fields", token.at)
        return literal

    def path(self, token: Token) -> Path:
        if token.kind == "variable":
            self.mentioned.append((token.text, False, token.at))
            return Path(token.text, self.fields(), token.at)
        return Path(".", (token.text[1:], *self.fields()), token.at)

    def fields(self) -> tuple[str, ...]:
        """The fields that follow without a space."""
        found: list[str] = []
        while self.tokens[self.next].kind == "field":
            found.append(self.tokens[self.next].text[1:])
            self.next += 1
        return tuple(found)


_OPERANDS = frozenset({"variable", "field", "dot", "number", "word", "text", "character", "("})


def _literal(token: Token) -> Literal:
    if token.kind == "text":
        return Literal(unquoted(token), token.text, token.at)
    if token.kind == "word":
        return Literal(_CONSTANTS[token.text], token.text, token.at)
    valid = len(unquoted(token)) == 1 if token.kind == "character" else _NUMBER.fullmatch(token.text)
    if not valid:
        raise ActionError(f"{token.text} is no {token.kind}", token.at)
    return Literal(token.text, token.text, token.at)


def _unexpected(token: Token, keyword: str) -> str:
    said = f"`{token.text}`" if token.text else "the end of the action"
    return f"{said} is not expected" + (f" in `{keyword}`" if keyword in KEYWORDS else " here")
