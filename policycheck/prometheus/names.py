"""Names of labels and metrics: what Prometheus takes, what it keeps for itself, how ours are to look (semantics B5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from policycheck.patterns import regex

_LABEL = regex(r"[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)
_METRIC = regex(r"[a-zA-Z_:][a-zA-Z0-9_:]*", re.ASCII)
_REFERENCE = r"\$\{\w+\}|\$\w"
_TARGET = regex(rf"(?:[a-zA-Z_]|{_REFERENCE})(?:\w|{_REFERENCE})*", re.ASCII)
_SNAKE_CASE = regex(r"_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*", re.ASCII)
_WORD_START = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", re.ASCII)

METRIC_NAME = "__name__"
TAKEN = frozenset(("job", "instance", "le", "quantile"))
"""Labels that Prometheus or a histogram gives a meaning of its own."""

OF_TARGETS = frozenset(
    ("__address__", "__metrics_path__", "__scheme__", "__scrape_interval__", "__scrape_timeout__", METRIC_NAME)
)
"""Reserved labels that say how a target is scraped; `__param_*` do too."""


def is_label_name(name: str, *, utf8: bool = False) -> bool:
    """Whether a label may be called so; `utf8` is what Prometheus 3 takes: anything but nothing."""
    return bool(name) if utf8 else _LABEL.fullmatch(name) is not None


def is_metric_name(name: str, *, utf8: bool = False) -> bool:
    return bool(name) if utf8 else _METRIC.fullmatch(name) is not None


def is_target_label(name: str) -> bool:
    """Whether a relabelling step may write to it: a label's name, in which `$1` and `${1}` stand for what matched."""
    return _TARGET.fullmatch(name) is not None


def is_reserved(name: str) -> bool:
    """Whether the name begins as those that Prometheus keeps for itself."""
    return name.startswith("__")


def is_scrape_setting(name: str) -> bool:
    """Whether setting a reserved label on a target changes how it is scraped, or is meant to be dropped: `__tmp_*`."""
    return name in OF_TARGETS or name.startswith(("__param_", "__tmp_"))


def sanitised(key: str) -> str:
    """A Kubernetes label's or annotation's key as Prometheus and its operator write it: `a.b/c` is `a_b_c`."""
    return re.sub(r"[^a-zA-Z0-9_]", "_", key)


def collisions(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Sanitised name -> the keys that share it, where these are several: `a.b` and `a-b` are both `a_b`."""
    shared: dict[str, tuple[str, ...]] = {}
    for key in keys:
        shared[sanitised(key)] = (*shared.get(sanitised(key), ()), key)
    return {name: found for name, found in shared.items() if len(found) > 1}


def is_snake_case(name: str) -> bool:
    return _SNAKE_CASE.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def snake_case(name: str) -> str:
    """The same name in lower-case words with underscores: `httpCode` is http_code, `HTTPCode` too."""
    bare = name.lstrip("_")
    parts = re.split(r"[^a-zA-Z0-9]+", _WORD_START.sub("_", bare))
    return name[: len(name) - len(bare)] + "_".join(part.lower() for part in parts if part)


def agreed_name(name: str, synonyms: Mapping[str, Sequence[str]]) -> str:
    """The word that stands for this one: `synonyms` is {agreed: [others]}; without one its own normal form."""
    normal = snake_case(name)
    for agreed, others in synonyms.items():
        if normal == agreed or normal in map(snake_case, others):
            return agreed
    return normal
