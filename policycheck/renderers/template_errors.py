"""Where a template broke, out of the words of Helm: three shapes, and what is left when none fits."""

from __future__ import annotations

import re

from policycheck.errors import RenderError
from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart
from policycheck.renderers.template_paths import path_of

_PLACE = r"(?P<file>[^\n]+?):(?P<line>\d+)(?::(?P<column>\d+))?"
_RAISED = regex(rf"execution error at \({_PLACE}\): (?P<said>.*)", re.DOTALL)
_UNPARSED = regex(rf"parse error at \({_PLACE}\): (?P<said>.*)", re.DOTALL)
_LINES = regex(rf"^{_PLACE}\n  executing \"(?:[^\n]*)\" at <(?P<call>[^\n]*)>:\n    (?P<said>[^\n]*)", re.MULTILINE)
_CHAIN = regex(r"template: (?P<file>[^\s:]+):(?P<line>\d+):(?P<column>\d+): executing \"[^\n]*?\" at <(?P<call>.*?)>: ")
_NIL = regex(r"nil pointer evaluating (?:interface \{\}|\S+?)\.(?P<key>\S+)")
_OF_TPL = "gotpl"


class _Frame(Record):
    file: str
    line: int
    column: int | None
    call: str


def template_error(chart: PreparedChart, text: str) -> RenderError | None:
    """The error at its place; of `fail` and `required` Helm says the place in the template, not in the helper."""
    if found := _RAISED.search(text):
        return _at(chart, _frame(found), found["said"].strip() or "it calls `fail` without a reason", text)
    if found := _UNPARSED.search(text):
        return _at(chart, _frame(found), f"this is no template: {found['said'].strip()}", text)
    frames, said = _trace(text)
    if not frames:
        return None
    return _at(chart, frames[-1], _explained(frames[-1].call, said) + _called_from(chart, frames), text)


def _trace(text: str) -> tuple[list[_Frame], str]:
    """The calls from the template down to the one that broke, and what broke. A `tpl` text has no file, so no place."""
    found = list(_LINES.finditer(text))
    if found:
        said = text[found[-1].start("said") :]
    elif found := list(_CHAIN.finditer(text)):
        said = text[found[-1].end() :]
    frames = [_frame(one, one["call"]) for one in found if one["file"] != _OF_TPL]
    return frames, said.strip() if frames else ""


def _frame(found: re.Match[str], call: str = "") -> _Frame:
    column = found["column"]
    return _Frame(found["file"], int(found["line"]), int(column) if column else None, call)


def _explained(call: str, said: str) -> str:
    said = re.sub(r"^error calling \w+:\s*", "", said)
    said = re.sub(r"^template: (?=no template )", "", said).removesuffix(' associated with template "gotpl"')
    if found := _NIL.search(said):
        return (
            f"`{call}`: nothing is set that could hold .{found['key']}; set it in the values, or ask for it with `dig`"
        )
    return f"`{call}`: {said}"


def _called_from(chart: PreparedChart, frames: list[_Frame]) -> str:
    above = [frame for frame in frames[:-1] if frame.file != frames[-1].file]
    return f" (called from {path_of(chart, above[0].file)}:{above[0].line})" if above else ""


def _at(chart: PreparedChart, frame: _Frame, message: str, helm: str) -> RenderError:
    # Helm counts columns from 0, editors from 1; `parse error` has none.
    column = None if frame.column is None else frame.column + 1
    return RenderError(message, source=path_of(chart, frame.file), line=frame.line, column=column, helm=helm)
