from __future__ import annotations

import re

import pytest

from policycheck.config.settings import read_settings
from policycheck.errors import ConfigError
from tests.config.settings_texts import SAMPLE
from tests.language.policy_texts import yaml

EXCEPTION = "exceptions:\n  - policy: pdb-present\n    reason: it is so\n    expires: never\n"


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as refused:
        read_settings(text.encode(), "policycheck.yaml")
    return str(refused.value)


def test_every_key_is_read() -> None:
    settings = read_settings(yaml(SAMPLE).encode(), "policycheck.yaml")
    assert [written.value for written in settings.extends] == ["seed-strict", "./policies"]
    assert settings.scalars == {"namespace": "shop", "kubeVersion": "1.33", "failOn": "warning"}
    assert [written.value for written in (*settings.exclude, *settings.enable)] == ["fixtures/**", "house", "memory-*"]
    severity = settings.policies["pdb-present"]
    assert (severity.on, severity.severity, severity.params) == (None, "warning", {"minReplicas": 3})
    assert settings.policies["monitor-selector-set"].on is False
    assert list(settings.pod_templates) == ["example.com/Worker"]
    first, second = settings.exceptions
    assert first.match.names == ("legacy-*",)
    assert first.match.labels == {"team": "checkout"}
    assert (first.container, first.template, first.expires) == ("*", "shop/charts/redis/*", "2026-12-31")
    assert second.expires is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extend: [x]", '1: unknown key `extend`; did you mean "extends"?'),
        ("failOn: error\nfailOn: info", "2: `failOn` is written twice, first in line 1; remove one"),
        ("", "1: null stands where a mapping is needed"),
        ("[]", "1: a list stands where a mapping is needed"),
        ("a: [", "1:5: not YAML: "),
        ("extends:", "1: `extends` has no value; write one or remove the key"),
        ("extends: x", "1: `extends` must be a list; write it as [one, two]"),
        ("extends: [x, ' ']", "1: `extends[1]` is blank; write a word or remove it"),
        ("extends:\n- x\n- z\n- x", '4: `extends` names "x" twice; remove one of the two'),
        ("extends: [5]", "1: `extends` must be text, not 5; quote it"),
        ("namespace: Shop", '1: `namespace`: "Shop" is no namespace; '),
        ("namespace: a.b", '1: `namespace`: "a.b" is no namespace; '),
        ("namespace: 5", "1: `namespace` must be text, not 5; quote it"),
        ("kubeVersion: 1.30", "1: `kubeVersion` must be text, not 1.3; quote it"),
        ("kubeVersion: newest", '1: `kubeVersion`: "newest" is not a Kubernetes version; write it as 1.33'),
        ("failOn: eror", '1: `failOn`: "eror" is none of error, warning, info, never; did you mean "error"?'),
        ("paths: [x]", "1: `paths` must be a mapping, not a list"),
        ("paths: {}", "1: `paths` is empty; "),
        ("paths: {exclud: [x]}", '1: unknown key `paths.exclud`; did you mean "exclude"?'),
        ("enable: {}", "1: `enable` must be a list; "),
        ("policies: {x: 'off'}", "1: `policies.x` must be off, on, or a mapping with severity or params"),
        ("policies: {x: }", "1: `policies.x` has no value; "),
        ("policies:\n  x:\n    severty: error", '3: unknown key `policies.x.severty`; did you mean "severity"?'),
        ("policies: {x: {severity: off}}", "1: `policies.x.severity` must be one of error, warning, info, not false"),
        ("policies: {x: {params: {}}}", "1: `policies.x.params` is empty; "),
        ("policies: {x: {params: {a: }}}", "1: `policies.x.params.a` has no value; "),
        ("podTemplates: {Worker: {path: a}}", '1: `podTemplates`: "Worker" names no kind with a pod template; '),
        ("podTemplates:\n  g/A: {path: a}\n  g/B: {pth: a}", '3: `podTemplates`: "g/B": write {path: '),
        ("exceptions: {policy: x}", "1: `exceptions` must be a list, not a mapping"),
        ("exceptions: [x]", "1: `exceptions[0]` must be a mapping, not a string"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(text: str, said: str) -> None:
    assert refusal(text).startswith(f"policycheck.yaml:{said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    reason: it is so\n", "", "2: `exceptions[0].reason` is missing"),
        ("it is so", "", "3: `exceptions[0].reason` has no value; "),
        ("it is so", "' '", "3: `exceptions[0].reason` is blank; "),
        ("it is so", "[no]", "3: `exceptions[0].reason` must be text, not a list; "),
        ("    expires: never\n", "", "2: `exceptions[0].expires` is missing"),
        ("never", "soon", "4: `exceptions[0].expires` must be a day such as 2026-12-31, or never"),
        ("never", "Never", "4: `exceptions[0].expires` must be a day "),
        ("never", "2026-02-30", "4: `exceptions[0].expires` must be a day "),
        ("never", "2026-12-31T00:00:00Z", "4: `exceptions[0].expires` must be a day "),
        ("never", "２０２６-１２-３１", "4: `exceptions[0].expires` must be a day "),  # noqa: RUF001 - digits of another script
        ("never", "20261231", "4: `exceptions[0].expires` must be text, not 20261231; quote it"),
        ("policy:", "polcy:", '2: unknown key `exceptions[0].polcy`; did you mean "policy"?'),
        ("pdb-present", "", "2: `exceptions[0].policy` has no value; "),
        ("pdb-present", "[pdb-present]", "2: `exceptions[0].policy` must be text, not a list; "),
    ],
)
def test_an_exception_without_policy_reason_or_day_is_refused(old: str, new: str, said: str) -> None:
    assert refusal(EXCEPTION.replace(old, new)).startswith(f"policycheck.yaml:{said}")


@pytest.mark.parametrize(
    "match",
    [
        "",
        "{}",
        "{name: }",
        "{nam: x}",
        "{name: []}",
        "{name: {}}",
        "{labels: {}}",
        "{labels: {a: }}",
        "{labels: {a: 1}}",
        "{container: }",
        "{container: [a]}",
        "{template: 5}",
        "{kind: [1]}",
        "{pod: any}",
        "[name]",
    ],
)
def test_a_match_that_says_less_than_it_seems_is_refused(match: str) -> None:
    """Read leniently, each of these would except more than its author wrote."""
    said = refusal(f"{EXCEPTION}    match: {match}\n")
    assert re.match(r"policycheck\.yaml:5: .*`exceptions\[0\]\.match", said)
