from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from policycheck.authoring.examples import run_examples
from policycheck.authoring.scaffold import scaffold, write_policy
from policycheck.errors import UsageError
from policycheck.language import policy_file
from policycheck.language.library import bundled_policies, read_file, verified
from policycheck.language.policy_file import KEYS

SCHEMA = json.loads(Path(policy_file.__file__).with_name("policy.schema.json").read_text(encoding="utf-8"))


def test_what_is_written_is_a_policy_whose_examples_do_not_hold(tmp_path: Path) -> None:
    path = write_policy("label-set", area="team", folder=str(tmp_path / "policies"))
    assert path == str(tmp_path / "policies/team/label-set.yaml")
    policy = verified(read_file(path))
    assert (policy.id, policy.area) == ("label-set", "team")
    results = list(run_examples([policy]))
    assert len(results) == 2
    assert all(result.difference[0].startswith("expected ") for result in results)


def test_once_filled_in_its_examples_hold(tmp_path: Path) -> None:
    path = Path(write_policy("label-set", area="team", folder=str(tmp_path)))
    text = path.read_text(encoding="utf-8")
    for todo, done in (
        ("metadata.annotations.todo", "metadata.labels.team"),
        ("        metadata: {name: web}\n", "        metadata: {name: web, labels: {team: shop}}\n"),
        ("at: [replicas]", "at: [Deployment/example metadata]"),
    ):
        assert todo in text
        text = text.replace(todo, done)
    path.write_text(text, encoding="utf-8")
    assert [result.difference for result in run_examples([verified(read_file(str(path)))])] == [(), ()]


@pytest.mark.parametrize(
    "key",
    [
        *KEYS,
        *policy_file.MATCH_KEYS,
        *(key for key in SCHEMA["$defs"]["example"]["properties"] if key != "name"),
        *("pass", "fail", "skip"),
    ],
)
def test_every_key_is_there_written_or_as_a_comment(key: str) -> None:
    lines = [line.lstrip(" #-") for line in scaffold("label-set").splitlines()]
    assert any(line.startswith(f"{key}:") for line in lines)


def test_every_key_is_explained_as_in_the_schema() -> None:
    text = " ".join(line.lstrip(" #") for line in scaffold("label-set").splitlines())
    descriptions = [
        described["description"]
        for keys in (
            SCHEMA,
            SCHEMA["properties"]["match"],
            SCHEMA["properties"]["examples"],
            SCHEMA["$defs"]["example"],
        )
        for described in keys["properties"].values()
    ]
    assert [description for description in descriptions if description not in text] == []
    assert "#?" not in text


def test_the_commented_keys_are_valid_too() -> None:
    """Without its comment sign each is a key that the schema knows, with a value of the right type."""
    lines = scaffold("label-set").splitlines()
    for key in ("tags", "references", "foreach", "when", "schema", "fix"):
        (line,) = [line for line in lines if line.startswith(f"# {key}:")]
        assert list(yaml.safe_load(line.removeprefix("# "))) == [key]


@pytest.mark.parametrize("word", ["", "Label", "a_b", "-a", "a/b", "../a", "a b", "a.yaml"])
def test_what_is_no_id_or_area_is_refused(word: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f'^"{word}" is no id; write lower-case words joined by hyphens'):
        write_policy(word, area="team", folder=str(tmp_path))
    with pytest.raises(UsageError, match=f'^"{word}" is no area; write lower-case words joined by hyphens'):
        write_policy("label-set", area=word, folder=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = Path(write_policy("label-set", area="team", folder=str(tmp_path)))
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="this file is there already; edit it, or choose another id"):
        write_policy("label-set", area="team", folder=str(tmp_path))
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_id_of_a_bundled_policy_is_refused(tmp_path: Path) -> None:
    taken = bundled_policies(examples=False)[0].id
    with pytest.raises(UsageError, match=f'the id "{taken}" is taken by a bundled policy; choose another'):
        write_policy(taken, area="team", folder=str(tmp_path))


def test_an_area_that_would_hold_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='a folder "profiles" holds settings'):
        write_policy("label-set", area="profiles", folder=str(tmp_path))


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot be written .*; name a folder that may be written to with --in"):
        write_policy("label-set", area="team", folder=str(tmp_path / "file"))
