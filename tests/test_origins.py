"""Faults put into copies of charts, each found again by the whole command: the template's line, and the values key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from policycheck.model import Value
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import RenderRequest
from tests.charts import CHARTS, ROOT
from tests.renderers.sample_charts import dependencies, meta, subchart, write

SCRIPTS = Path(sysconfig.get_path("scripts"))

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME}}
    spec:
      containers:
"""
CONTAINER = """        - name: {{ .name }}
          resources:
            limits:
              memory: {{ .memory }}
"""
SMALL = {
    "Chart.yaml": dependencies("name: db, version: 1.0.0"),
    "values.yaml": "workers:\n  - {name: a, memory: 64Mi}\n  - {name: b, memory: 64Mi}\n"
    "db:\n  name: db\n  memory: 64Mi\n",
    "templates/workers.yaml": DEPLOYMENT.replace("NAME", "workers")
    + "        {{- range .Values.workers }}\n"
    + CONTAINER
    + "        {{- end }}\n",
    **subchart(
        "db",
        {
            "Chart.yaml": meta("db"),
            "values.yaml": "name: db\nmemory: 1Gi\n",
            "templates/db.yaml": DEPLOYMENT.replace("NAME", "db")
            + "        {{- with .Values }}\n"
            + CONTAINER
            + "        {{- end }}\n",
        },
    ),
}
"""A list that is looped over, and a subchart whose values the chart sets."""


class Fault(NamedTuple):
    """`old` is in `file` of the chart and becomes `new`; the rest says where the policy's finding is then.

    `template` and `values` are files of the chart with a text that is only in the line meant; no `values`, no key.
    """

    chart: str
    file: str
    old: str
    new: str
    policy: str
    template: tuple[str, str]
    key: str | None = None
    values: tuple[str, str] | None = None


FAULTS = {
    "a value": Fault(
        "shop",
        "values.yaml",
        "limits:\n      memory: 64Mi",
        "limits:\n      memory: 64m",
        "memory-unit-plausible",
        ("templates/report-cronjob.yaml", "toYaml .Values.report.resources"),
        "report.resources.limits.memory",
        ("values.yaml", "memory: 64m"),
    ),
    "a constant of a template": Fault(
        "shop",
        "templates/orders-deployment.yaml",
        "port: http",
        "port: htpp",
        "probe-port-declared",
        ("templates/orders-deployment.yaml", "port: htpp"),
    ),
    "a missing field": Fault(
        "shop",
        "values.yaml",
        "      memory: 128Mi\n",
        "",
        "memory-request-set",
        ("templates/orders-deployment.yaml", "toYaml .Values.orders.resources"),
        "orders.resources.requests",
        ("values.yaml", "    requests:"),
    ),
    "a value behind a library chart": Fault(
        "orders",
        "values.yaml",
        'limits:\n    cpu: "2"\n    memory: 256Mi',
        'limits:\n    cpu: "2"\n    memory: 128Mi',
        "request-within-limit",
        ("templates/deployment.yaml", "include"),
        "resources.requests.memory",
        ("values.yaml", "    memory: 256Mi"),
    ),
    "an item of a loop": Fault(
        "small",
        "values.yaml",
        "{name: b, memory: 64Mi}",
        "{name: b, memory: 65m}",
        "memory-unit-plausible",
        ("templates/workers.yaml", "memory: {{ .memory }}"),
        "workers[1].memory",
        ("values.yaml", "memory: 65m"),
    ),
    "a value of a subchart": Fault(
        "small",
        "values.yaml",
        "name: db\n  memory: 64Mi",
        "name: db\n  memory: 64m",
        "memory-unit-plausible",
        ("charts/db/templates/db.yaml", "memory: {{ .memory }}"),
        "db.memory",
        ("values.yaml", "memory: 64m"),
    ),
    "a subchart's template": Fault(
        "small",
        "charts/db/templates/db.yaml",
        "limits:",
        "limits:\n              cpu: 64Mi",
        "cpu-unit-plausible",
        ("charts/db/templates/db.yaml", "cpu: 64Mi"),
    ),
}


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """A folder that one works in, with charts/ in it."""
    folder = tmp_path / "work"
    shutil.copytree(CHARTS, folder / "charts", symlinks=True)
    shutil.copytree(ROOT / "fixtures/charts/shop", folder / "charts/shop")
    write(SMALL, folder / "charts/small")
    return folder


def put_all(chart: str, charts: Path) -> list[Fault]:
    """The faults of a chart, put into its copy."""
    faults = [fault for fault in FAULTS.values() if fault.chart == chart]
    for fault in faults:
        path = charts / "charts" / chart / fault.file
        text = path.read_text(encoding="utf-8")
        assert text.count(fault.old) == 1
        path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return faults


def run(charts: Path, text: str, *options: str, helm: str | None = None) -> Mapping[str, Value]:
    """The report on a text that is piped into the installed command, or on the charts that the options name."""
    environment = {"PATH": os.pathsep.join([str(SCRIPTS), os.defpath]), "HOME": str(charts), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [str(SCRIPTS / "policycheck"), "check", "--format=json", "--kube-version=1.33", *options],
        input=text,
        cwd=charts,
        env={**environment, **({"HELM": helm} if helm else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    report: Mapping[str, Value] = json.loads(done.stdout)
    return report


def findings(report: Mapping[str, Value], policy: str) -> list[Mapping[str, Value]]:
    outcomes = report["outcomes"]
    assert isinstance(outcomes, list)
    return [one for outcome in outcomes if outcome["policy"] == policy for one in outcome["findings"]]


def line_of(path: Path, text: str) -> int:
    line, *_ = [number for number, one in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if text in one]
    return line


def assert_found(faults: Iterable[Fault], charts: Path, report: Mapping[str, Value]) -> None:
    for fault in faults:
        assert_one_found(fault, charts, report)


def assert_one_found(fault: Fault, charts: Path, report: Mapping[str, Value]) -> None:
    chart = Path("charts") / fault.chart
    file, text = fault.template
    found = [
        one
        for one in findings(report, fault.policy)
        if (one["template_file"], one["template_line"]) == (str(chart / file), line_of(charts / chart / file, text))
    ]
    assert found, findings(report, fault.policy)
    assert {one["template_doubt"] for one in found} == {None}
    keys = {(one["values_key"], one["values_file"], one["values_line"]) for one in found}
    if fault.values is None:
        assert keys == {(None, None, None)}
        assert {one["values_hint"] for one in found} == {"it is written in the template"}
    else:
        file, text = fault.values
        assert keys == {(fault.key, str(chart / file), line_of(charts / chart / file, text))}


@pytest.mark.parametrize("chart", dict.fromkeys(fault.chart for fault in FAULTS.values()))
def test_faults_are_found_in_what_helm_renders(chart: str, charts: Path, helm: str) -> None:
    faults = put_all(chart, charts)
    command = [helm, "template", "web", f"charts/{chart}", "--kube-version=1.33.0"]
    text = subprocess.run(command, cwd=charts, capture_output=True, text=True, check=True).stdout
    assert_found(faults, charts, run(charts, text, helm=helm))


def in_process(charts: Path, chart: str, *values: str) -> str:
    folder = str(charts / "charts" / chart)
    with prepared(folder) as ready:
        return HelmSdk()(ready, RenderRequest(folder, values, release="web"))


@pytest.mark.parametrize("chart", dict.fromkeys(fault.chart for fault in FAULTS.values()))
def test_faults_are_found_without_any_helm(chart: str, charts: Path) -> None:
    faults = put_all(chart, charts)
    assert_found(faults, charts, run(charts, in_process(charts, chart)))


def other_values(charts: Path) -> Path:
    path = charts / "other.yaml"
    path.write_text("workers: [{name: a, memory: 64m}, {name: b, memory: 64Mi}, {name: c, memory: 1Gi}]\n")
    return path


def test_a_render_with_other_values_is_not_taken_for_ours(charts: Path) -> None:
    """Where our own render does not have the same lines, no line of a template is claimed, nor a key."""
    (found,) = findings(run(charts, in_process(charts, "small", str(other_values(charts)))), "memory-unit-plausible")
    assert found["template_file"] == "charts/small/templates/workers.yaml"
    assert found["template_line"] is None
    assert "rendered with other values" in str(found["template_doubt"]) or "other values?" in str(
        found["template_doubt"]
    )
    assert (found["values_key"], found["values_file"]) == (None, None)


def test_with_the_values_of_the_render_it_is_ours(charts: Path) -> None:
    """They are told as helm was told them, and then a key has its place again."""
    other = other_values(charts)
    text = in_process(charts, "small", str(other))
    (found,) = findings(run(charts, text, "--chart=charts/small", "--values", str(other)), "memory-unit-plausible")
    assert (found["template_line"], found["template_doubt"]) == (
        line_of(charts / "charts/small/templates/workers.yaml", "memory:"),
        None,
    )
    assert (found["values_key"], found["values_file"], found["values_line"]) == ("workers[0].memory", str(other), 1)


@pytest.mark.parametrize("chart", dict.fromkeys(fault.chart for fault in FAULTS.values()))
def test_faults_are_found_in_a_chart_that_is_checked(chart: str, charts: Path) -> None:
    faults = put_all(chart, charts)
    assert_found(faults, charts, run(charts, "", f"charts/{chart}", "--values-set=default"))


def test_a_value_that_an_option_sets(charts: Path) -> None:
    report = run(charts, "", "charts/small", "--set", "db.memory=64m", "--kube-version=1.34")
    found = findings(report, "memory-unit-plausible")
    assert [(one["values_key"], one["values_file"], one["values_line"]) for one in found] == [
        ("db.memory", "--set", None)
    ] * 2
    assert {one["template_file"] for one in found} == {"charts/small/charts/db/templates/db.yaml"}


def test_each_render_has_the_key_of_its_own_values(charts: Path) -> None:
    ci = charts / "charts/small/ci"
    write({"a-values.yaml": "db:\n  memory: 64m\n", "b-values.yaml": "\n\ndb:\n  memory: 65m\n"}, ci)
    found = findings(run(charts, "", "charts/small"), "memory-unit-plausible")
    assert [(one["values_file"], one["values_line"]) for one in found] == [
        ("charts/small/ci/a-values.yaml", 2),
        ("charts/small/ci/b-values.yaml", 4),
    ]


def test_two_charts_of_one_name_are_both_left_alone(charts: Path) -> None:
    shutil.copytree(charts / "charts/small", charts / "old/small")
    text = in_process(charts, "small").replace("64Mi", "64m")
    report = run(charts, text)
    assert all("template_file" not in one for one in findings(report, "memory-unit-plausible"))
    assert notes(report) == [
        "no template lines: charts/small and old/small are both charts called demo; name one with --chart"
    ]
    found = findings(run(charts, text, "--chart", "old/small"), "memory-unit-plausible")
    assert {str(one["template_file"]).partition("/")[0] for one in found} == {"old"}


def notes(report: Mapping[str, Value]) -> list[str]:
    said = report["notes"]
    assert isinstance(said, list)
    return [str(note["text"]) for note in said if "template lines" in note["text"] or "values keys" in note["text"]]


def test_a_chart_that_does_not_render_here_says_so(charts: Path) -> None:
    text = in_process(charts, "small").replace("64Mi", "64m")
    template = charts / "charts/small/templates/workers.yaml"
    template.write_text(
        template.read_text(encoding="utf-8") + '{{ required "a host" .Values.host }}\n', encoding="utf-8"
    )
    report = run(charts, text)
    assert all("template_file" not in one for one in findings(report, "memory-unit-plausible"))
    assert notes(report) == ["no template lines, for the chart does not render here: a host"]


def test_a_helm_that_is_none_says_so_and_the_findings_stay(charts: Path) -> None:
    report = run(charts, in_process(charts, "small").replace("64Mi", "64m"), helm="/no/such/helm")
    assert findings(report, "memory-unit-plausible")
    assert notes(report) == ["no template lines: /no/such/helm: no such helm; name the binary, or install it"]


def test_a_pipe_in_which_all_is_well_looks_for_nothing(charts: Path) -> None:
    """Not even for the helm that there is none of."""
    report = run(charts, in_process(charts, "orders"), helm="/no/such/helm")
    assert report["verdict"] == "passed"
    assert notes(report) == []


def test_a_secret_among_the_values_is_shown_nowhere(charts: Path) -> None:
    values = charts / "charts/shop/values.yaml"
    values.write_text(values.read_text(encoding="utf-8").replace("correct-horse", "hunter22-s3cret"), encoding="utf-8")
    report = run(charts, in_process(charts, "shop"))
    (found,) = findings(report, "secret-env-from-secret")
    assert found["values_key"] == "database.password"
    assert "hunter22-s3cret" not in json.dumps(report)
    text = in_process(charts, "shop")
    with (charts / "charts/shop/templates/orders-config.yaml").open("a", encoding="utf-8") as file:
        file.write('{{ fail (printf "cannot log in with %s" .Values.database.password) }}\n')
    report = run(charts, text)
    assert notes(report) == ["no template lines, for the chart does not render here: cannot log in with ****"]
    assert "hunter22-s3cret" not in json.dumps(report)
