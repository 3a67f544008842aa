"""What a cluster holds of a chart, by the policies that its render goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from policycheck.authoring.chart_tests.verdicts import Verdicts, chosen
from policycheck.config.effective import Config
from policycheck.errors import UsageError
from policycheck.model import Value
from policycheck.records import Record

__tracebackhide__ = True

_OF_THE_SERVER = ("managedFields", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink")
_NOT_FOUND = 404


class Cluster(Protocol):
    """What the fixture `kube_cluster` of pytest-helm-charts gives; its client is one of pykube."""

    @property
    def kube_client(self) -> Any: ...  # noqa: ANN401 - pykube has no types


class Wanted(Record):
    """Objects of a kind: the one of this name, or all where there is none."""

    api_version: str
    kind: str
    name: str | None = None


def wanted(kinds: Iterable[str]) -> list[Wanted]:
    """Kinds as they are written for a reader: `apps/v1/Deployment`, `v1/Service`. UsageError for another shape."""
    if isinstance(kinds, str):
        raise UsageError(f'`kinds` is a list; write kinds=["{kinds}"]')
    found = [Wanted(version, kind) for version, _, kind in (one.rpartition("/") for one in kinds)]
    if bare := next((one.kind for one in found if not one.api_version), None):
        raise UsageError(f'`kinds`: "{bare}" has no apiVersion; write it as apps/v1/Deployment or v1/Service')
    return found


def live(cluster: Cluster, objects: Iterable[Wanted], namespace: str) -> Iterator[dict[str, Value]]:
    """The objects as the API server has them, without what it alone writes.

    UsageError for a kind that the server does not know, AssertionError for an object that it does not hold.
    """
    for one in objects:
        query = _query(cluster, one, namespace)
        if one.name is None:
            yield from (_as_written(one, found.obj) for found in query)
            continue
        named = query.get_or_none(name=one.name)
        if named is None:
            raise AssertionError(f"the cluster holds no {one.kind}/{one.name} in namespace {namespace}")
        yield _as_written(one, named.obj)


def judged(objects: Iterable[dict[str, Value]], config: Config, policies: Sequence[str] | None) -> Verdicts:
    from policycheck.api import check_resources  # noqa: PLC0415 - few tests have a cluster

    return Verdicts(check_resources(objects, config=chosen(config, policies)))


def kube_version(cluster: Cluster) -> str:
    """The server's, as "1.33"; some providers write 33+."""
    major, minor = cluster.kube_client.version
    return f"{major}.{str(minor).rstrip('+')}"


def _query(cluster: Cluster, one: Wanted, namespace: str) -> Any:  # noqa: ANN401 - pykube has no types
    import pykube  # noqa: PLC0415 - of pytest-helm-charts, which is there where a cluster is
    import requests  # noqa: PLC0415 - of pykube

    unknown = f"the cluster knows no {one.kind} of {one.api_version}; is its definition installed?"
    try:
        of_kind = pykube.object_factory(cluster.kube_client, one.api_version, one.kind)
    except requests.HTTPError as error:
        if error.response is None or error.response.status_code != _NOT_FOUND:
            raise
        raise UsageError(unknown) from None
    except ValueError:
        raise UsageError(unknown) from None
    query = of_kind.objects(cluster.kube_client)
    return query.filter(namespace=namespace) if issubclass(of_kind, pykube.objects.NamespacedAPIObject) else query


def _as_written(one: Wanted, found: dict[str, Value]) -> dict[str, Value]:
    """A list's items carry no kind; what the API server adds is no mistake of a chart."""
    metadata = found.get("metadata")
    kept = {"apiVersion": one.api_version, "kind": one.kind, **found}
    kept.pop("status", None)
    if isinstance(metadata, dict):
        kept["metadata"] = {key: value for key, value in metadata.items() if key not in _OF_THE_SERVER}
    return kept
