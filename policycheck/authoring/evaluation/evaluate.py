"""An expression tried on a render before it becomes a policy: what it gives, where that stands, whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from policycheck.authoring.evaluation.check import check_expressions
from policycheck.authoring.evaluation.items import evaluated
from policycheck.authoring.evaluation.shown import Evaluation, shown, title
from policycheck.errors import UsageError, did_you_mean
from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.context import Context, Release
from policycheck.language.places import RunPlaced, compile_places
from policycheck.language.syntax import parse
from policycheck.model import Resource
from policycheck.sources.discovery import discover
from policycheck.sources.loading import load


def evaluate(  # noqa: PLR0913 - all but the expression and the path are keywords: the options of the command
    expression: str,
    path: str,
    *,
    stdin: BinaryIO,
    foreach: str | None = None,
    resource: str | None = None,
    namespace: str | None = None,
    kube_version: str | None = None,
) -> Evaluation:
    """Evaluate an expression, with all names bound, on each resource of a file, a folder or "-"; no secret comes back.

    `foreach` gives the items to evaluate it on. `resource` is the one Kind/name to look at; joins still look at all.
    UsageError for an expression that no policy may have, with its column, and for a resource that is not there.
    """
    discovered = discover([path], stdin=stdin)
    contents = load(discovered.inputs, namespace=namespace)
    chosen = contents.resources if resource is None else _called(resource, contents.resources, path)
    check_expressions(expression, foreach, chosen)
    release = Release(None, namespace, parse_kube_version(kube_version) if kube_version else NEWEST)
    run, choose = _compiled(expression), _compiled(foreach) if foreach is not None else None
    index = Index(contents.resources)
    found = [(one, tuple(evaluated(run, choose, Context(one, index, release)))) for one in chosen]
    return shown(found, (*discovered.left_out, *contents.left_out), contents.resources)


def _compiled(expression: str) -> RunPlaced:
    return compile_places(parse(expression).ast)


def _called(name: str, resources: Sequence[Resource], path: str) -> list[Resource]:
    """All of that kind and name, in whatever namespace."""
    found = [resource for resource in resources if title(resource) == name]
    if not found:
        raise UsageError(
            f'no resource is called "{name}"{did_you_mean(name, map(title, resources))} (write KIND/NAME)', source=path
        )
    return found
