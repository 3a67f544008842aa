"""What the texts in `data` of a ConfigMap or Secret say: YAML, JSON, INI, properties and env files (semantics B1.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from policycheck.kubernetes.leaves import Leaf, leaves
from policycheck.model import Path, Value

ReadYaml = Callable[[str], Sequence[Value]]
"""The documents of a text; none where it is neither YAML nor JSON."""

_TREES = frozenset({"json", "yaml", "yml"})
_LINES = frozenset({"cfg", "cnf", "conf", "env", "ini", "properties", "toml"})
_PROGRAMS = frozenset({"bash", "go", "js", "lua", "pl", "py", "rb", "sh", "sql", "ts"})

_LINE = r"""(?:export\s+)?["']?(?P<key>[A-Za-z_][\w./-]*)["']?\s*(?:=|:(?=\s|\Z))\s*(?P<value>.*)"""
_SECTION = r"\[+\s*([^\[\]]+?)\s*\]+"
_COMMENT = r"\s[#;].*"


def file_leaves(key: str, text: str, read_yaml: ReadYaml) -> list[Leaf]:
    """The values in a text that is a file, by its key's extension or else by its look; none in any other text.

    Of a file whose extension says that it has a setting a line, what is no setting is passed over; without such an
    extension every line must be one.
    """
    extension = key.rpartition(".")[2].lower()
    if extension in _PROGRAMS or text.startswith("#!") or not _may_have_keys(text):
        return []
    if extension in _LINES:
        return list(_of_lines(text, every=False))
    documents = [found for found in read_yaml(text) if isinstance(found, (dict, list))]
    if documents:
        return [leaf for document in documents for leaf in leaves(document)]
    return list(_of_lines(text, every=extension not in _TREES))


def _may_have_keys(text: str) -> bool:
    """Most values are a word, a number or an address, and not worth a parser."""
    return "=" in text or ": " in text or ":\n" in text or text.lstrip()[:1] in ("{", "[")


def _of_lines(text: str, *, every: bool) -> Iterator[Leaf]:
    found: list[Leaf] = []
    section: Path = ()
    for line in _logical_lines(text):
        if header := re.fullmatch(_SECTION, line):
            section = (header[1],)
        elif setting := re.fullmatch(_LINE, line):
            found.append(Leaf((*section, setting["key"]), setting["key"], _unquoted(setting["value"]), line))
        elif every:
            return
    yield from found


def _logical_lines(text: str) -> Iterator[str]:
    """Lines without comments and blank ones; one that ends in a backslash goes on in the next."""
    for line in re.sub(r"\\\r?\n[ \t]*", "", text).splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith(("#", ";", "!", "//")):
            yield stripped


def _unquoted(value: str) -> str:
    quote = value[:1]
    if quote in ('"', "'") and (end := value.find(quote, 1)) > 0:
        return value[1:end]
    return re.sub(_COMMENT, "", value).strip().rstrip(",")
