from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.config.extends import extended
from policycheck.errors import ConfigError
from tests.config.settings_texts import written
from tests.language.policy_texts import policy_text

POLICY = policy_text()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a folder of its own to run in, so that paths are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sources(**files: str) -> list[str]:
    """The files that are read, in the order in which they speak."""
    written(Path(), {name.replace("__", "/").replace("_yaml", ".yaml"): text for name, text in files.items()})
    return [settings.source for settings in extended("policycheck.yaml").files]


def refusal(**files: str) -> str:
    with pytest.raises(ConfigError) as refused:
        sources(**files)
    return str(refused.value)


def test_what_is_extended_speaks_before_the_file_in_the_order_it_is_named() -> None:
    assert sources(
        policycheck_yaml="extends: [./one.yaml, ./two.yaml]",
        one_yaml="extends: [./zero.yaml]",
        two_yaml="{}",
        zero_yaml="{}",
    ) == ["zero.yaml", "one.yaml", "two.yaml", "policycheck.yaml"]


def test_what_two_files_extend_speaks_once_and_before_both() -> None:
    """Otherwise it would take back what the first of the two said."""
    assert sources(
        policycheck_yaml="extends: [./one.yaml, ./two.yaml]",
        one_yaml="extends: [./shared.yaml]",
        two_yaml="extends: [./sub/../shared.yaml]",
        shared_yaml="{}",
    ) == ["shared.yaml", "one.yaml", "two.yaml", "policycheck.yaml"]


def test_a_path_counts_from_the_file_that_names_it() -> None:
    assert sources(
        policycheck_yaml="extends: [sub/one.yaml]", sub__one_yaml="extends: [../two.yaml]", two_yaml="{}"
    ) == ["two.yaml", "sub/one.yaml", "policycheck.yaml"]


def test_a_bundled_profile_is_found_by_its_name() -> None:
    profile, _ = sources(policycheck_yaml="extends: [seed-strict]")
    assert Path(profile).name == "seed-strict.yaml"


def test_a_folder_brings_its_policies_and_its_settings() -> None:
    written(
        Path(),
        {"policycheck.yaml": "extends: [./team]", "team/policycheck.yaml": "{}", "team/area/sample.yaml": POLICY},
    )
    found = extended("policycheck.yaml")
    assert [settings.source for settings in found.files] == ["team/policycheck.yaml", "policycheck.yaml"]
    assert found.policies == ("team",)


@pytest.mark.parametrize("name", ["./area", "./area/sample.yaml"])
def test_policies_come_without_settings_too(name: str) -> None:
    written(Path(), {"policycheck.yaml": f"extends: [{name}]", "area/sample.yaml": POLICY})
    found = extended("policycheck.yaml")
    assert [settings.source for settings in found.files] == ["policycheck.yaml"]
    assert found.policies == (name.removeprefix("./"),)


def test_two_files_that_extend_each_other_are_both_named() -> None:
    assert refusal(policycheck_yaml="extends: [./b.yaml]", b_yaml="# settings\nextends: [./policycheck.yaml]") == (
        'b.yaml:2: `extends`: "./policycheck.yaml" closes a circle: '
        "policycheck.yaml -> b.yaml -> policycheck.yaml; remove one of these"
    )


def test_a_circle_is_named_without_the_way_into_it() -> None:
    said = refusal(policycheck_yaml="extends: [./b.yaml]", b_yaml="extends: [./c.yaml]", c_yaml="extends: [./b.yaml]")
    assert "closes a circle: b.yaml -> c.yaml -> b.yaml; " in said


@pytest.mark.parametrize("entry", ["./policycheck.yaml", "."])
def test_a_file_that_extends_itself_is_a_circle(entry: str) -> None:
    said = refusal(policycheck_yaml=f"extends: [{entry}]")
    assert said.startswith(f'policycheck.yaml:1: `extends`: "{entry}" closes a circle: policycheck.yaml -> policycheck')


def test_a_link_does_not_hide_a_circle(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("policycheck.yaml")
    assert "closes a circle: policycheck.yaml -> link.yaml; " in refusal(policycheck_yaml="extends: [./link.yaml]")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("seed-strct", 'is no bundled profile and no installed package; did you mean "seed-strict"?'),
        ("acme-policies", "is no bundled profile and no installed package; install the package that brings it, or "),
        ("policies", "is no bundled profile and no installed package; "),
        ("./nowhere", "is no file and no folder (looked for nowhere; nothing is downloaded)"),
        ("https://example.com/policies", "is no file and no folder "),
        ("/dev/null", "is no file and no folder "),
        ("./empty", "holds no policy and no policycheck.yaml"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, entry: str, said: str) -> None:
    (folder / "empty").mkdir()
    text = f"failOn: error\nextends:\n- {entry}"
    assert refusal(policycheck_yaml=text).startswith(f'policycheck.yaml:3: `extends`: "{entry}" {said}')


def test_a_mistake_in_what_is_extended_names_that_file() -> None:
    assert refusal(policycheck_yaml="extends: [./b.yaml]", b_yaml="\nfailOn: eror").startswith("b.yaml:2: `failOn`: ")


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        extended("nowhere.yaml")
