"""What policies about secrets find is in no output, though a custom policy quotes every text there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import Overrides
from policycheck.reporters import REPORTERS, render
from policycheck.reporters.view import View
from tests.runs import checked

CANARY = "hunter2-Canary"
EVERYTHING = View("all", "full", width=10**6)

QUOTING = """\
apiVersion: policycheck/v1
id: quoting
title: Quotes all it sees
severity: warning
match: {hooks: include}
foreach: [spec, data]
assert: false
message: "{{ to_string(@) }}"
examples: {fail: [{name: a, spec: {replicas: 1}, at: [.]}], pass: [{name: b, manifest: "{apiVersion: v1, kind: A}"}]}
"""

IN_CONTAINER = {
    "a variable": "env: [{name: DB_PASS, value: CANARY}]",
    "a URL's password": "env: [{name: DB_URL, value: 'postgres://u:CANARY@h/db'}]",
    "a flag and its value": "args: [--db-password, CANARY]",
    "a flag in one element": "args: [--db-password=CANARY]",
    "a flag with a blank": "args: ['--db-password CANARY']",
    "an assignment": "args: [-e, API_TOKEN=CANARY]",
    "a nested assignment": "args: ['--set=a=b,db.password=CANARY']",
    "a shell's flag": "command: [sh, -c, 'app --db-password \"CANARY\"']",
    "a shell's variable": "command: [sh, -c, 'PGPASSWORD=CANARY psql']",
    "mysql": "command: [sh, -c, 'mysql -uroot -pCANARY']",
    "curl": "command: [sh, -c, 'curl -u admin:CANARY http://h']",
    "a header of curl": "command: [sh, -c, 'curl -H \"X-Api-Key: CANARY\" h']",
    "credentials of curl": "command: [sh, -c, 'curl -H \"Authorization: Bearer CANARY\" h']",
    "a default": "command: [sh, -c, 'app --db-password ${PW:-CANARY}']",
    "a substitution": "command: [sh, -c, 'x=$(redis-cli -a CANARY ping)']",
    "a script in a script": "command: [sh, -c, \"su -c 'app --token CANARY' db\"]",
    "a probe": "livenessProbe: {exec: {command: [mysqladmin, -pCANARY]}}",
    "a hook": "lifecycle: {preStop: {exec: {command: [app, --token=CANARY]}}}",
    "a header": "readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: X-Api-Key, value: CANARY}]}}",
    "credentials": "readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: Basic CANARY}]}}",
    "a key of a ConfigMap": "env: [{name: DB_PASS, valueFrom: {configMapKeyRef: {name: c, key: value}}}]",
    "a prefix": "envFrom: [{prefix: API_, configMapRef: {name: c}}]",
}
OF_CONFIGMAP = {"a key of a ConfigMap": "value: CANARY", "a prefix": "KEY: CANARY"}

IN_CONFIGMAP = {
    "a URL": "url: 'postgres://u:CANARY@h/db'",
    "a setting": "app.properties: 'password=CANARY'",
    "a line of a script": "run.sh: 'mysql \"password=CANARY\"'",
    "credentials": "run.sh: 'curl -H \"Authorization: Bearer CANARY\" h'",
}


def manifests(container: str = "", data: str = "") -> str:
    return (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n" + f"data:\n  level: info\n  {data}\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"
        f"spec:\n  containers:\n    - name: web\n      image: web:1\n      {container}\n"
    ).replace("CANARY", CANARY)


def outputs(text: str, tmp_path: Path) -> str:
    policy = tmp_path / "own" / "quoting.yaml"
    policy.parent.mkdir()
    policy.write_text(QUOTING, encoding="utf-8")
    report = checked(text, Overrides(policies=(str(policy),), namespace="shop", kube_version="1.33"))
    told = [finding.message for outcome in report.outcomes for finding in outcome.findings]
    assert any("image" in one for one in told), "the custom policy quotes the container"
    leaks = {outcome.policy.id for outcome in report.outcomes if outcome.findings and outcome.policy.breaks == "leak"}
    assert leaks, "a policy of ours finds it"
    return "".join(render(report, EVERYTHING, format_name=name) for name in REPORTERS)


@pytest.mark.parametrize("name", IN_CONTAINER)
def test_what_is_found_in_a_container_is_hidden(name: str, tmp_path: Path) -> None:
    assert CANARY not in outputs(manifests(IN_CONTAINER[name], OF_CONFIGMAP.get(name, "")), tmp_path)


@pytest.mark.parametrize("name", IN_CONFIGMAP)
def test_what_is_found_in_a_configmap_is_hidden(name: str, tmp_path: Path) -> None:
    assert CANARY not in outputs(manifests(data=IN_CONFIGMAP[name]), tmp_path)
