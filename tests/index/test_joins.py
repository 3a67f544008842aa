from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.index import Index
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.index.joins import pod_labels, scope_of
from policycheck.index.pod_selectors import selector_of, written_selector
from policycheck.kubernetes.pod_templates import carriers
from policycheck.kubernetes.selectors import matches
from policycheck.model import Path, Resource, Value
from tests.effort import tries
from tests.index.cluster import names, resource, workload

WEB = {"app": "web"}


def budget(
    name: str = "pdb", selector: Value = None, *, namespace: str | None = "shop", render: str = "stdin"
) -> Resource:
    return resource("PodDisruptionBudget", name, namespace=namespace, render=render, spec={"selector": selector})


def service(name: str = "web", selector: Value = None, *, namespace: str | None = "shop") -> Resource:
    return resource("Service", name, namespace=namespace, spec={"selector": selector})


def budgets_of(web: Resource, *others: Resource) -> list[str]:
    return names(Index([web, *others]).selecting_pods("PodDisruptionBudget", web))


@pytest.mark.parametrize(
    ("selector", "taken"),
    [
        pytest.param(None, False, id="nil takes nothing"),
        pytest.param({}, True, id="empty takes everything"),
        pytest.param({"matchLabels": {"app": "web"}}, True, id="labels"),
        pytest.param({"matchLabels": {"app": "web", "tier": "x"}}, False, id="one label too many"),
        pytest.param({"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "api"]}]}, True, id="In"),
        pytest.param({"matchExpressions": [{"key": "track", "operator": "DoesNotExist"}]}, True, id="without a label"),
        pytest.param({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}, False, id="NotIn"),
    ],
)
def test_budget_selects_by_the_labels_of_the_pods(selector: Value, taken: bool) -> None:  # noqa: FBT001 - the table
    assert budgets_of(workload("web", WEB), budget("pdb", selector)) == (["pdb"] if taken else [])


def test_labels_of_the_workload_itself_are_not_its_pods() -> None:
    web = workload("web", {"app": "other"})
    web.body["metadata"] = {"name": "web", "labels": WEB}
    assert budgets_of(web, budget("pdb", {"matchLabels": WEB})) == []


def test_labels_that_are_no_strings_select_nothing() -> None:
    assert budgets_of(workload("web", {"app": 1, "tier": None}), budget("pdb", {"matchLabels": {"app": "1"}})) == []
    assert budgets_of(workload("web", "app"), budget("pdb", {"matchLabels": WEB})) == []


def test_a_join_stays_in_its_namespace() -> None:
    web = workload("web", WEB)
    assert budgets_of(web, budget("there", {}, namespace="other"), budget("here", {})) == ["here"]


def test_a_join_stays_in_its_render() -> None:
    web = workload("web", WEB)
    others = [budget("there", {}, render="another chart"), workload("web", WEB, render="another chart")]
    index = Index([web, *others])
    assert index.selecting_pods("PodDisruptionBudget", web) == []
    assert index.of_kind("Deployment", scope_of(web)) == [web]
    assert names(index.selected_pods(others[0])) == ["web"]
    assert index.selected_pods(others[0])[0] is others[1]


def test_an_unknown_namespace_is_one_of_its_own() -> None:
    web = workload("web", WEB, namespace=None)
    assert budgets_of(web, budget("there", {}), budget("here", {}, namespace=None)) == ["here"]


def test_cluster_scoped_resources_are_found_beside_each_other() -> None:
    node = resource("Node", "a", namespace=None)
    index = Index([resource("ConfigMap"), node])
    assert index.of_kind("Node", scope_of(node)) == [node]
    assert index.named("Node", "a", ("stdin", None)) is node
    assert index.named("Node", "a", ("stdin", "shop")) is None


def test_a_bare_kind_is_the_kubernetes_one_and_a_group_names_any_other() -> None:
    ours = resource("Service", "ours")
    knative = resource("Service", "knative", api_version="serving.knative.dev/v1")
    index, shop = Index([knative, ours]), ("stdin", "shop")
    assert index.of_kind("Service", shop) == [ours]
    assert index.of_kind("core/Service", shop) == [ours]
    assert index.of_kind("serving.knative.dev/Service", shop) == [knative]
    assert index.named("Service", "knative", shop) is None
    assert index.of_kind("Widget", shop) == []


def test_many_in_one_namespace_are_answered_in_source_order() -> None:
    resources = [
        workload("c", WEB, kind="StatefulSet"),
        workload("a", WEB),
        budget("z", {}),
        workload("d", WEB, kind="StatefulSet"),
        workload("b", WEB),
        budget("y", {"matchLabels": WEB}),
        budget("x", {"matchExpressions": [{"key": "app", "operator": "Exists"}]}),
    ]
    index = Index(resources)
    assert names(index.selected_pods(resources[2])) == ["c", "a", "d", "b"]
    assert names(index.selecting_pods("PodDisruptionBudget", resources[1])) == ["z", "y", "x"]
    assert names(index.of_kind("PodDisruptionBudget", ("stdin", "shop"))) == ["z", "y", "x"]


def test_kinds_of_several_groups_are_answered_in_source_order() -> None:
    old = resource("Deployment", "old", api_version="extensions/v1beta1")
    resources = [workload("first"), old, workload("last")]
    assert names(Index(resources).of_kind("Deployment", ("stdin", "shop"))) == ["first", "old", "last"]


def test_of_several_with_one_name_the_first_is_named() -> None:
    first, second = resource("ConfigMap", "c"), resource("ConfigMap", "c")
    assert Index([first, second]).named("ConfigMap", "c", ("stdin", "shop")) is first


def test_a_services_selector_is_a_plain_map_and_empty_takes_nothing() -> None:
    web = workload("web", WEB)
    services = [service("a", WEB), service("b", {}), service("c"), service("d", {"app": "api"})]
    index = Index([web, *services])
    assert names(index.selecting_pods("Service", web)) == ["a"]
    assert [names(index.selected_pods(found)) for found in services] == [["web"], [], [], []]


def test_what_has_no_pods_is_selected_by_nothing() -> None:
    config = resource("ConfigMap")
    assert Index([config, budget("all", {})]).selecting_pods("PodDisruptionBudget", config) == []


def test_configured_kinds_have_pods_too() -> None:
    flink = resource("Job", "flink", api_version="example.com/v1", spec={"worker": {"metadata": {"labels": WEB}}})
    index = Index([flink, budget("pdb", {"matchLabels": WEB})], carriers({"example.com/Job": {"path": "spec.worker"}}))
    assert names(index.selecting_pods("PodDisruptionBudget", flink)) == ["pdb"]


@pytest.mark.parametrize("choice", ["ConfigMap", "apps/Deployment"])
def test_a_kind_without_a_selector_cannot_be_asked_for_pods(choice: str) -> None:
    web = workload("web", WEB)
    with pytest.raises(PolicyError, match="does not select pods; known are PodDisruptionBudget"):
        Index([web]).selecting_pods(choice, web)
    with pytest.raises(PolicyError, match="Deployment does not select pods"):
        Index([web]).selected_pods(web)


def test_autoscalers_find_their_workload_by_kind_name_and_group() -> None:
    web = workload("web")

    def scaler(name: str, /, **target: Value) -> Resource:
        return resource("HorizontalPodAutoscaler", name, spec={"scaleTargetRef": target})

    index = Index(
        [
            web,
            scaler("right", apiVersion="apps/v1", kind="Deployment", name="web"),
            scaler("no group", kind="Deployment", name="web"),
            scaler("other group", apiVersion="example.com/v1", kind="Deployment", name="web"),
            scaler("other kind", apiVersion="apps/v1", kind="StatefulSet", name="web"),
            scaler("other name", apiVersion="apps/v1", kind="Deployment", name="api"),
            resource("ScaledObject", "keda", spec={"scaleTargetRef": {"name": "web"}}),
            resource("ScaledObject", "elsewhere", namespace="other", spec={"scaleTargetRef": {"name": "web"}}),
        ]
    )
    assert names(index.autoscalers(web)) == ["right", "no group", "keda"]


def test_data_of_joins_all_that_a_map_holds_within_its_namespace() -> None:
    web = workload("web")
    config = resource("ConfigMap", "c", data={"A": "1"}, binaryData={"B": "eA=="})
    index = Index([web, config, resource("Secret", "s", namespace="other", stringData={"A": "x"})])
    look_up = index.data_of(web)
    assert look_up("ConfigMap", "c") == {"A": "1", "B": "eA=="}
    assert look_up("ConfigMap", "absent") is None
    assert look_up("Secret", "s") is None


def test_other_namespaces_with_a_matching_selector_are_named_once() -> None:
    web = workload("web", WEB)
    others = [
        budget("a", {}, namespace="two"),
        budget("b", {"matchLabels": WEB}, namespace="two"),
        budget("c", {"matchLabels": {"app": "api"}}, namespace="three"),
        budget("d", {"matchLabels": WEB}, namespace="one"),
        budget("e", {}, namespace="shop"),
        budget("f", {}, namespace=None),
        budget("g", {}, namespace="four", render="another chart"),
        budget("broken", {"matchLabels": 5}, namespace="five"),
    ]
    assert Index([web, *others]).namespaces_selecting("PodDisruptionBudget", web) == ["two", "one"]


REFUSED: dict[str, tuple[Resource, Path, Callable[[Index, Resource], list[Resource]]]] = {
    "a budget's selector": (
        budget("odd", {"matchExpressions": [{"key": "app", "operator": "Is", "values": ["x"]}]}),
        ("spec", "selector", "matchExpressions", 0, "operator"),
        lambda index, web: index.selecting_pods("PodDisruptionBudget", web),
    ),
    "a plain map for a selector": (
        budget("odd", WEB),
        ("spec", "selector", "app"),
        lambda index, web: index.selecting_pods("PodDisruptionBudget", web),
    ),
    "a Service's selector": (
        service("odd", {"app": 5}),
        ("spec", "selector", "app"),
        lambda index, web: index.selecting_pods("Service", web),
    ),
    "what an autoscaler scales": (
        resource("HorizontalPodAutoscaler", "odd", spec={"scaleTargetRef": "web"}),
        ("spec", "scaleTargetRef"),
        lambda index, web: index.autoscalers(web),
    ),
    "a pod template": (
        resource("StatefulSet", "odd", spec={"template": "web"}),
        ("spec", "template"),
        lambda index, _: index.selected_pods(service("api", {"app": "api"})),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_where_only_what_cannot_be_read_could_answer_its_place_is_told(name: str) -> None:
    other, place, ask = REFUSED[name]
    web = workload("web", WEB)
    index = Index([web, other])
    for _ in range(2):
        with pytest.raises(UnreadableElsewhere) as caught:
            ask(index, web)
        assert (caught.value.resource, caught.value.place) == (other, place)


def test_what_can_be_read_answers_beside_what_cannot() -> None:
    web, db = workload("web", WEB), workload("db", {"app": "db"})
    scaler = resource("ScaledObject", "keda", spec={"scaleTargetRef": {"name": "web"}})
    mine = [budget("pdb", {"matchLabels": WEB}), service("web", WEB), scaler]
    index = Index([web, db, *mine, *(other for other, _, _ in REFUSED.values())])
    assert names(index.selecting_pods("PodDisruptionBudget", web)) == ["pdb"]
    assert names(index.selecting_pods("Service", web)) == ["web"]
    assert names(index.autoscalers(web)) == ["keda"]
    assert names(index.selected_pods(mine[1])) == ["web"]


def test_before_policy_v1_an_empty_selector_takes_nothing() -> None:
    web = workload("web", WEB)
    old = budget("old", {})._replace(api_version="policy/v1beta1")
    assert budgets_of(web, old) == []
    assert Index([web, old]).selected_pods(old) == []
    assert written_selector(old) == ()
    narrow = budget("old", {"matchLabels": WEB})._replace(api_version="policy/v1beta1")
    assert budgets_of(web, narrow) == ["old"]


def test_what_cannot_be_read_in_another_namespace_is_not_met() -> None:
    web = workload("web", WEB)
    assert budgets_of(web, budget("odd", {"matchLabels": 5}, namespace="other"), budget("pdb", {})) == ["pdb"]


def test_something_else_in_place_of_a_pod_template_is_unreadable_at_its_place() -> None:
    odd = resource("Deployment", "odd", spec={"template": []})
    with pytest.raises(UnreadableElsewhere, match="a list is not a pod template") as caught:
        Index([odd]).pod_template(odd)
    assert (caught.value.resource, caught.value.place) == (odd, ("spec", "template"))


def test_a_body_leads_back_to_its_resource_and_nothing_else_does() -> None:
    web = workload("web")
    assert Index([web]).resource_of(web.body) is web
    with pytest.raises(PolicyError, match="takes a resource"):
        Index([web]).resource_of(dict(web.body))


NAMESPACES = st.sampled_from(["a", "b", None])
RENDERS = st.sampled_from(["x", "y"])
LABELS = st.dictionaries(st.sampled_from(["app", "tier"]), st.sampled_from(["1", "2"]))
EXPRESSIONS = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["app", "tier"]),
        "operator": st.sampled_from(["In", "NotIn"]),
        "values": st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=2),
    }
)
SELECTORS = st.none() | st.fixed_dictionaries(
    {}, optional={"matchLabels": LABELS, "matchExpressions": st.lists(EXPRESSIONS, max_size=2)}
)
RESOURCES = st.lists(
    st.builds(
        lambda labels, kind, namespace, render: workload("web", labels, kind=kind, namespace=namespace, render=render),
        LABELS,
        st.sampled_from(["Deployment", "StatefulSet", "DaemonSet"]),
        NAMESPACES,
        RENDERS,
    )
    | st.builds(
        lambda selector, namespace, render: budget("pdb", selector, namespace=namespace, render=render),
        SELECTORS,
        NAMESPACES,
        RENDERS,
    ),
    max_size=16,
)


@tries(60)
@given(RESOURCES)
def test_the_index_answers_as_a_scan_of_all_resources(resources: list[Resource]) -> None:
    index = Index(resources)
    pods = [found for found in resources if found.kind != "PodDisruptionBudget"]
    budgets = [found for found in resources if found.kind == "PodDisruptionBudget"]

    def takes(one: Resource, of: Resource) -> bool:
        template = index.pod_template(of)
        return template is not None and matches(selector_of(one), pod_labels(template))

    for web in pods:
        scanned = [one for one in budgets if scope_of(one) == scope_of(web) and takes(one, web)]
        assert [id(found) for found in index.selecting_pods("PodDisruptionBudget", web)] == list(map(id, scanned))
        elsewhere = [one.namespace for one in budgets if one.render == web.render and takes(one, web)]
        wanted = dict.fromkeys(namespace for namespace in elsewhere if namespace not in {None, web.namespace})
        assert index.namespaces_selecting("PodDisruptionBudget", web) == list(wanted)
    for one in budgets:
        scanned = [web for web in pods if scope_of(web) == scope_of(one) and takes(one, web)]
        assert [id(found) for found in index.selected_pods(one)] == list(map(id, scanned))
