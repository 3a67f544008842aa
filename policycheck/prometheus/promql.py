"""What a PromQL expression says of labels, read by the parser of the extra `[promql]` (semantics B5)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.errors import PolicyError
from policycheck.patterns import regex
from policycheck.prometheus.names import is_label_name, is_metric_name
from policycheck.records import Record

if TYPE_CHECKING:
    from types import ModuleType

    from promql_parser import Expr


INSTALL = "PromQL is not read: the parser is missing; run: pip install 'policycheck[promql]'"

_QUOTED = regex(r"(?s)(illegal regex) for .*|(unexpected identifier) '[^']*'")
"""What the parser repeats of the values of matchers, which may be secrets; names it may say."""


_TEXT = regex(r"""(?s)(["'`])(?:(?!\1)(?:\\.|.))*(?:\1|\Z)""")
_BARE = regex(r"""([=!]~|!=|(?<![=<>!])=(?!=))\s*[^\s"'`,{}=~]+""")
"""The value of a matcher that somebody forgot to quote."""

_SHOWN = 160
"""Characters of an expression that a message has room for."""


class Matcher(Record):
    """`op` is =, !=, =~ or !~; `metric` "" where the selector names none."""

    metric: str
    name: str
    op: str
    value: str


class MadeLabel(Record):
    """A label that an expression names for its result. `by` is what names it: by, group_left, label_replace ..."""

    name: str
    by: str


class Ranged(Record):
    """A function over a range of a metric: rate(x[5m])."""

    function: str
    metric: str


class Reading(Record):
    """`result` are the labels named for what comes out, `removed` those of without and ignoring.

    `replacements` are what label_replace writes; `metrics` and `calls` the names in the order they are written.
    """

    metrics: tuple[str, ...] = ()
    matchers: tuple[Matcher, ...] = ()
    result: tuple[MadeLabel, ...] = ()
    created: tuple[MadeLabel, ...] = ()
    removed: tuple[str, ...] = ()
    ranged: tuple[Ranged, ...] = ()
    replacements: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    fault: str = ""


def shown(expression: str) -> str:
    """An expression for a message: on one line, not too long, without the values of matchers, which may be secret."""
    line = " ".join(_BARE.sub(r'\1"..."', _TEXT.sub('"..."', expression)).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."


@lru_cache(maxsize=8192)
def read(expression: str) -> Reading:
    """Read an expression; one that the parser refuses has nothing but a `fault`, the parser's text.

    PolicyError, with what to install, where there is no parser.
    """
    parser = _parser()
    try:
        tree = parser.parse(expression)
    except ValueError as error:
        return Reading(fault=_QUOTED.sub(lambda found: found[1] or found[2], str(error)))
    from policycheck.prometheus.promql_walk import reading_of  # noqa: PLC0415 - imports the parser's types

    return reading_of(tree)


def parse(expression: str) -> Expr:
    """The parser's tree; ValueError, with the parser's text, for what it cannot read."""
    tree: Expr = _parser().parse(expression)
    return tree


def _parser() -> ModuleType:
    try:
        import promql_parser  # noqa: PLC0415 - an extra, and only where there are rules
    except ImportError:
        raise PolicyError(INSTALL) from None
    return promql_parser


def refused_by_legacy(reading: Reading) -> str:
    """What Prometheus 2 refuses and the parser takes, for it knows Prometheus 3: names in quotes; "" for nothing."""
    labels = (*(one.name for one in reading.matchers), *(one.name for one in reading.created), *reading.removed)
    names = [name for name in reading.metrics if not is_metric_name(name)]
    names += [name for name in labels if not is_label_name(name)]
    return f"the name {names[0]} needs Prometheus 3" if names else ""
