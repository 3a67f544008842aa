from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.config.effective import Config, Overrides, configure
from policycheck.errors import ConfigError, UsageError
from tests.config.settings_texts import configured, written

LAYERS = Overrides(namespace="four", kube_version="1.34", fail_on="info", disable=["pdb-present"])


def said(config: Config, name: str) -> tuple[object, str]:
    (setting,) = [setting for setting in config.settings if setting.name == name]
    return setting.value, Path(setting.origin.source).name


def severities(config: Config) -> dict[str, str]:
    return {policy.id: policy.severity for policy in config.policies}


def test_without_a_file_the_bundled_defaults_hold() -> None:
    config = configure()
    assert (config.namespace, config.kube_version, config.fail_on) == (None, None, "error")
    assert config.policies == tuple(policy for policy in config.known if policy.default)
    assert {setting.origin.source for setting in config.settings} == {"default"}


def test_the_last_layer_to_speak_wins(tmp_path: Path) -> None:
    """Default, then what is extended in order, then the file, then the command line."""
    texts = {
        "one.yaml": "{namespace: one, kubeVersion: '1.31', failOn: never, policies: {pdb-present: off}}",
        "two.yaml": "{namespace: two, kubeVersion: '1.32', enable: [pdb-present]}",
        "policycheck.yaml": "{extends: [./one.yaml, ./two.yaml], namespace: three}",
    }
    written(tmp_path, texts)
    path = str(tmp_path / "policycheck.yaml")
    config = configure(path)
    assert said(config, "namespace") == ("three", "policycheck.yaml")
    assert said(config, "kubeVersion") == ("1.32", "two.yaml")
    assert said(config, "failOn") == ("never", "one.yaml")
    assert said(config, "policies.pdb-present") == (True, "two.yaml")
    assert (config.namespace, config.kube_version, config.fail_on) == ("three", "1.32", "never")
    assert "pdb-present" in severities(config)
    overridden = configure(path, LAYERS)
    assert (overridden.namespace, overridden.kube_version, overridden.fail_on) == ("four", "1.34", "info")
    assert said(overridden, "namespace") == ("four", "command line")
    assert said(overridden, "policies.pdb-present") == (False, "command line")
    assert "pdb-present" not in severities(overridden)


def test_an_extended_file_in_another_order_has_another_end(tmp_path: Path) -> None:
    written(tmp_path, {"one.yaml": "{failOn: info}", "two.yaml": "{failOn: never}"})
    assert configured(tmp_path, "extends: [./one.yaml, ./two.yaml]").fail_on == "never"
    assert configured(tmp_path, "extends: [./two.yaml, ./one.yaml]").fail_on == "info"


def test_what_is_said_of_one_policy_wins_over_what_the_same_file_enables(tmp_path: Path) -> None:
    config = configured(tmp_path, "{enable: [all], policies: {pdb-present: off}}")
    assert {policy.id for policy in config.known} - set(severities(config)) == {"pdb-present"}


def test_severity_and_parameters_are_those_of_the_last_file(tmp_path: Path) -> None:
    written(tmp_path, {"one.yaml": "policies: {pdb-present: {severity: info, params: {minReplicas: 7}}}"})
    config = configured(tmp_path, "{extends: [./one.yaml], policies: {pdb-present: {severity: warning}}}")
    (policy,) = [policy for policy in config.policies if policy.id == "pdb-present"]
    assert (policy.severity, policy.params["minReplicas"]["default"]) == ("warning", 7)
    assert said(config, "policies.pdb-present.severity") == ("warning", "policycheck.yaml")
    assert said(config, "policies.pdb-present.params.minReplicas") == (7, "one.yaml")
    (as_written,) = [policy for policy in config.known if policy.id == "pdb-present"]
    assert (as_written.severity, as_written.params["minReplicas"]["default"]) == ("error", 2)


def test_lists_add_up(tmp_path: Path) -> None:
    exception = "{policy: pdb-present, reason: x, expires: never}"
    one = f"paths: {{exclude: [a]}}\npodTemplates: {{g/A: {{path: a}}}}\nexceptions: [{exception}]\n"
    written(tmp_path, {"one.yaml": one})
    config = configured(tmp_path, "extends: [./one.yaml]\n" + one.replace("[a]", "[b]").replace("g/A", "g/B"))
    assert config.exclude == ("a", "b")
    assert {("g", "A"), ("g", "B"), ("apps", "Deployment")} <= config.carriers.keys()
    assert [Path(exception.source).name for exception in config.exceptions] == ["one.yaml", "policycheck.yaml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "enable: [pdb-presnt]",
            '1: `enable[0]`: no policy has the id or tag "pdb-presnt"; did you mean "pdb-present"?',
        ),
        ("policies:\n  pdb-presnt: off", '2: `policies.pdb-presnt`: no policy has the id "pdb-presnt"; did you mean '),
        ("policies:\n  B2.1: off", '2: `policies["B2.1"]`: no policy has the id "B2.1"; '),
        (
            "policies:\n  pdb-present:\n    params: {minReplica: 3}",
            '3: `policies.pdb-present.params.minReplica`: pdb-present has no parameter "minReplica"; did you mean ',
        ),
        (
            "policies: {memory-limit-set: {params: {x: 3}}}",
            '1: `policies.memory-limit-set.params.x`: memory-limit-set has no parameter "x"; it has none',
        ),
        (
            "policies: {pdb-present: {params: {minReplicas: many}}}",
            "1: `policies.pdb-present.params.minReplicas`: the value must be of type integer; the parameter takes {",
        ),
        (
            "policies: {pdb-present: {params: {minReplicas: 0}}}",
            "1: `policies.pdb-present.params.minReplicas`: the value does not satisfy `minimum` ",
        ),
        (
            "exceptions: [{policy: all, reason: x, expires: never},\n {policy: pdb-presnt, reason: x, expires: never}]",
            '2: `exceptions[1].policy`: no policy has the id or tag "pdb-presnt"; did you mean "pdb-present"?',
        ),
    ],
)
def test_a_word_that_means_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        configured(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path}/policycheck.yaml:{said}")


@pytest.mark.parametrize("choice", ["pdb-present", "B2.1", "pdb-*", "all", "*"])
def test_an_exception_may_name_an_id_a_tag_or_a_glob(tmp_path: Path, choice: str) -> None:
    text = f"exceptions: [{{policy: '{choice}', reason: x, expires: never}}]"
    assert [exception.policy for exception in configured(tmp_path, text).exceptions] == [choice]


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (Overrides(enable=["pdb-presnt"]), 'no policy has the id or tag "pdb-presnt"; did you mean "pdb-present"?'),
        (Overrides(disable=["x"]), 'no policy has the id or tag "x"; see `policycheck list`'),
        (Overrides(enable="all"), "`enable` is a list of ids, tags and globs"),
        (Overrides(namespace="Shop"), '`namespace`: "Shop" is no namespace'),
        (Overrides(kube_version="new"), '`kube_version`: "new" is not a Kubernetes version'),
        (Overrides(kube_version=1.33), "`kube_version` is of type float; give it as text"),  # type: ignore[arg-type]  # the slip
        (Overrides(fail_on="eror"), '`fail_on`: "eror" is none of error, '),  # type: ignore[arg-type]  # the slip
    ],
)
def test_an_override_that_means_nothing_is_refused(overrides: Overrides, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        configure(overrides=overrides)
    assert str(refused.value).startswith(said)


def test_the_version_is_read_without_its_v(tmp_path: Path) -> None:
    assert configured(tmp_path, "kubeVersion: v1.33.2").kube_version == "1.33.2"
