"""A field's key is the one that, changed, changes the field: each answer here is tried out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File
from typing import NamedTuple

import pytest

from policycheck.authoring.origin.changed_values import others
from policycheck.authoring.origin.rendered_objects import ABSENT, Identity, Rendering, steps, value_at
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_key import FieldOrigin, Origins, origins
from policycheck.authoring.origin.values_layers import values_layers
from policycheck.authoring.origin.working_copy import working_copy
from policycheck.model import Path, Value, dotted
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Rendered, Renderer, RenderRequest
from tests.authoring.origin.pitfall_charts import PITFALLS, chart
from tests.renderers.helms import installed
from tests.renderers.sample_charts import Files, resource, write

ROOT = File(__file__).resolve().parent.parent.parent.parent
SDK = HelmSdk()
POD: Path = ("spec", "template", "spec")
FIRST: Path = (*POD, "containers", 0)


class Asked(NamedTuple):
    """`object` is Kind/name in the render; `new` is a value for the key that must change the field."""

    object: str
    path: Path
    kind: str
    key: Path = ()
    new: Value = "changed"


OURS = {
    "charts/orders": [
        Asked("Deployment/shop-orders", (*FIRST, "image"), "part of the value", ("image", "repository")),
        Asked("Deployment/shop-orders", (*FIRST, "imagePullPolicy"), "value", ("image", "pullPolicy"), "Always"),
        Asked("Deployment/shop-orders", (*FIRST, "resources"), "value", ("resources",), {"limits": {"cpu": "3"}}),
        Asked(
            "Deployment/shop-orders",
            (*FIRST, "resources", "limits", "cpu"),
            "value",
            ("resources", "limits", "cpu"),
            "3",
        ),
        Asked(
            "Deployment/shop-orders",
            (*FIRST, "resources", "limits", "x.y/z"),
            "existence",
            ("resources", "limits", "x.y/z"),
            "3",
        ),
        Asked("Deployment/shop-orders", (*POD, "nodeSelector", "a"), "existence", ("nodeSelector", "a"), "b"),
        Asked("Deployment/shop-orders", ("spec", "replicas"), "existence", ("autoscaling", "enabled"), new=False),
        Asked(
            "Deployment/shop-orders",
            (*POD, "automountServiceAccountToken"),
            "value",
            ("serviceAccount", "automount"),
            new=True,
        ),
        Asked("Deployment/shop-orders", (*POD, "hostNetwork"), "constant"),
        Asked("Deployment/shop-orders", ("metadata", "name"), "constant"),
        Asked("Service/shop-orders", ("spec", "ports", 0, "port"), "value", ("service", "ports", "http"), 81),
        Asked(
            "HorizontalPodAutoscaler/shop-orders", ("spec", "maxReplicas"), "value", ("autoscaling", "maxReplicas"), 9
        ),
    ],
    "charts/pricing": [
        Asked(
            "Deployment/shop-pricing",
            (*FIRST, "resources", "limits", "memory"),
            "value",
            ("resources", "limits", "memory"),
            "1Gi",
        ),
    ],
    "charts/nightly-report": [
        Asked("CronJob/shop-nightly-report", ("spec", "schedule"), "value", ("schedule",), "1 1 * * *"),
        Asked("CronJob/shop-nightly-report", ("kind",), "constant"),
    ],
    "charts/mailer": [
        Asked(
            "Deployment/shop-mailer", (*POD, "terminationGracePeriodSeconds"), "value", ("shutdown", "graceSeconds"), 99
        ),
    ],
    "fixtures/charts/shop": [],
    "fixtures/charts/platform": [
        Asked("Deployment/shop-catalog", (*FIRST, "image"), "part of the value", ("global", "imageRegistry")),
        Asked(
            "Deployment/shop-catalog",
            (*FIRST, "ports", 0, "containerPort"),
            "value",
            ("workloads", "catalog", "port"),
            1,
        ),
        Asked("Deployment/shop-catalog", (*POD, "priorityClassName"), "value", ("priorityClassName",)),
    ],
}

SMALL = {
    "range and with": [
        Asked("Service/metrics", ("spec", "port"), "value", ("ports", "metrics"), 1),
        Asked("Service/one", ("spec", "selector", "app"), "value", ("selector", "app")),
        Asked("Service/one", ("spec", "selector", "tier"), "constant"),
    ],
    "include and toYaml": [
        Asked("Deployment/demo", ("metadata", "labels", "team"), "value", ("team",)),
        Asked("Deployment/demo", ("metadata", "name"), "value", ("fullnameOverride",)),
        Asked("Deployment/demo", ("spec", "resources", "limits", "memory"), "value", ("resources", "limits", "memory")),
        Asked("Deployment/demo", ("spec", "resources", "limits", "cpu"), "existence", ("resources", "limits", "cpu")),
        Asked("Deployment/demo", ("spec", "args", 1), "value", ("args", 1), "-z"),
    ],
    "tpl": [
        Asked("ConfigMap/x", ("data", "text"), "part of the value", ("suffix",)),
        Asked("ConfigMap/x", ("data", "file"), "part of the value", ("suffix",)),
    ],
    "conditionals": [
        Asked("Service/x", ("spec", "type"), "value", ("type",)),
        Asked("Service/x", ("spec", "clusterIP"), "existence", ("ip",), new=False),
        Asked("Service/x", ("spec", "nodePort"), "existence", ("type",), "NodePort"),
        Asked("Service/x", ("spec", "mode"), "part of the value", ("mode",), "fast"),
        Asked("Service/x", ("kind",), "existence", ("enabled",), new=False),
    ],
    "subchart, alias and global": [
        Asked("ConfigMap/postgresql-db", ("data", "user"), "value", ("postgresql", "auth", "username")),
        Asked("ConfigMap/postgresql-db", ("data", "port"), "value", ("postgresql", "port"), 1),
        Asked("ConfigMap/postgresql-db", ("data", "image"), "part of the value", ("global", "registry")),
        Asked("ConfigMap/db-db", ("data", "user"), "value", ("db", "auth", "username")),
        Asked("ConfigMap/x", ("data", "user"), "value", ("postgresql", "auth", "username")),
        Asked("ConfigMap/db-db", ("kind",), "existence", ("db", "enabled"), new=False),
    ],
    "names that rename everything": [
        Asked("Deployment/web", ("spec", "containers", 0, "image"), "value", ("image",)),
        Asked("Deployment/web", ("spec", "containers", 0, "name"), "value", ("name",)),
        Asked("Service/web", ("spec", "port"), "value", ("port",), 1),
    ],
    "values that bind": [
        Asked("ConfigMap/x", ("data", "version"), "part of the value", ("version",), "2.0.0"),
        Asked("ConfigMap/x", ("data", "mode"), "value", ("mode",), "b"),
        Asked("ConfigMap/x", ("data", "flag"), "value", ("flag",), new=False),
        Asked("ConfigMap/x", ("data", "text"), "value", ("text",)),
    ],
    "chance": [
        Asked("Secret/x", ("stringData", "a"), "unknown"),
        Asked("Secret/x", ("stringData", "b"), "part of the value", ("b",)),
        Asked("Secret/x", ("stringData", "c"), "value", ("b",)),
    ],
    "a switch and a value": [
        Asked("ConfigMap/x", ("data", "a"), "value", ("name",)),
        Asked("ConfigMap/x", ("data", "b"), "unknown"),
        Asked("ConfigMap/x", ("data", "c"), "existence", ("host",), ""),
        Asked("ConfigMap/x", ("data", "webhookName"), "value", ("webhook", "name")),
    ],
    "a loop that counts": [
        Asked("ConfigMap/x1", ("data", "count"), "value", ("count",), 3),
        Asked("ConfigMap/x1", ("data", "port"), "value", ("port",)),
        Asked("ConfigMap/x1", ("kind",), "existence", ("count",), 1),
    ],
    "windows line ends": [Asked("ConfigMap/x", ("data", "a"), "value", ("a",))],
    "json": [Asked("ConfigMap/x", ("data", "a"), "value", ("a",))],
}


@contextmanager
def opened(folder: File, request: RenderRequest | None = None) -> Iterator[Origins]:
    request = request or RenderRequest(str(folder), release="shop", namespace="shop")
    with prepared(str(folder)) as ready, origins(rendered(ready, request)) as found:
        yield found


def rendered(ready: PreparedChart, request: RenderRequest, renderer: Renderer = SDK) -> Rendered:
    return Rendered(ready, request, renderer(ready, request), renderer)


def answered(found: Origins, asked: str, path: Path, *, seconds: float = 20) -> FieldOrigin:
    place = found.rendering.find(identity(asked))
    assert place
    return found.of(place, path, seconds=seconds)


def identity(text: str) -> Identity:
    kind, name = text.split("/")
    return Identity(kind, None, name)


def assert_answered(folder: File, asked: Asked, found: FieldOrigin, scratch: File) -> None:
    assert (found.kind, found.key) == (asked.kind, dotted(asked.key)), found.sentence
    if asked.key:
        assert_follows(folder, asked, scratch)
        assert found.values_file
        assert found.values_line
        line = File(found.values_file).read_text().split("\n")[found.values_line - 1]
        assert any(str(part) in line for part in asked.key)


def assert_follows(folder: File, asked: Asked, scratch: File) -> None:
    """Change the key, render, and the field is another, or gone, or there."""
    values = scratch / "changed.yaml"
    change = asked.new
    for number in range(len(asked.key) - 1, -1, -1):
        part = asked.key[number]
        change = [*["other"] * part, change] if isinstance(part, int) else {part: change}
    values.write_text(json.dumps(change))
    request = RenderRequest(str(folder), release="shop", namespace="shop")
    with prepared(str(folder)) as ready:
        before = Rendering(HelmSdk()(ready, request))
        after = Rendering(HelmSdk()(ready, request._replace(values_files=(str(values),))))
    place = before.find(identity(asked.object))
    assert place
    path = steps(place.body, asked.path)
    body = after.body_of(place)
    assert value_at(place.body, path) != (ABSENT if body is None else value_at(body, path))


@pytest.mark.parametrize("folder", OURS)
def test_our_charts(folder: str, tmp_path: File) -> None:
    with opened(ROOT / folder) as chart_origins:
        for asked in OURS[folder]:
            found = answered(chart_origins, asked.object, asked.path)
            assert_answered(ROOT / folder, asked, found, tmp_path)


@pytest.mark.parametrize("name", SMALL)
def test_small_charts(name: str, tmp_path: File) -> None:
    folder = write(PITFALLS[name], tmp_path / "demo")
    with opened(folder) as chart_origins:
        for asked in SMALL[name]:
            assert_answered(folder, asked, answered(chart_origins, asked.object, asked.path), tmp_path)


def fields(value: Value, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from fields(inner, (*path, key))
    else:
        yield path


@pytest.mark.parametrize("name", sorted(set(PITFALLS) - {"chance"}))
def test_every_field_of_small_charts(name: str, tmp_path: File) -> None:
    """Against one change at a time: a field that follows a key does, and of a constant one no key is to be found."""
    folder = write(PITFALLS[name], tmp_path / "demo")
    request = RenderRequest(str(folder), release="shop", namespace="shop")
    with prepared(str(folder)) as ready, working_copy(ready) as copied:
        values = values_layers(copied, request)
        trials = TrialRenders(copied, request, HelmSdk(), values=values)
        trials.begin(20)
        plain = Rendering(HelmSdk()(ready, request))
        changed = {
            dotted(leaf.path): [trials.render({leaf.path: new}) for new in others(leaf.value)]
            for leaf in values.leaves()
        }
    with opened(folder) as found:
        for place in plain.objects():
            for path in fields(place.body):
                origin = found.of(place, path, seconds=20)
                named = steps(place.body, path)
                followed = {
                    key
                    for key, renders in changed.items()
                    for one in renders
                    if one
                    if value_at(one.body_of(place), named) != value_at(place.body, named)
                }
                if origin.kind == "constant":
                    assert not followed, (place.identity, path, followed)
                elif origin.kind == "value" and any(changed.get(origin.key, ())):
                    assert origin.key in followed, (place.identity, path, followed)


def ask(files: Files, folder: File, path: Path, *values_files: str, set_values: tuple[str, ...] = ()) -> FieldOrigin:
    write(files, folder)
    with opened(folder, RenderRequest(str(folder), values_files, set_values)) as found:
        return answered(found, "ConfigMap/x", path)


ONE = chart(resource("ConfigMap", "x", "data:\n  a: {{ .Values.deep.a }}\n"), "# own\ndeep:\n  a: b\n")


def test_the_last_file_that_sets_the_key(tmp_path: File) -> None:
    first = write({"1.yaml": "deep: {a: c}\n", "2.yaml": "\n---\nx: 1\n---\n# y\ndeep:\n  a: d\n"}, tmp_path / "v")
    files = (str(first / "1.yaml"), str(first / "2.yaml"))
    found = ask(ONE, tmp_path / "demo", ("data", "a"), *files)
    assert (found.key, found.values_file, found.values_line) == ("deep.a", files[1], 7)
    found = ask(ONE, tmp_path / "demo", ("data", "a"), *files[:1])
    assert (found.key, found.values_file, found.values_line) == ("deep.a", files[0], 1)
    found = ask(ONE, tmp_path / "demo", ("data", "a"), *files, set_values=("deep.a=e",))
    assert (found.key, found.values_file, found.values_line) == ("deep.a", "--set", None)
    found = ask(ONE, tmp_path / "demo", ("data", "a"))
    assert (found.values_file, found.values_line) == (str(tmp_path / "demo/values.yaml"), 3)
    assert found.template
    assert (found.template.line, found.template.sure) == (6, True)


def test_a_schema_is_in_nobodys_way(tmp_path: File) -> None:
    schema = '{"properties": {"deep": {"properties": {"a": {"enum": ["b"]}}}}}'
    assert ask({**ONE, "values.schema.json": schema}, tmp_path / "demo", ("data", "a")).key == "deep.a"


def test_sentences(tmp_path: File) -> None:
    folder = write(PITFALLS["conditionals"], tmp_path / "demo")
    with opened(folder) as found:
        said = [
            answered(found, "Service/x", path).sentence.replace(str(folder), "demo")
            for path in [
                ("spec", "type"),
                ("spec", "clusterIP"),
                ("spec", "mode"),
                ("spec", "nodePort"),
                ("spec", "no"),
            ]
        ]
        nothing = found.rendering.find(identity("Service/y"))
    assert said == [
        "spec.type is the value of type (demo/values.yaml:2)",
        "spec.clusterIP is written in demo/templates/x.yaml:11; it is there because of ip (demo/values.yaml:3)",
        "spec.mode is made of mode (demo/values.yaml:4), in demo/templates/x.yaml:13",
        "spec.nodePort is not there; type decides whether it is (demo/values.yaml:2)",
        "spec.no is not there, and no key was found that sets it; write it below demo/templates/x.yaml:6",
    ]
    assert nothing is None


def test_no_value_is_shown(tmp_path: File) -> None:
    secret = chart(resource("ConfigMap", "x", "data:\n  a: {{ .Values.password }}\n"), "password: hunter22\n")
    assert "hunter22" not in ask(secret, tmp_path / "demo", ("data", "a")).sentence


def test_a_number_that_was_there_is_no_mark(tmp_path: File) -> None:
    body = resource("ConfigMap", "x", "data:\n  a: 'x700000'\n  b: {{ .Values.b }}\n")
    assert ask(chart(body, "b: c\n"), tmp_path / "demo", ("data", "a")).kind == "constant"


def test_time_is_over(tmp_path: File) -> None:
    """A question that is not answered by then is unknown, and says so."""
    folder = write(PITFALLS["conditionals"], tmp_path / "demo")
    request = RenderRequest(str(folder))
    with prepared(str(folder)) as ready, origins(rendered(ready, request)) as found:
        answer = answered(found, "Service/x", ("kind",), seconds=0)
    assert answer.kind == "unknown"
    assert "in the time there is" in answer.sentence


def test_the_helm_command_gives_the_same(newest_helm: str, tmp_path: File) -> None:
    folder = write(PITFALLS["include and toYaml"], tmp_path / "demo")
    request = RenderRequest(str(folder))
    path: Path = ("spec", "resources", "limits", "memory")
    answers = []
    with prepared(str(folder)) as ready:
        for one in (SDK, installed(newest_helm)):
            with origins(rendered(ready, request, one)) as found:
                answers.append(answered(found, "Deployment/demo", path))
    assert answers[0] == answers[1]
    assert answers[0].key == "resources.limits.memory"


def test_the_chart_is_as_it_was(tmp_path: File) -> None:
    folder = write(PITFALLS["subchart, alias and global"], tmp_path / "demo")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with opened(folder) as found:
        answered(found, "ConfigMap/x", ("data", "user"))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
