"""`policycheck why`: which key of the values, or which line of a template, a field comes from."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.parser import Parser
from policycheck.cli.streams import write
from policycheck.cli.values import kube_version, namespace, one_of, release
from policycheck.kubernetes.versions import NEWEST
from policycheck.reporters.terminal import printable

if TYPE_CHECKING:
    from policycheck.authoring.origin.why import Told


def arguments(parser: Parser) -> None:
    parser.epilog = "exit status: 0 answered, 2 could not be answered"
    parser.add_argument("chart", metavar="CHART", help="a folder or a .tgz")
    parser.add_argument("resource", metavar="KIND/NAME", help="or KIND/NAMESPACE/NAME, as it is rendered")
    parser.add_argument("path", metavar="PATH", help="of the field, as reports print it: spec.ports[0].name")
    for flags, name, metavar, purpose in (
        (("-f", "--values"), "values_files", "FILE", "values on top of the chart's own"),
        (("--set",), "set_values", "KEY=VALUE", "one value, as helm takes it"),
        (("--set-string",), "set_strings", "KEY=VALUE", "one value that is text"),
    ):
        parser.add_argument(
            *flags, metavar=metavar, action="append", default=[], dest=name, help=f"{purpose}; may be repeated"
        )
    parser.add_argument("--release", metavar="NAME", type=release, help="the release's name (default: the chart's)")
    parser.add_argument("-n", "--namespace", metavar="NAME", type=namespace, help="the release's namespace")
    parser.add_argument("--kube-version", metavar="VERSION", type=kube_version, help="the cluster's version, as 1.33")
    parser.add_argument("--helm", metavar="PATH", help="the helm to render with (default: $HELM, the one on PATH)")
    parser.add_argument(
        "--format", metavar="FORMAT", type=one_of(("text", "json"), "format"), default="text", help="text or json"
    )


def run(options: Namespace) -> int:
    """Exit 0 with the answer, 2 where there is none; no value of the field or of a key is shown."""
    from policycheck.authoring.origin.why import why  # noqa: PLC0415 - `--help` needs none of it
    from policycheck.renderers.request import RenderRequest  # noqa: PLC0415 - idem

    request = RenderRequest(
        options.chart,
        tuple(options.values_files),
        tuple(options.set_values),
        tuple(options.set_strings),
        release=options.release or "",
        kube_version=options.kube_version or ".".join(map(str, NEWEST)),
    )
    request = request._replace(namespace=options.namespace or request.namespace)
    told = why(request, options.resource, options.path, helm=options.helm)
    write(_as_json(told) if options.format == "json" else _as_text(told))
    return NOT_CHECKED if told.origin.kind == "unknown" else 0


def _as_text(told: Told) -> str:
    from policycheck.kubernetes.secret_values import redact  # noqa: PLC0415 - `--help` needs none of it

    template = told.origin.template
    lines = [f"{told.origin.sentence}{told.near}"]
    if template and f"{template.path}:{template.line}" not in told.origin.sentence:
        lines.append(f"printed by {template.path}:{template.line}")
    if template and template.doubt:
        lines.append(f"not sure of that line: {template.doubt}")
    return "".join(f"{printable(redact(line))}\n" for line in lines)


def _as_json(told: Told) -> str:
    from policycheck.authoring.origin.why import title  # noqa: PLC0415 - idem
    from policycheck.kubernetes.secret_values import redact  # noqa: PLC0415 - idem
    from policycheck.model import dotted  # noqa: PLC0415 - idem

    origin, template = told.origin, told.origin.template
    answer = {
        "resource": title(told.identity),
        "path": dotted(told.path),
        "answer": origin.kind,
        "values_key": origin.key or None,
        "values_file": origin.values_file,
        "values_line": origin.values_line,
        "template_file": template.path if template else None,
        "template_line": template.line if template else None,
        "template_doubt": (template.doubt or None) if template else None,
        "sentence": origin.sentence + told.near,
    }
    shown = {name: redact(value) if isinstance(value, str) else value for name, value in answer.items()}
    return json.dumps(shown, indent=2) + "\n"
