"""The examples of a policy, each made a manifest: `container:`, `pod:` and `spec:` are wrapped into a Deployment.

`files:` are those of a chart or a release, or Dockerfiles; a `manifest:` beside them is what was rendered from a chart.
"""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.errors import UsageError
from policycheck.kubernetes.versions import parse_kube_version
from policycheck.language.section import Section
from policycheck.model import Example, ExampleVerdict, Value

VERDICTS: tuple[ExampleVerdict, ...] = ("pass", "fail", "skip")
INPUTS = ("container", "pod", "spec", "manifest")
FILES = "files"
KEYS = ("name", *INPUTS, FILES, "at", "params", "kubeVersion", "namespace")

_BASES = {  # where the wrapped thing stands, for `at`
    "spec": "spec",
    "pod": "spec.template.spec",
    "container": "spec.template.spec.containers[0]",
}


def read_examples(root: Section, params: Mapping[str, Value]) -> tuple[Example, ...]:
    """All examples of a policy in written order; at least one must pass and one must fail."""
    section = root.section("examples")
    if section is None:
        raise root.error("`examples` is missing")
    section.only(VERDICTS)
    section.filled()
    for verdict in ("pass", "fail"):
        if not section.body.get(verdict):
            raise root.error(f"a policy proves itself: add at least one `{verdict}` example", "examples")
    cases = [(verdict, example) for verdict in VERDICTS for example in section.sections(verdict)]
    lines = root.lines(example.path for _, example in cases)
    return tuple(_example(example, verdict, params, lines[example.path]) for verdict, example in cases)


def _example(section: Section, verdict: ExampleVerdict, params: Mapping[str, Value], line: int) -> Example:
    section.only(KEYS)
    section.filled()
    section.required("name")
    kind = _kind(section)
    chosen = section.section("params")
    if chosen:
        chosen.only(params)
    places = section.texts("at")
    if (verdict == "fail") != bool(places):
        raise section.error("`at` lists the places of the findings: in each `fail` example, and only there", "at")
    return Example(
        name=section.text_of("name") or "",
        verdict=verdict,
        line=line,
        manifest=_manifest(section, kind),
        at=tuple(_place(place, kind) for place in places),
        params=dict(chosen.body) if chosen else {},
        kube_version=_kube_version(section),
        namespace=section.text_of("namespace"),
        files=_files(section),
    )


def _kind(section: Section) -> str:
    """The key of its input; that of a chart's example is `manifest`, which may be left out beside `files`."""
    inputs = [key for key in INPUTS if key in section.body]
    if FILES in section.body:
        if inputs not in ([], ["manifest"]):
            raise section.error(
                f"beside `{FILES}`, which are those of a chart, stands a `manifest` or nothing", inputs[0]
            )
        return "manifest"
    if len(inputs) != 1:
        raise section.error(f"an example has exactly one of {', '.join(INPUTS)}, or the `{FILES}` of a chart")
    return inputs[0]


def _files(section: Section) -> dict[str, str]:
    files = section.section(FILES)
    if files is None:
        return {}
    files.filled()
    return {path: files.text_of(path) or "" for path in files.body}


def _kube_version(section: Section) -> str | None:
    written = section.text_of("kubeVersion")
    if written is not None:
        try:
            parse_kube_version(written)
        except UsageError as error:
            raise section.error(error.message, "kubeVersion") from None
    return written


def _place(place: str, kind: str) -> str:
    """`env[0].value` of a container as a place of its Deployment; `.` is the wrapped thing itself."""
    if kind == "manifest" or place.startswith("Deployment/"):
        return place
    base = f"Deployment/example {_BASES[kind]}"
    return base if place == "." else base + place if place.startswith("[") else f"{base}.{place}"


def _manifest(section: Section, kind: str) -> str:
    if kind == "manifest":
        return section.text_of(kind) or ""
    from json import dumps  # noqa: PLC0415 - only wrapped examples are written anew

    wrapped = section.section(kind)
    body = dict(wrapped.body) if wrapped else {}
    if kind == "container":
        body = {"containers": [{"name": "main", "image": "example:1", **body}]}
    labels = {"app": "example"}
    spec: Mapping[str, Value] = body
    if kind != "spec":
        spec = {"template": {"metadata": {"labels": labels}, "spec": body}}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "main", "image": "example:1"}]}}
    return dumps(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "example"},
            "spec": {"selector": {"matchLabels": labels}, "template": template, **spec},
        }
    )
