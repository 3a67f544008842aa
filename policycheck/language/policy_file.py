"""A policy file to a Policy: one file, one policy, its id the file's name, its area the folder's."""

from __future__ import annotations

import os.path
from collections.abc import Mapping

from policycheck.language.section import Section, open_section
from policycheck.language.stored import EXAMPLES
from policycheck.model import MOMENTS, SEVERITIES, Equivalent, Example, Hooks, Match, Pods, Policy, Value
from policycheck.patterns import regex

API_VERSION = "policycheck/v1"

KEYS = (
    "apiVersion",
    "id",
    "title",
    "severity",
    "default",
    "breaks",
    "tags",
    "rationale",
    "remediation",
    "references",
    "params",
    "match",
    "foreach",
    "when",
    "assert",
    "schema",
    "at",
    "message",
    "fix",
    "examples",
    "equivalent",
)

REQUIRED = ("apiVersion", "id", "title", "severity", "match", "examples")
MATCH_KEYS = ("kind", "apiVersion", "name", "namespace", "labels", "pod", "hooks")
PODS: tuple[Pods, ...] = ("any", "long-running", "job")
HOOKS: tuple[Hooks, ...] = ("exclude", "include")
ID = regex(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_policy(text: bytes, source: str, *, examples: bool = True) -> Policy:
    """The policy in `text`; `source` is its path. PolicyError names line, mistake and near miss.

    Expressions are not compiled here: `verify` does that for policies that are not our own. Without `examples` the
    text from that key on is not read: most of a file, and no check of a manifest needs it.
    """
    root = open_section(text if examples else text.partition(EXAMPLES)[0], source)
    area = os.path.basename(os.path.dirname(os.path.abspath(source)))
    policy = policy_of(root, area=area, examples=examples)
    stem = os.path.splitext(os.path.basename(source))[0]
    if policy.id != stem:
        message = f"id `{policy.id}` must be the file's name; rename the file or write `id: {stem}`"
        raise root.error(message, "id")
    return policy


def policy_of(root: Section, *, area: str, examples: bool) -> Policy:
    """The policy that a mapping of the file's shape means."""
    root.only(KEYS)
    root.filled()
    root.required(*(REQUIRED if examples else REQUIRED[:-1]))
    root.choice("apiVersion", (API_VERSION,))
    policy_id = _id(root)
    foreach, asserts = root.texts("foreach"), _asserts(root)
    params = _params(root)
    return Policy(
        id=policy_id,
        area=area,
        title=root.text_of("title") or "",
        severity=root.choice("severity", SEVERITIES),
        default=root.switch("default", default=True),
        tags=root.texts("tags"),
        rationale=root.text_of("rationale") or "",
        remediation=root.text_of("remediation") or "",
        references=root.texts("references"),
        source=root.source,
        match=_match(root),
        params=params,
        foreach=foreach,
        when=root.text_of("when"),
        asserts=asserts,
        schema=schema.body if (schema := root.section("schema")) else None,
        at=root.text_of("at"),
        message=root.text_of("message"),
        fix=root.text_of("fix"),
        breaks=root.choice("breaks", MOMENTS) if "breaks" in root.body else None,
        examples=_examples(root, params) if examples else (),
        equivalent=_equivalents(root),
    )


def _examples(root: Section, params: Mapping[str, Value]) -> tuple[Example, ...]:
    from policycheck.language.policy_examples import read_examples  # noqa: PLC0415 - no check of a manifest needs it

    return read_examples(root, params)


def _id(root: Section) -> str:
    policy_id = root.text_of("id") or ""
    if not ID.fullmatch(policy_id):
        raise root.error(f"id `{policy_id}` must be lower-case words joined by hyphens", "id")
    return policy_id


def _asserts(root: Section) -> tuple[str, ...]:
    """The positive assertions; none for `assert: false` and for a policy that judges by schema."""
    written = root.body.get("assert")
    if ("assert" in root.body) == ("schema" in root.body):
        raise root.error("a policy judges by exactly one of `assert` and `schema`", "schema")
    if "schema" in root.body and "at" in root.body:
        raise root.error("a `schema` knows itself where it does not hold; remove `at`", "at")
    if written is True:
        raise root.error("`assert` must be an expression, a list of expressions, or false", "assert")
    return () if written is False else root.texts("assert")


def _match(root: Section) -> Match:
    match = root.section("match")
    if match is None:
        raise root.error("`match` is missing")
    match.only(MATCH_KEYS)
    match.filled()
    pod = match.choice("pod", PODS) if "pod" in match.body else None
    return match_of(match, hooks=match.choice("hooks", HOOKS, "exclude"))._replace(pod=pod)


def match_of(section: Section, *, hooks: Hooks) -> Match:
    """The choice of resources that policies and exceptions write alike."""
    labels = section.section("labels")
    if labels:
        labels.filled()
    return Match(
        kinds=section.texts("kind"),
        api_versions=section.texts("apiVersion"),
        names=section.texts("name"),
        namespaces=section.texts("namespace"),
        labels={key: labels.text_of(key) or "" for key in labels.body} if labels else {},
        hooks=hooks,
    )


def _params(root: Section) -> dict[str, dict[str, Value]]:
    """JSON Schemas by name; each needs a default, so that a policy works as it comes."""
    section = root.section("params")
    params: dict[str, dict[str, Value]] = {}
    for name in section.body if section else ():
        schema = section.section(name) if section else None
        if schema is None or "default" not in schema.body:
            raise root.error(f"parameter `{name}` must be a JSON Schema with a default", "params", name)
        params[name] = dict(schema.body)
    return params


def _equivalents(root: Section) -> tuple[Equivalent, ...]:
    """Mutants that mean the same as the policy, each once and with its reason."""
    sections = root.sections("equivalent")
    lines = root.lines(section.path for section in sections) if sections else {}
    entries: dict[str, Equivalent] = {}
    for section in sections:
        section.only(("mutant", "reason"))
        section.required("mutant", "reason")
        mutant, reason = section.text_of("mutant") or "", section.text_of("reason") or ""
        if not reason.strip():
            raise section.error("say why no example can tell this mutant from the policy", "reason")
        if mutant in entries:
            first = entries[mutant].line
            raise section.error(f"`{mutant}` is listed twice, first in line {first}; remove one", "mutant")
        entries[mutant] = Equivalent(mutant, reason, lines[section.path])
    return tuple(entries.values())
