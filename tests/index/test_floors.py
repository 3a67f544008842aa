from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.index.floors import replica_floor
from policycheck.model import Resource, Value
from tests.index.cluster import resource

WEB = resource("Deployment", "web", spec={"replicas": 5})
TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def hpa(**spec: Value) -> Resource:
    return resource("HorizontalPodAutoscaler", "hpa", spec={"scaleTargetRef": TARGET, **spec})


def scaled_object(**spec: Value) -> Resource:
    return resource("ScaledObject", "keda", spec={"scaleTargetRef": {"name": "web"}, **spec})


@pytest.mark.parametrize(
    ("autoscalers", "floor"),
    [
        ([], 5),
        ([hpa(minReplicas=2)], 2),
        ([hpa()], 1),
        ([scaled_object()], 0),
        ([hpa(minReplicas=4), scaled_object(minReplicaCount=2)], 2),
        ([hpa(scaleTargetRef={"kind": "Deployment", "name": "api"}, minReplicas=2)], 5),
    ],
    ids=["none", "an HPA", "an HPA without a minimum", "KEDA without a minimum", "the lowest", "another's"],
)
def test_autoscalers_replace_what_is_written(autoscalers: list[Resource], floor: int) -> None:
    assert replica_floor(Index([WEB, *autoscalers]), WEB) == floor


def test_a_count_that_is_refused_stands_where_it_is_written() -> None:
    odd = hpa(minReplicas="2")
    with pytest.raises(UnreadableElsewhere) as caught:
        replica_floor(Index([WEB, odd]), WEB)
    assert (caught.value.resource, caught.value.place) == (odd, ("spec", "minReplicas"))
    web = resource("Deployment", "web", spec={"replicas": 2.5})
    with pytest.raises(UnreadableElsewhere) as caught:
        replica_floor(Index([web]), web)
    assert (caught.value.resource, caught.value.place) == (web, ("spec", "replicas"))
