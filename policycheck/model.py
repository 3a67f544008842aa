"""The nouns. Frozen records over plain JSON values; nothing here reads, writes or imports anything of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from policycheck.records import Record

Value: TypeAlias = object
"""A JSON value: dict with str keys, list, str, int, float, bool or None. Plain types only, never subclasses."""

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from a resource's root: ("spec", "ports", 0, "name")."""

Severity = Literal["error", "warning", "info"]
Status = Literal["pass", "fail", "excepted", "skip", "error"]
Verdict = Literal["passed", "failed", "not checked"]
ExampleVerdict = Literal["pass", "fail", "skip"]
Pods = Literal["any", "long-running", "job"]
Hooks = Literal["exclude", "include"]
Gate = Literal["error", "warning", "info", "never"]
Moment = Literal["install", "leak", "start", "traffic", "change", "observation"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MOMENTS: tuple[Moment, ...] = ("install", "leak", "start", "traffic", "change", "observation")
"""When a defect is felt, the earliest first: the object is refused; a secret is readable as soon as it is applied; pods
do not start or do not stay; requests fail; a rollout, drain or scaling goes wrong; nobody sees what goes on."""
STATUSES: tuple[Status, ...] = ("pass", "fail", "excepted", "skip", "error")

NO_RESOURCES = "no resources"
NOTHING_TO_JUDGE = "no policy found anything to judge"
"""Reasons for which a run does not count as a check."""


class DuplicateKey(Record):
    """A mapping key written twice in one document. Lines count from 1 in the source; the last value stands."""

    path: Path
    first_line: int
    line: int


class KeyNote(Record):
    """A key that Kubernetes reads otherwise than it is written.

    `kind` is "retyped" (`y:` is read as "true") or "overridden" (a `<<` merge after an own key replaces its value).
    """

    kind: Literal["retyped", "overridden"]
    path: Path
    line: int
    written: str


class Document(Record):
    """One YAML document of a stream, before it is known to be a resource.

    `text` is its bytes (a view into the stream, so nothing is held twice), `line` the source line on which they begin,
    None where a program made the object and there is no text, `template` the chart file of the `# Source:` comment
    above it.
    """

    source: str
    line: int | None
    text: memoryview
    template: str | None
    body: Value
    duplicates: tuple[DuplicateKey, ...] = ()
    key_notes: tuple[KeyNote, ...] = ()
    is_lines: bool = False
    """No YAML: a path in it is the number of a line, from 0."""
    lines: Mapping[Path, int] | None = None
    """No YAML: the line, from 1, of each path that has one of its own; what is below it stands there too."""


class Resource(Record):
    """A Kubernetes object, or a Chart. `base` is its path in its document: () or, unwrapped from a List, ("items", 0).

    `namespace` is the effective one (semantics 0.3): written, or the release's, or None where neither is known and for
    cluster-scoped kinds. `group` is the part of apiVersion before the slash, "" for the core group. `render` is the id
    of the scope it may be joined in.
    """

    api_version: str
    group: str
    kind: str
    name: str
    namespace: str | None
    body: dict[str, Value]
    document: Document
    base: Path = ()
    render: str = "manifests"
    parts: Mapping[Path, Document] = {}
    """Of what is read from several files: the document that the content at a path of one or two keys is."""

    def written_at(self, path: Path) -> tuple[Document, Path]:
        """The document in which a path of this resource stands, and the path in that document."""
        for depth in (2, 1) if self.parts else ():
            part = self.parts.get(path[:depth])
            if part is not None:
                return part, path[depth:]
        return self.document, (*self.base, *path)


class Match(Record):
    """A policy's choice of resources. Empty fields choose all; globs in names, namespaces and label values."""

    kinds: tuple[str, ...] = ()
    api_versions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    pod: Pods | None = None
    hooks: Hooks = "exclude"


class Example(Record):
    """A case that a policy proves itself by.

    `at` lists exactly the places of its findings, for `fail` only, as `Kind/name path`. `line` is in the policy file.
    `files` are those of a chart, by their path in its folder, or Dockerfiles.
    """

    name: str
    verdict: ExampleVerdict
    line: int
    manifest: str
    at: tuple[str, ...] = ()
    params: Mapping[str, Value] = {}
    kube_version: str | None = None
    namespace: str | None = None
    files: Mapping[str, str] = {}


class Equivalent(Record):
    """A mutant, by its name, that means the same as the policy, and why; `line` is in the policy file."""

    mutant: str
    reason: str
    line: int


class Policy(Record):
    """One policy file, as data. Expressions stay the author's text; `language` compiles them."""

    id: str
    area: str
    title: str
    severity: Severity
    default: bool
    tags: tuple[str, ...]
    rationale: str
    remediation: str
    references: tuple[str, ...]
    source: str
    match: Match
    params: Mapping[str, Mapping[str, Value]]
    foreach: tuple[str, ...]
    when: str | None
    asserts: tuple[str, ...]
    """Empty for `assert: false` (no such item may exist) and for a policy that judges by `schema`."""
    schema: Mapping[str, Value] | None
    at: str | None
    message: str | None
    fix: str | None
    breaks: Moment | None = None
    """When it is felt; None for an opinion."""
    examples: tuple[Example, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()

    @property
    def urgency(self) -> tuple[int, int]:
        """Sorts what the reader must mend first to the front: by severity, then what breaks first."""
        moment = len(MOMENTS) if self.breaks is None else MOMENTS.index(self.breaks)
        return SEVERITIES.index(self.severity), moment

    @property
    def rank(self) -> tuple[int, int, str]:
        """Its place among all policies: by urgency, then by id."""
        return (*self.urgency, self.id)


class Violation(Record):
    """What a policy found, before its place in the text is known."""

    path: Path
    message: str


class PolicyException(Record):
    """A reasoned, dated permission to fail.

    `policy` is an id, a tag or a glob; `expires` the last day on which it applies, as 2026-12-31, None for "never".
    `container` is a glob over the container a finding stands in, `template` one over the chart file it comes from, None
    where any will do.
    """

    policy: str
    match: Match
    container: str | None
    template: str | None
    reason: str
    expires: str | None
    source: str
    path: Path
    """Where it is written in `source`: a policycheck.yaml, or the resource that carries it as an annotation."""
    is_known: bool = False
    """It stands for what was there before, in a baseline or in the base of a change: counted, and no news."""


class Origin(Record):
    """What in a chart made a finding's text: the line of the template that printed it, the key of the values behind it.

    `template` is a path the reader can open; `line`, from 1, is None where no line can be told, and `doubt` says why
    there is none or why it is not sure. `values_key` is as a values file writes it, None where none was found or looked
    for; `values_file` and `values_line` say what sets it now, or the nearest above it ("--set" has no line). `hint` is
    a clause beside the key, or on why there is none, and never shows a value; with neither, none was looked for.
    """

    template: str
    line: int | None
    doubt: str = ""
    values_key: str | None = None
    values_file: str | None = None
    values_line: int | None = None
    hint: str = ""


class Finding(Record):
    """A violation with its place: line and column from 1 in the resource's source, None where there is no text.

    `exception` is the one that covers it. `source` is the file, where that is another than the resource's own. `origin`
    is known where the chart is at hand.
    """

    path: Path
    message: str
    line: int | None
    column: int | None
    exception: PolicyException | None = None
    source: str | None = None
    origin: Origin | None = None


class Outcome(Record):
    """One policy on one resource. `reason` says why for `skip` and `error`."""

    policy: Policy
    resource: Resource
    severity: Severity
    status: Status
    findings: tuple[Finding, ...] = ()
    reason: str | None = None

    def source_of(self, finding: Finding) -> str:
        """The file that a finding's line is one of."""
        return finding.source or self.resource.document.source


class LeftOut(Record):
    """Text that no policy saw. `unread` is what should have been checked and could not: it makes the run exit 2.

    `render` is the scope that it is missing from, where a chart's render failed or has nothing to show.
    """

    source: str
    line: int | None
    reason: str
    unread: bool
    render: str | None = None


class Note(Record):
    """Something the reader must know that is no finding: what was assumed, what looks odd.

    One of level error fails the run: an exception that has expired or hides nothing, where the run is strict.
    """

    level: Severity
    source: str | None
    line: int | None
    text: str


class Loaded(Record):
    source: str
    documents: int
    resources: int


class Render(Record):
    """One scope of joins. `chart` is known from `# Source:` comments; the rest only where we rendered ourselves.

    `values` are the values files in their order, `values_name` is what the set of them is called: "default",
    "ci/ha-values.yaml", or a name of policycheck.yaml.
    """

    id: str
    chart: str | None
    values: tuple[str, ...]
    kube_version: str | None
    values_name: str | None = None
    release: str | None = None


class Report(Record):
    """All outcomes of a run, the policies that ran, what was loaded and what was left out and why."""

    policies: tuple[Policy, ...]
    outcomes: tuple[Outcome, ...]
    renders: tuple[Render, ...]
    loaded: tuple[Loaded, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    fail_on: Gate = "error"
    may_be_empty: bool = False
    """Whether there is nothing in it but charts, and that was meant: it is a check too."""
    found: Mapping[str, int] = {}
    """How many there are of each kind that is no Kubernetes object: Chart, GoReleaser, PrometheusRules."""

    @property
    def resources(self) -> int:
        return sum(loaded.resources for loaded in self.loaded)

    @property
    def vacuous(self) -> tuple[str, ...]:
        """Ids of policies that judged nothing: no outcome but skip."""
        judged = {outcome.policy.id for outcome in self.outcomes if outcome.status != "skip"}
        return tuple(policy.id for policy in self.policies if policy.id not in judged)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity is at or above the gate."""
        return self.fail_on != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(self.fail_on)

    @property
    def not_checked(self) -> tuple[str, ...]:
        """Why the run does not count as a check; empty when it does. Each entry is one clause for a person."""
        reasons = []
        if any(left_out.unread for left_out in self.left_out):
            reasons.append("some input could not be read")
        if not self.resources and not self.may_be_empty:
            reasons.append(NO_RESOURCES)
        if not self.policies:
            reasons.append("no policies")
        elif self.resources and not self.may_be_empty and all(outcome.status == "skip" for outcome in self.outcomes):
            reasons.append(NOTHING_TO_JUDGE)
        if any(outcome.status == "error" for outcome in self.outcomes):
            reasons.append("a policy could not be evaluated")
        return tuple(reasons)

    @property
    def verdict(self) -> Verdict:
        """Not checked wins over failed: a run that could not look everywhere proves nothing."""
        if self.not_checked:
            return "not checked"
        failed = any(outcome.status == "fail" and self.fails(outcome.severity) for outcome in self.outcomes)
        return "failed" if failed or any(note.level == "error" for note in self.notes) else "passed"


def dotted(path: Path) -> str:
    """`spec.containers[0].env[1].value`; a key that is no plain word is quoted: `metadata.labels["a.b/c"]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.replace("-", "_").isidentifier():
            text += f".{part}" if text else part
        else:
            text += '["' + part.replace("\\", "\\\\").replace('"', '\\"') + '"]'
    return text
