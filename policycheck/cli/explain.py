"""`policycheck explain`: all that a policy's author wrote for the reader of its findings."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping

from policycheck.cli.config_options import config_options, configured
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.streams import view_of_stdout, write
from policycheck.errors import UsageError, did_you_mean
from policycheck.model import Example, ExampleVerdict, Policy, Value
from policycheck.reporters.terminal import paragraphs, printable, wrapped
from policycheck.reporters.view import View

_VERDICTS: Mapping[ExampleVerdict, str] = {"pass": "Passes", "fail": "Fails", "skip": "Is skipped"}


def arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="a policy's id, as `policycheck list` and every report name it")
    config_options(parser)
    policy_options(parser)


def run(options: Namespace) -> int:
    policies = {policy.id: policy for policy in configured(options, examples=True).known}
    if options.id not in policies:
        near = did_you_mean(options.id, policies)
        raise UsageError(f'no policy has the id "{options.id}"{near} (`policycheck list` names them all)')
    view = view_of_stdout("all", "full")
    write(paragraphs(_sections(policies[options.id], view)) + "\n")
    return 0


def _sections(policy: Policy, view: View) -> Iterator[Iterable[str]]:
    switch = "on by default" if policy.default else "off until --enable names it"
    breaks = f", breaks {policy.breaks}" if policy.breaks else ""
    tags = f", tags {', '.join(policy.tags)}" if policy.tags else ""
    yield [
        view.painted(printable(f"{policy.id}: {policy.title}"), "bold"),
        printable(f"{policy.severity}, {switch}, area {policy.area}{breaks}{tags}"),
        printable(policy.source),
    ]
    yield _prose("Why", policy.rationale, view)
    yield _prose("What to do", policy.remediation, view)
    yield _prose("A fix", policy.fix or "", view)
    yield _listed("Parameters", [_parameter(name, schema) for name, schema in policy.params.items()], view)
    first = {example.verdict: example for example in reversed(policy.examples)}
    for verdict, title in _VERDICTS.items():
        if verdict in first:
            yield _example(title, first[verdict], view)
    yield _listed("References", policy.references, view)


def _prose(title: str, text: str, view: View) -> Iterator[str]:
    if not text:
        return
    yield view.painted(title, "bold")
    yield from wrapped(printable(" ".join(text.split())), width=view.width, first="  ", indent="  ")


def _listed(title: str, entries: Iterable[str], view: View) -> Iterator[str]:
    for number, entry in enumerate(entries):
        if not number:
            yield view.painted(title, "bold")
        yield "  " + printable(entry)


def _parameter(name: str, schema: Mapping[str, Value]) -> str:
    import json  # noqa: PLC0415 - few policies have parameters

    rest = ", ".join(f"{key} {json.dumps(value)}" for key, value in schema.items() if key != "type")
    kind = schema.get("type", "any value")
    return f"{name}: {kind}, {rest}" if rest else f"{name}: {kind}"


def _example(title: str, example: Example, view: View) -> Iterator[str]:
    yield view.painted(printable(f"{title}: {example.name}"), "bold")
    for place in example.at:
        yield "  at " + printable(place)
    yield from (f"  with {printable(condition)}" for condition in _conditions(example))
    for path, text in example.files.items():
        yield f"  {printable(path)}"
        yield from ("    " + printable(line) for line in text.splitlines())
    if example.files and example.manifest:
        yield "  rendered"
    for line in _block_style(example.manifest).splitlines():
        yield "    " + printable(line)


def _conditions(example: Example) -> Iterator[str]:
    """What the verdict depends on beside the manifest."""
    import json  # noqa: PLC0415 - only an explained policy needs it

    yield from (f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in example.params.items())
    if example.kube_version:
        yield f"Kubernetes {example.kube_version}"
    if example.namespace:
        yield f"the release namespace {example.namespace}"


def _block_style(manifest: str) -> str:
    """The manifest as its author would write it: one that was made around a container or a pod is JSON."""
    import json  # noqa: PLC0415 - only an explained policy needs it

    import yaml  # noqa: PLC0415 - idem

    try:
        body = json.loads(manifest)
    except ValueError:
        return manifest.strip("\n")
    return str(yaml.safe_dump(body, sort_keys=False, allow_unicode=True))
