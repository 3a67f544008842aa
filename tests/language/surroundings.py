"""Resources in their surroundings, and expressions evaluated there: what most tests of the language stand on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.language.bindings import Bindings
from policycheck.language.compiled import compile_policy
from policycheck.language.context import Context, Release
from policycheck.language.evaluate import compile_ast
from policycheck.language.items import Item
from policycheck.language.judge import judge
from policycheck.language.judgement import Judgement
from policycheck.language.syntax import parse
from policycheck.model import Document, Path, Policy, Resource, Value
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load

CONFIG_MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}"


def context(
    manifests: str = CONFIG_MAP,
    *,
    of: str | None = None,
    namespace: str | None = None,
    kube_version: KubeVersion = NEWEST,
) -> Context:
    """The context of one resource of these manifests: `of` is its kind or name, None the first."""
    contents = load([Input("manifests.yaml", manifests.encode())], namespace=namespace)
    assert not contents.left_out
    resource = next(found for found in contents.resources if of in {None, found.kind, found.name})
    return Context(resource, Index(contents.resources), Release(None, namespace, kube_version))


def context_of_body(body: dict[str, Value]) -> Context:
    """The context of a resource that is alone, made from a value instead of a text."""
    document = Document("manifests.yaml", 1, memoryview(b""), None, body)
    resource = Resource("v1", "", "ConfigMap", "settings", None, body, document)
    return Context(resource, Index([resource]), Release())


def bindings(
    surroundings: Context | None = None, *, item: Path = (), params: Mapping[str, Value] | None = None
) -> Bindings:
    """Bindings whose current item stands at a path of the resource."""
    made = Bindings(surroundings or context(), params or {})
    made.item = Item(at(made.context.resource.body, item), item)
    return made


def at(value: Value, path: Path) -> Value:
    """What a path leads to; KeyError, IndexError or TypeError where it leads nowhere."""
    return reduce(lambda found, step: found[step], path, value)  # type: ignore[index]  # it raises, as it says


def evaluated(expression: str, bound: Bindings | None = None) -> Value:
    """An expression's value, asked of the current item."""
    bound = bound or bindings()
    return compile_ast(parse(expression).ast)(bound.item.value, bound)


def judged(policy: Policy, manifests: str = CONFIG_MAP, *, of: str | None = None) -> Judgement:
    """What a policy says of one resource of these manifests."""
    return judge(compile_policy(policy), context(manifests, of=of))
