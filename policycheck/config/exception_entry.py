"""One entry of `exceptions` in a policycheck.yaml."""

from __future__ import annotations

from policycheck.config.expiry import NEVER, is_expiry, until
from policycheck.config.sections import mapping_in, refuse_blank
from policycheck.language.policy_file import match_of
from policycheck.language.section import Section
from policycheck.model import Match, PolicyException

KEYS = ("policy", "match", "reason", "expires")
MATCH_KEYS = ("kind", "apiVersion", "name", "namespace", "labels", "container", "template")

_EVERYTHING = Match(hooks="include")


def read_exception(section: Section) -> PolicyException:
    """The exception that a mapping says; an error of the file for one without policy, reason or day of expiry.

    A choice without a value is refused: an exception must not cover more than its author wrote.
    """
    section.only(KEYS)
    section.filled()
    section.required("policy", "reason", "expires")
    match = mapping_in(section, "match", MATCH_KEYS)
    return PolicyException(
        policy=_word(section, "policy"),
        match=_match(match) if match else _EVERYTHING,
        container=match.text_of("container") if match else None,
        template=match.text_of("template") if match else None,
        reason=_word(section, "reason").strip(),
        expires=_expiry(section),
        source=section.source,
        path=section.path,
    )


def _match(section: Section) -> Match:
    mapping_in(section, "labels")
    return match_of(section, hooks="include")


def _word(section: Section, key: str) -> str:
    word = section.text_of(key) or ""
    refuse_blank(section, word, key)
    return word


def _expiry(section: Section) -> str | None:
    text = _word(section, "expires")
    if not is_expiry(text):
        raise section.error(f"`{section.name('expires')}` must be a day such as 2026-12-31, or {NEVER}", "expires")
    return until(text)
