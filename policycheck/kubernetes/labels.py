"""The grammar of label keys and values, and an object's labels as the API server reads them (semantics 0.5)."""

from __future__ import annotations

import re
from functools import lru_cache

from policycheck.kubernetes import reading
from policycheck.model import Value

_NAME = r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_DNS_LABEL = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_DNS_SUBDOMAIN = rf"{_DNS_LABEL}(?:\.{_DNS_LABEL})*"
_LONGEST_NAME = 63
_LONGEST_PREFIX = 253


@lru_cache(maxsize=4096)
def is_label_key(key: str) -> bool:
    """Whether this is `name` or `prefix/name`, the prefix a lower-case DNS subdomain."""
    prefix, slash, name = key.rpartition("/")
    return _is_name(name) and (not slash or is_dns_subdomain(prefix))


def is_annotation_key(key: str) -> bool:
    """Whether this is a key for an annotation: as for a label, after lowering."""
    return is_label_key(key.lower())


@lru_cache(maxsize=4096)
def is_label_value(value: str) -> bool:
    """Whether this is empty, or a name of at most 63 characters."""
    return not value or _is_name(value)


def is_dns_subdomain(text: str) -> bool:
    return len(text) <= _LONGEST_PREFIX and re.fullmatch(_DNS_SUBDOMAIN, text) is not None


def labels(value: Value) -> dict[str, str]:
    """Return `metadata.labels` with null values as ""; raises Unreadable for a value that is no string."""
    return {
        key: reading.text(label, "a label value")
        for key, label in reading.mapping(value, "a mapping of labels").items()
    }


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and re.fullmatch(_NAME, text) is not None
