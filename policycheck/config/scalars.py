"""The settings that are one word, and what each may be: in a file, on the command line, from a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policycheck.errors import UsageError, did_you_mean
from policycheck.kubernetes.labels import is_dns_subdomain
from policycheck.kubernetes.versions import parse_kube_version
from policycheck.model import Gate

GATES: tuple[Gate, ...] = ("error", "warning", "info", "never")

_LONGEST_NAMESPACE = 63
_LONGEST_RELEASE = 53
"""Helm's limit."""


def namespace(word: str) -> str:
    """A namespace is a DNS label (RFC 1123)."""
    if len(word) > _LONGEST_NAMESPACE or "." in word or not is_dns_subdomain(word):
        raise UsageError(f'"{word}" is no namespace; it takes at most 63 of a-z, 0-9 and "-", ends included')
    return word


def kube_version(word: str) -> str:
    """A version without its `v`."""
    parse_kube_version(word)
    return word.removeprefix("v")


def release(word: str) -> str:
    """A release's name is a DNS subdomain that leaves room for what charts append."""
    if len(word) > _LONGEST_RELEASE or not is_dns_subdomain(word):
        raise UsageError(
            f'"{word}" cannot name a release; it takes at most {_LONGEST_RELEASE} of a-z, 0-9, "-" and "."'
        )
    return word


def gate(word: str) -> Gate:
    for known in GATES:
        if word == known:
            return known
    raise UsageError(f'"{word}" is none of {", ".join(GATES)}{did_you_mean(word, GATES)}')


READERS: Mapping[str, Callable[[str], str]] = {"namespace": namespace, "kubeVersion": kube_version, "failOn": gate}
"""The key of each in a policycheck.yaml, and its reader: the word as it is used, UsageError for one that cannot be."""
