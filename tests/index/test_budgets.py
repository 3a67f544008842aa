"""What a budget takes of its render, and the answers of a real API server to evictions (fixtures/oracle)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from policycheck.errors import Unreadable
from policycheck.exact_yaml.reader import read
from policycheck.index import Index
from policycheck.index.budgets import Controller, allowed, controllers, pods_kept, renders_its_pods
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.kubernetes.disruptions import disruptions_allowed, int_or_percent
from policycheck.model import Document, Resource, Value
from tests.index.cluster import resource, workload

WEB = {"app": "web"}
ORACLE = Path(__file__).parents[2] / "fixtures/oracle/availability.yaml"
EVICTIONS = [case for case in yaml.safe_load(ORACLE.read_text()) if "POST eviction" in case["input"]]


def budget(**spec: Value) -> Resource:
    return resource("PodDisruptionBudget", "pdb", spec={"selector": {"matchLabels": WEB}, **spec})


def from_chart(one: Resource, template: str) -> Resource:
    return one._replace(document=Document("stdin", 1, memoryview(b""), template, one.body))


def scaled(replicas: Value = 3, name: str = "web", kind: str = "Deployment") -> Resource:
    found = workload(name, WEB, kind=kind)
    spec = found.body["spec"]
    assert isinstance(spec, dict)
    spec["replicas"] = replicas
    return found


def pod(name: str = "bare", hook: str | None = None) -> Resource:
    found = resource("Pod", name, labels=WEB, spec={"containers": []})
    metadata = found.body["metadata"]
    assert isinstance(metadata, dict)
    metadata["annotations"] = {"helm.sh/hook": hook}
    return found


def job(kind: str = "Job", api_version: str = "batch/v1") -> Resource:
    template: Value = {"metadata": {"labels": WEB}}
    spec: dict[str, Value] = {"jobTemplate": {"spec": {"template": template}}, "template": template}
    return resource(kind, "job", api_version=api_version, spec=spec)


DAEMONS = resource("DaemonSet", "agent", api_version="apps/v1", spec={"template": {"metadata": {"labels": WEB}}})
KNATIVE = resource(
    "Service", "fn", api_version="serving.knative.dev/v1", spec={"template": {"metadata": {"labels": WEB}}}
)


def allowed_of(pdb: Resource, *others: Resource) -> int | None:
    return allowed(Index([pdb, *others]), pdb)


def test_each_controller_is_known_by_what_it_keeps() -> None:
    scaler = resource("ScaledObject", "keda", spec={"scaleTargetRef": {"name": "web"}, "minReplicaCount": 2})
    pdb = budget()
    others = [scaled(), scaler, pod(), pod("try", hook="test"), pod("migrate", hook="pre-install")]
    index = Index([pdb, *others, job(), job("CronJob"), DAEMONS, KNATIVE])
    found = controllers(index, pdb)
    assert found == [
        Controller("Deployment", "web", 2, scales=True, autoscaled=True),
        Controller("Pod", "bare", 1, scales=False, autoscaled=False),
        Controller("Pod", "migrate", None, scales=False, autoscaled=False),
        Controller("Job", "job", None, scales=False, autoscaled=False),
        Controller("CronJob", "job", None, scales=False, autoscaled=False),
        Controller("DaemonSet", "agent", None, scales=False, autoscaled=False),
        Controller("Service", "fn", None, scales=True, autoscaled=False),
    ]
    assert pods_kept(found[:2]) == 3
    assert pods_kept(found) is None


def test_pods_of_all_controllers_are_counted_together() -> None:
    assert allowed_of(budget(minAvailable=3), scaled(2), scaled(3, "api")) == 2


@pytest.mark.parametrize(
    ("spec", "others"),
    [
        pytest.param({}, [scaled()], id="neither field"),
        pytest.param({"minAvailable": 1, "maxUnavailable": 1}, [scaled()], id="both fields"),
        pytest.param({"minAvailable": 1}, [], id="nothing is taken"),
        pytest.param({"minAvailable": 1}, [scaled(0)], id="nothing is kept"),
        pytest.param({"minAvailable": 1}, [scaled(), DAEMONS], id="one pod a node"),
        pytest.param({"maxUnavailable": 1}, [scaled(), pod()], id="a number that asks for a scale"),
        pytest.param({"minAvailable": "50%"}, [pod()], id="a percentage of what has no scale"),
        pytest.param({"maxUnavailable": 1}, [KNATIVE], id="an operator's scale"),
    ],
)
def test_what_is_not_known_is_nothing(spec: dict[str, Value], others: list[Resource]) -> None:
    assert allowed_of(budget(**spec), *others) is None


def test_an_integer_of_bare_pods_counts_itself() -> None:
    assert allowed_of(budget(minAvailable=1), pod(), pod("other")) == 1


@pytest.mark.parametrize("field", ["minAvailable", "maxUnavailable"])
@pytest.mark.parametrize("value", ["2", "101%", 1.5, -1, True], ids=repr)
def test_a_field_that_is_refused_is_told_at_its_place(field: str, value: Value) -> None:
    pdb = budget(**{field: value})
    with pytest.raises(UnreadableElsewhere) as caught:
        allowed_of(pdb, scaled())
    assert (caught.value.resource, caught.value.place) == (pdb, ("spec", field))


def test_so_are_replicas_that_are_refused() -> None:
    web = scaled("3")
    with pytest.raises(UnreadableElsewhere) as caught:
        allowed_of(budget(minAvailable=1), web)
    assert (caught.value.resource, caught.value.place) == (web, ("spec", "replicas"))


def test_a_chart_renders_its_pods_or_does_not() -> None:
    pdb = from_chart(budget(), "shop/charts/db/templates/pdb.yaml")
    db = from_chart(scaled(name="db"), "shop/charts/db/templates/sub/statefulset.yaml")
    web = from_chart(scaled(name="web"), "shop/templates/deployment.yaml")
    operated = resource("Database", "db", api_version="example.com/v1")
    assert renders_its_pods(Index([pdb, web, db]), pdb)
    assert not renders_its_pods(Index([pdb, web]), pdb)
    assert not renders_its_pods(Index([pdb, db, operated]), pdb)
    assert renders_its_pods(Index([pdb, db, operated._replace(namespace="other")]), pdb)
    assert not renders_its_pods(Index([pdb]), pdb)


def resources_of(case: dict[str, str]) -> list[Resource]:
    bodies = [read(text).body for text in re.split(r"^---\n", case["input"], flags=re.MULTILINE)]
    found = []
    for body in bodies:
        if isinstance(body, dict):
            metadata = body["metadata"]
            assert isinstance(metadata, dict)
            kind, name = str(body["kind"]), str(metadata["name"])
            found.append(resource(kind, name)._replace(body=body))
    return found


@pytest.mark.parametrize("case", EVICTIONS, ids=lambda case: case["id"])
def test_evictions_are_answered_as_the_api_server_answers(case: dict[str, str]) -> None:
    every = resources_of(case)
    index = Index(every)
    budgets = index.selecting_pods("PodDisruptionBudget", every[0])
    expected = {"HTTP 201": 0, "HTTP 429": 1, "HTTP 500": 2}[case["message"][:8]]
    assert min(len(budgets), 2) == expected
    for pdb in budgets if expected == 1 else ():
        spec, status = pdb.body["spec"], pdb.body["status"]
        assert isinstance(spec, dict)
        assert isinstance(status, dict)
        shares = {
            keyword: int_or_percent(spec[field])
            for keyword, field in (("min_available", "minAvailable"), ("max_unavailable", "maxUnavailable"))
            if field in spec
        }
        healthy = int(str(status["currentHealthy"]))
        assert disruptions_allowed(healthy, **shares) == status["disruptionsAllowed"]


def test_a_plain_map_is_read_as_the_api_server_stores_it_and_as_nobody_means_it() -> None:
    pdb = budget(selector={"app": "a"}, maxUnavailable=1)
    with pytest.raises(Unreadable, match="app is not a field of a label selector"):
        allowed_of(pdb, scaled())
