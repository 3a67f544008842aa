"""Which words the templates behind a rendered document mention: what could be keys of the values it depends on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policycheck.authoring.origin.template_text import Action, actions
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.patterns import regex
from policycheck.records import Record

_KEY = regex(r"\.(\w+)|\"([\w.-]+)\"")
_CALL = regex(r"\b(?:include|template|block)\s+\"([^\"]+)\"")
_DEFINE = regex(r"\s*(?:define|block)\s+\"([^\"]+)\"")
_TEXT = regex(r"\"((?:\\.|[^\"\\])*)\"|`([^`]*)`")
_COUNTS = regex(r"\b(?:until|untilStep|seq|repeat|n?indent\s+[^\d\s]|rand\w+)\b")
_COMPARES = regex(r"\b(?:eq|ne|has|hasPrefix|hasSuffix|contains|list)\b")


class Mentioned(Record):
    """`words` stand in actions as fields or quoted; `compared` are the texts that a word's value is compared with."""

    words: frozenset[str]
    compared: Mapping[str, Sequence[str]]


class MentionedKeys:
    """Of the templates at these paths. Helpers count where they are called by name, however far down."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._definitions: dict[str, list[Action]] = {}
        self.counts = False
        """Whether a number of the values can be one of rounds or of repetitions."""
        for path in paths:
            found = _actions(path)
            self.counts = self.counts or any(_COUNTS.search(action.body) for action in found)
            for name, held in _defined(found):
                self._definitions.setdefault(name, []).extend(held)

    def behind(self, file: str) -> Mentioned:
        """What the template of a path mentions."""
        words: set[str] = set()
        compared: dict[str, list[str]] = {}
        seen: dict[str, None] = {}
        waiting = _actions(file)
        while waiting:
            called: list[str] = []
            for action in waiting:
                here = {one[1] or one[2] for one in _KEY.finditer(action.body)}
                words |= here
                if _COMPARES.search(action.body):
                    for word in here:
                        compared.setdefault(word, []).extend(_texts(action.body))
                called += _CALL.findall(action.body)
            new = dict.fromkeys(name for name in called if name not in seen)
            seen |= new
            waiting = [action for name in new for action in self._definitions.get(name, ())]
        return Mentioned(frozenset(words), compared)


def _texts(body: str) -> list[str]:
    return [one[1] or one[2] for one in _TEXT.finditer(body) if one[1] or one[2]]


def _actions(path: str) -> list[Action]:
    if not os.path.isfile(path):
        return []
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return list(actions(file.read()))


def _defined(found: list[Action]) -> Iterator[tuple[str, list[Action]]]:
    """The actions in each `define`."""
    name, depth, held = "", 0, list[Action]()
    for action in found:
        depth += action.opens - (action.word == "end")
        if not name and (start := _DEFINE.match(action.body)):
            name, depth, held = start[1], 1, []
        elif name and not depth:
            yield name, held
            name = ""
        elif name:
            held.append(action)


def compared(leaves: Iterable[Leaf], mentioned: Mentioned) -> Iterator[tuple[Leaf, str]]:
    """Texts with the literals that the templates compare them with."""
    for leaf in leaves:
        if isinstance(leaf.value, str | None):
            for text in dict.fromkeys(mentioned.compared.get(str(leaf.path[-1]), ())):
                if text not in leaf.path and text != leaf.value:
                    yield leaf, text
