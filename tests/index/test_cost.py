"""No join is a scan: asking for each of four times as many resources costs about four times as much, not sixteen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policycheck.errors import Unreadable
from policycheck.index import Index
from policycheck.index.joins import scope_of
from policycheck.index.monitors import monitored_services, watched_scopes
from policycheck.model import Resource
from tests.index.cluster import operations, resource, workload

SMALL, LARGE = 40, 160

Ask = Callable[[Index, Resource], object]


def cluster(size: int, *, namespaces: bool = False) -> list[Resource]:
    """So many of each kind, every one with partners of its own; in one namespace, or each in its own."""
    resources = []
    for number in range(size):
        own = {"app": f"app-{number}", "managed-by": "Helm"}
        namespace = f"shop-{number}" if namespaces else "shop"
        beside = f"shop-{number + 1}" if namespaces else "shop"
        watched = {"matchNames": [beside]} if namespaces else None
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"web-{number}"}
        resources += [
            workload(f"web-{number}", own, namespace=namespace),
            resource("Service", f"web-{number}", namespace=namespace, labels=own, spec={"selector": own}),
            resource("PodDisruptionBudget", f"p-{number}", namespace=beside, spec={"selector": {"matchLabels": own}}),
            resource("HorizontalPodAutoscaler", f"h-{number}", namespace=namespace, spec={"scaleTargetRef": target}),
            resource("ConfigMap", f"c-{number}", namespace=namespace, data={"a": "b"}),
            resource(
                "ServiceMonitor",
                f"m-{number}",
                namespace=namespace,
                spec={"selector": {"matchLabels": own}, "namespaceSelector": watched},
            ),
        ]
    return resources


def cost(resources: list[Resource], kind: str, ask: Ask) -> int:
    index = Index(resources)
    asking = [found for found in resources if found.kind == kind]

    def ask_all() -> None:
        for one in asking:
            ask(index, one)

    return operations(ask_all)


JOINS: dict[str, tuple[str, Ask]] = {
    "selecting_pods": ("Deployment", lambda index, web: index.selecting_pods("Service", web)),
    "selected_pods": ("Service", lambda index, service: index.selected_pods(service)),
    "autoscalers": ("Deployment", lambda index, web: index.autoscalers(web)),
    "named": ("Service", lambda index, service: index.named("ConfigMap", service.name, scope_of(service))),
    "data_of": ("Deployment", lambda index, web: index.data_of(web)("ConfigMap", "c-1")),
    "of_kind": ("Deployment", lambda index, web: index.of_kind("Service", scope_of(web))),
    "resource_of": ("Deployment", lambda index, web: index.resource_of(web.body)),
    "namespaces_selecting": ("Deployment", lambda index, web: index.namespaces_selecting("PodDisruptionBudget", web)),
    "monitored_services": ("ServiceMonitor", monitored_services),
    "watched_scopes": ("ServiceMonitor", watched_scopes),
}


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("namespaces", [False, True], ids=["one namespace", "many namespaces"])
def test_no_join_is_a_scan(join: str, namespaces: bool) -> None:  # noqa: FBT001 - the table
    kind, ask = JOINS[join]
    small, large = (cost(cluster(size, namespaces=namespaces), kind, ask) for size in (SMALL, LARGE))
    assert large < 1.5 * small * LARGE / SMALL


def test_one_refused_selector_does_not_make_every_join_start_again() -> None:
    def ask(index: Index, web: Resource) -> None:
        with pytest.raises(Unreadable):
            index.selecting_pods("NetworkPolicy", web)

    def broken(size: int) -> list[Resource]:
        return [*cluster(size), resource("NetworkPolicy", "odd", spec={"podSelector": {"matchLabels": 5}})]

    small, large = (cost(broken(size), "Deployment", ask) for size in (SMALL, LARGE))
    assert large < 1.5 * small * LARGE / SMALL
