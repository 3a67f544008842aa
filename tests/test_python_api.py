"""policycheck for programs: policies and resources from Python objects, a report back, and nothing read."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import assert_type

import jsonschema
import pytest
import xmlschema

import policycheck
from policycheck import (
    Config,
    Overrides,
    Policy,
    PolicycheckError,
    Report,
    View,
    check,
    check_resources,
    configure,
    policy,
    render,
    run_examples,
)
from policycheck.errors import PolicyError, UsageError
from policycheck.model import Outcome, Value, dotted
from policycheck.reporters import REPORTERS, junit
from policycheck.reporters.junit_testcase import Flavor
from tests.manifests import as_stream, documents
from tests.runs import ALL, TODAY

OWNER: Mapping[str, Value] = {
    "id": "owner-set",
    "title": "Every Deployment says who owns it",
    "severity": "error",
    "match": {"kind": "Deployment"},
    "params": {"label": {"type": "string", "default": "owner"}},
    "assert": "metadata.labels.owner",
    "at": "metadata.labels",
    "message": "{{ metadata.name }} has no owner",
}
WEB: Mapping[str, Value] = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}}
OWNED: Mapping[str, Value] = {**WEB, "metadata": {"name": "owned", "labels": {"owner": "shop"}}}


def only(*policies: Policy) -> Config:
    return configure(overrides=Overrides(policies=policies, bundled=False, kube_version="1.33"))


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(PolicycheckError) as caught:
        action()
    return str(caught.value)


def test_the_documentation_of_the_package_is_true() -> None:
    failed, tried = doctest.testmod(policycheck)
    assert (failed, tried > 5) == (0, True)


def test_the_package_shows_what_it_gives() -> None:
    assert set(policycheck.__all__) <= set(dir(policycheck))
    assert all(callable(getattr(policycheck, name)) for name in policycheck.__all__)


def test_the_types_are_what_a_type_checker_is_told() -> None:
    owner = assert_type(policy(OWNER), Policy)
    config = assert_type(configure(overrides=Overrides(policies=[owner, "policies"], bundled=False)), Config)
    report = assert_type(check_resources([WEB], config=config), Report)
    assert assert_type(render(report, View(detail="full"), format_name="json"), str)
    assert isinstance(assert_type(check("policies", config=config), Report), Report)


def test_a_policy_judges_resources_of_a_program() -> None:
    report = check_resources([WEB, OWNED], config=only(policy(OWNER)))
    assert (report.verdict, report.resources, report.notes, report.left_out) == ("failed", 2, (), ())
    assert [outcome.status for outcome in report.outcomes] == ["fail", "pass"]
    (finding,) = report.outcomes[0].findings
    assert (dotted(finding.path), finding.message) == ("metadata", "web has no owner")
    assert (finding.line, finding.column) == (None, None)


def test_objects_are_judged_as_their_text_is() -> None:
    config = configure(overrides=ALL)
    of_text = check(["-"], config=config, stdin=BytesIO(as_stream(documents()).encode()), today=TODAY)
    of_objects = check_resources(documents(), config=config, today=TODAY)  # type: ignore[arg-type]  # they are mappings
    assert list(map(_judgement, of_objects.outcomes)) == list(map(_judgement, of_text.outcomes))
    assert len(of_text.outcomes) > 30
    assert (of_objects.verdict, of_objects.resources) == (of_text.verdict, of_text.resources)
    assert {finding.line for outcome in of_objects.outcomes for finding in outcome.findings} == {None}


def _judgement(outcome: Outcome) -> tuple[object, ...]:
    findings = [(dotted(finding.path), finding.message) for finding in outcome.findings]
    return outcome.policy.id, outcome.resource.kind, outcome.resource.name, outcome.status, findings, outcome.reason


def test_lists_are_unwrapped_and_empty_documents_passed_over() -> None:
    listed = {"apiVersion": "v1", "kind": "List", "items": [WEB, OWNED]}
    report = check_resources([None, listed, WEB], config=only(policy(OWNER)))
    assert [outcome.resource.document.source for outcome in report.outcomes] == ["objects[1]"] * 2 + ["objects[2]"]
    assert [outcome.resource.name for outcome in report.outcomes] == ["web", "owned", "web"]


def test_an_object_that_is_no_resource_keeps_the_run_from_counting() -> None:
    report = check_resources([OWNED, {"kind": "Deployment"}], config=only(policy(OWNER)))
    (left_out,) = report.left_out
    assert (left_out.source, left_out.line, left_out.unread) == ("objects[1]", None, True)
    assert report.verdict == "not checked"


@pytest.mark.parametrize("objects", [[], iter(()), [None]], ids=["a list", "an iterator", "an empty document"])
def test_no_objects_are_no_check(objects: list[None]) -> None:
    assert check_resources(objects, config=only(policy(OWNER))).not_checked[0] == "no resources"


@pytest.mark.parametrize(
    ("objects", "says"),
    [
        (WEB, "`objects` is a list of mappings, not one dict; put it into brackets"),
        ("kind: Deployment", "`objects` is a list of mappings, not one str; put it into brackets"),
        ([WEB, "web"], "`objects[1]` is of type str; give mappings, as json.load returns them"),
        ([{**WEB, "spec": {1}}], "`objects[0].spec` is of type set; JSON knows mappings, "),
    ],
    ids=["one mapping", "text", "a text among mappings", "no JSON"],
)
def test_what_cannot_be_a_resource_is_refused(objects: list[Mapping[str, Value]], says: str) -> None:
    assert refused(lambda: check_resources(objects)).startswith(says)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"match": {"kid": "Deployment"}}, 'unknown key `match.kid`; did you mean "kind"?'),
        ({"asert": "a"}, 'unknown key `asert`; did you mean "assert"?'),
        ({"severity": "eror"}, '`severity` must be one of error, warning, info, not `eror`; did you mean "error"?'),
        ({"match": {"kind": ["Deployment", 1]}}, "match.kind[1]: `match.kind` must be text, not 1; quote it"),
        ({"match": {"kind": "Deploymnt"}}, 'match: unknown kind `Deploymnt`; did you mean "Deployment"?'),
        ({"assert": "metadata.lables"}, 'assert: no matched kind has metadata.lables; did you mean "metadata.labels"?'),
        ({"when": "a["}, "when: the expression ends too early"),
        ({"params": {"a": {"type": "string"}}}, "params.a: parameter `a` must be a JSON Schema with a default"),
        ({"apiVersion": "policycheck/v2"}, "`apiVersion` must be one of policycheck/v1"),
        ({"examples": {"pass": []}}, "examples: a policy proves itself: add at least one `pass` example"),
        (
            {"examples": {"pass": [{"name": "a", "spec": {}}], "fail": [{"name": "b", "spec": {}}]}},
            "examples.fail[0].at: `at` lists the places of the findings",
        ),
        ({"title": None}, "`title` has no value; write one or remove the key"),
    ],
)
def test_a_mistake_in_a_policy_is_named_by_its_key(changed: Mapping[str, Value], says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy({**OWNER, **changed})
    assert str(caught.value).startswith(f"policy owner-set: {says}")
    assert (caught.value.line, caught.value.column) == (None, None)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "policy: `id` is missing"),
        ({**OWNER, "id": "Owner"}, "policy Owner: id `Owner` must be lower-case words joined by hyphens"),
        ({**OWNER, "tags": {"house"}}, "policy: `tags` is of type set; JSON knows"),
        ({1: 2}, "policy: a key in the value is of type int; write it as text"),
        (["id"], "policy: a list stands where a mapping is needed"),
        ("id: owner-set", "policy: a string stands where a mapping is needed"),
    ],
)
def test_what_cannot_be_a_policy_is_refused(body: object, says: str) -> None:
    assert refused(lambda: policy(body)).startswith(says)  # type: ignore[arg-type]  # that is the mistake


def test_a_policy_proves_itself_in_python_too() -> None:
    web, owned = json.dumps(WEB), json.dumps(OWNED)
    examples = {
        "pass": [{"name": "owned", "manifest": owned}],
        "fail": [{"name": "nobody's", "manifest": web, "at": ["Deployment/web metadata"]}],
    }
    assert [result.passed for result in run_examples([policy({**OWNER, "examples": examples})])] == [True, True]
    wrong = policy({**OWNER, "assert": "metadata.labels", "examples": examples, "match": {"kind": "Pod"}})
    assert [result.difference[0] for result in run_examples([wrong])] == [
        "expected pass, got skip",
        "expected fail, got skip",
    ]


def test_a_policy_given_twice_is_taken_once_and_two_of_one_id_are_refused() -> None:
    assert len(only(policy(OWNER), policy(OWNER)).policies) == 1
    other = policy({**OWNER, "severity": "info"})
    assert refused(lambda: only(policy(OWNER), other)) == (
        "policy owner-set: the id `owner-set` is taken by another policy; rename this policy"
    )
    taken = policy({**OWNER, "id": "memory-limit-set"})
    assert refused(lambda: configure(overrides=Overrides(policies=[taken]))).endswith(
        "memory-limit-set.yaml; rename this policy"
    )


def test_a_policy_changed_after_it_was_made_is_verified_again() -> None:
    changed = policy(OWNER)._replace(asserts=("metadata.lables",))
    assert "no matched kind has metadata.lables" in refused(lambda: only(changed))


def test_policies_of_files_and_of_python_run_together(root: Path) -> None:
    secrets = root / "policies" / "secrets"
    config = configure(overrides=Overrides(policies=[secrets, policy(OWNER)], bundled=False))
    assert {one.id for one in config.known} == {"owner-set"} | {file.stem for file in secrets.glob("*.yaml")}


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        (lambda: Overrides(policies="policies"), "`policies` is a list; put the one path or policy into brackets"),
        (
            lambda: Overrides(policies=policy(OWNER)),  # type: ignore[arg-type]  # that is the mistake
            "`policies` is a list; put the one path or policy into brackets",
        ),
        (
            lambda: Overrides(policies=[OWNER]),  # type: ignore[list-item]  # idem
            "`policies[0]` is of type dict; give a path, or policycheck.policy(...)",
        ),
        (
            lambda: Overrides(fail_on="eror"),  # type: ignore[arg-type]  # idem
            "`fail_on`",
        ),
        (lambda: Overrides(enable=["owner-st"]), 'no policy has the id or tag "owner-st"'),
    ],
    ids=["one path", "one policy", "a mapping", "no gate", "an unknown id"],
)
def test_overrides_that_mean_nothing_are_refused(overrides: Callable[[], Overrides], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        configure(overrides=overrides())
    assert str(caught.value).startswith(says)


def test_an_exception_on_an_object_is_told_by_its_place() -> None:
    annotations = {"policycheck.dev/except.owner-set": "bought; until never", "policycheck.dev/except.owner-st": "x"}
    excepted = {**WEB, "metadata": {"name": "web", "annotations": annotations}}
    report = check_resources([OWNED, excepted], config=only(policy(OWNER)))
    assert [outcome.status for outcome in report.outcomes] == ["pass", "excepted"]
    (note,) = report.notes
    assert (note.source, note.line) == ("objects[1]", None)
    assert "\n  objects[1]: " in render(report)
    assert 'did you mean "owner-set"?' in render(report)
    assert check_resources([OWNED, excepted], config=only(policy(OWNER)), strict=True).verdict == "failed"


@pytest.fixture
def mixed() -> Report:
    """A report on objects with every status but error, and one object that is no resource."""
    reason = {"policycheck.dev/except.owner-set": "bought; until never"}
    bought = {**WEB, "metadata": {"name": "bought", "annotations": reason}}
    never = policy({**OWNER, "id": "never-judged", "when": "metadata.name == 'x'"})
    return check_resources([WEB, OWNED, bought, {}], config=only(policy(OWNER), never))


def test_every_format_renders_a_report_without_lines(mixed: Report, root: Path) -> None:
    texts = {name: render(mixed, format_name=name) for name in REPORTERS}
    assert not [name for name, text in texts.items() if "None" in text or "objects[0]:" in text]
    assert "Deployment web\nobjects[0]\n" in texts["text"]
    body = json.loads(texts["json"])
    jsonschema.validate(body, json.loads((root / "fixtures/schemas/report.schema.json").read_text()))
    assert {outcome["line"] for outcome in body["outcomes"]} == {None}


@pytest.mark.parametrize("flavor", ["jenkins", "gitlab"])
def test_junit_of_objects_names_no_file(mixed: Report, root: Path, flavor: Flavor) -> None:
    text = junit.render(mixed, View(), flavor=flavor)
    xmlschema.XMLSchema(str(root / f"fixtures/schemas/junit-{flavor}.xsd")).validate(text)
    assert "file=" not in text
    assert 'name="objects[3] is readable"' in text


def test_a_format_that_there_is_none_of_is_refused(mixed: Report) -> None:
    assert refused(lambda: render(mixed, format_name="juint")).startswith('no format is called "juint"; did you mean')


WATCHED = """\
import os, sys
import policycheck

owner, web = eval(sys.argv[1])
seen, watching = [], [False]
READS = {"open", "os.listdir", "os.scandir", "subprocess.Popen", "os.posix_spawn", "socket.connect", "socket.bind"}


def watch(event, arguments):
    if watching[0] and event in READS and not isinstance(arguments[0], int):  # a number is a .pyc being written
        seen.append(f"{event} {arguments[0]}")


def check():
    policy = policycheck.policy(owner)
    config = policycheck.configure(overrides=policycheck.Overrides(policies=[policy], bundled=False))
    report = policycheck.check_resources([web], config=config)
    for name in ("text", "json", "junit"):
        policycheck.render(report, format_name=name)
    return report.verdict


sys.addaudithook(watch)
watching[0] = True
first = check()
opened, seen[:] = [one for one in seen if one.startswith("open ")], []
second = check()
watching[0] = False
homes = (sys.prefix, sys.base_prefix, os.path.dirname(policycheck.__file__))
print(first, second, seen, [one for one in opened if not one.removeprefix("open ").startswith(homes)])
"""


def test_policies_and_resources_of_a_program_need_no_file(tmp_path: Path) -> None:
    """The first time our own modules and tables are loaded, after that nothing at all is read."""
    (tmp_path / "policycheck.yaml").write_text("failOn: never\n")
    command = [sys.executable, "-I", "-c", WATCHED, repr((dict(OWNER), dict(WEB)))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("failed failed [] []\n", "")
