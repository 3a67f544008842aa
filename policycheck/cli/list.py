"""`policycheck list`: every policy there is, switched on or not."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby

from policycheck.cli import NOT_CHECKED
from policycheck.cli.config_options import config_options, configured
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.streams import complain, write
from policycheck.cli.values import one_of
from policycheck.model import Policy
from policycheck.reporters.last_line import counted
from policycheck.reporters.terminal import printable


def arguments(parser: Parser) -> None:
    config_options(parser)
    policy_options(parser)
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(("text", "json", "markdown"), "format"),
        default="text",
        help="text, json or markdown (default: text)",
    )


def run(options: Namespace) -> int:
    policies = sorted(configured(options).known, key=lambda policy: (policy.area, policy.id))
    write(_listed(policies, options.format, bundled=not options.no_bundled))
    if not policies:
        complain("no policies; name some with --policies")
    return 0 if policies else NOT_CHECKED


def _listed(policies: Sequence[Policy], format_name: str, *, bundled: bool) -> str:
    if format_name == "json":
        return _json(policies, bundled=bundled)
    if format_name == "markdown":
        from policycheck.authoring.reference import limits, policy_index  # noqa: PLC0415 - only this format needs it

        return policy_index(policies, limits() if bundled else ())
    return "".join(f"{line}\n" for line in _text(policies))


def _text(policies: Sequence[Policy]) -> Iterator[str]:
    if not policies:
        return
    width = max(len(policy.id) for policy in policies)
    for area, of_area in groupby(policies, key=lambda policy: policy.area):
        yield printable(area)
        for policy in of_area:
            switch = "on " if policy.default else "off"
            yield printable(f"  {policy.id:<{width}}  {policy.severity:<7}  {switch}  {policy.title}")
    off = sum(not policy.default for policy in policies)
    yield f"{counted(len(policies), 'policy')}, {f'{off} off until --enable names them' if off else 'all on'}"


def _json(policies: Sequence[Policy], *, bundled: bool) -> str:
    import json  # noqa: PLC0415 - only this format needs it

    rows = [
        {
            "id": policy.id,
            "area": policy.area,
            "severity": policy.severity,
            "default": policy.default,
            "breaks": policy.breaks,
            "tags": policy.tags,
            "title": policy.title,
        }
        for policy in policies
    ]
    lines = ",\n".join(map(json.dumps, rows))
    limits = f",\n{_limits()}" if bundled else ""
    return f'{{\n"version": 1,\n"policies": [\n{lines}\n]{limits}\n}}\n'


def _limits() -> str:
    """What no policy checks: `unseen` in any file, and `statements` of the seed that are not enforced as they stand."""
    import json  # noqa: PLC0415 - idem

    from policycheck.authoring.unseen import statements, unseen  # noqa: PLC0415 - only this format needs it

    parts = {
        "unseen": [one._asdict() for one in unseen()],
        "statements": [one._asdict() for one in statements()],
    }
    lines = {key: ",\n".join(map(json.dumps, rows)) for key, rows in parts.items()}
    return ",\n".join(f'"{key}": [\n{text}\n]' for key, text in lines.items())
