"""XML by hand: one function escapes, one makes an element.

xml.etree would write a control character as it is, hold the report a second time as a tree, and cost an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.reporters.terminal import printable, without_ci_commands

Attributes = Mapping[str, str | int | None]

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def element(tag: str, attributes: Attributes, content: str = "") -> str:
    """One element; the content is markup already. An attribute that is None is left out."""
    return f"{start(tag, attributes)}{content}</{tag}>" if content else f"{start(tag, attributes)[:-1]}/>"


def start(tag: str, attributes: Attributes) -> str:
    written = [f' {name}="{escaped(str(value))}"' for name, value in attributes.items() if value is not None]
    return f"<{tag}{''.join(written)}>"


def text(lines: Iterable[str]) -> str:
    """Markup of the lines, each escaped by itself."""
    return "\n".join(map(escaped, lines))


def escaped(line: str) -> str:
    r"""One line as markup in ASCII, for an attribute as for an element, in a file of any encoding.

    XML 1.0 has no way to hold control characters, half a surrogate pair or U+FFFE (its production 2, `Char`): they
    become what they are called, as `\x1b`. So does a line break, which a reader of an attribute would make a space.
    """
    markup = clean(line).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return markup if markup.isascii() else markup.encode("ascii", "xmlcharrefreplace").decode("ascii")


def clean(line: str) -> str:
    """What a reader of the XML gets back for the line; a second time changes nothing."""
    return without_ci_commands(printable(line))
