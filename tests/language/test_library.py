"""Where policies come from, and which of them run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from policycheck.errors import PolicyError, UsageError
from policycheck.language.library import all_policies, bundled_folder, chosen, policy_files
from policycheck.model import Policy
from tests.language.policy_texts import policy_text, sample

ALL = (
    sample()._replace(id="memory-limit-set", tags=("B4.3", "house")),
    sample()._replace(id="memory-request-set", tags=("B4.2",), default=False),
    sample()._replace(id="pdb-present", tags=("B2.1", "house")),
)


def ids(policies: Sequence[Policy]) -> list[str]:
    return [policy.id for policy in policies]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two areas with a policy each, and files that are none."""
    for area, name in (("b", "first"), ("a", "second")):
        (tmp_path / area).mkdir()
        text = policy_text(id=name)
        (tmp_path / area / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "README.md").write_text("# no policy", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("enable", "disable", "run"),
    [
        ([], [], ["memory-limit-set", "pdb-present"]),
        (["memory-request-set"], [], ["memory-limit-set", "memory-request-set", "pdb-present"]),
        (["B4.2"], [], ["memory-limit-set", "memory-request-set", "pdb-present"]),
        (["all"], [], ["memory-limit-set", "memory-request-set", "pdb-present"]),
        (["memory-*"], [], ["memory-limit-set", "memory-request-set", "pdb-present"]),
        (["B4.*"], [], ["memory-limit-set", "memory-request-set", "pdb-present"]),
        ([], ["pdb-present"], ["memory-limit-set"]),
        ([], ["house"], []),
        ([], ["memory-*"], ["pdb-present"]),
        (["all"], ["B4.*"], ["pdb-present"]),
        (["all"], ["memory-request-set"], ["memory-limit-set", "pdb-present"]),
        (["memory-request-set"], ["all"], []),
    ],
    ids=str,
)
def test_what_is_on_or_enabled_and_not_disabled_runs(enable: list[str], disable: list[str], run: list[str]) -> None:
    assert ids(chosen(ALL, enable=enable, disable=disable)) == run


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ("pdb-presnt", 'no policy has the id or tag "pdb-presnt"; did you mean "pdb-present"?; see `policycheck list`'),
        ("B4.9", '"B4.9"; did you mean "B4.'),
        ("zzz*", 'no policy has the id or tag "zzz*"; see `policycheck list`'),
        ("", 'no policy has the id or tag ""'),
        ("PDB-present", 'did you mean "pdb-present"?'),
    ],
)
def test_an_unknown_choice_is_refused_with_the_near_miss(choice: str, says: str) -> None:
    for enable, disable in ((choice, None), (None, choice)):
        with pytest.raises(UsageError) as caught:
            chosen(ALL, enable=[enable] if enable is not None else [], disable=[disable] if disable is not None else [])
        assert says in caught.value.message


def test_all_is_a_choice_even_of_nothing() -> None:
    with pytest.raises(UsageError):
        chosen((), enable=["all"])
    assert chosen(()) == ()


def test_policies_of_a_folder_come_in_the_order_of_their_names(folder: Path) -> None:
    policies = all_policies(paths=[str(folder)], bundled=False)
    assert [(policy.area, policy.id) for policy in policies] == [("a", "second"), ("b", "first")]


def test_a_single_file_is_a_policy(folder: Path) -> None:
    assert ids(all_policies(paths=[str(folder / "b" / "first.yaml")], bundled=False)) == ["first"]


def test_a_file_that_is_named_twice_is_read_once(folder: Path) -> None:
    again = str(folder / "b" / ".." / "b" / "first.yaml")
    assert ids(all_policies(paths=[str(folder), again, str(folder)], bundled=False)) == ["second", "first"]


def test_an_id_that_is_taken_is_refused_with_both_places(folder: Path) -> None:
    (folder / "c").mkdir()
    again = folder / "c" / "first.yaml"
    again.write_text("# a comment\n" + policy_text(id="first"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        all_policies(paths=[str(folder)], bundled=False)
    first = folder / "b" / "first.yaml"
    assert str(caught.value) == f"{again}:3: the id `first` is taken by {first}; rename this policy"


def test_an_id_of_ours_is_taken(folder: Path) -> None:
    ours = all_policies(examples=False)[0].id
    file = folder / "a" / f"{ours}.yaml"
    file.write_text(policy_text(id=ours), encoding="utf-8")
    with pytest.raises(PolicyError, match=f"the id `{ours}` is taken by "):
        all_policies(paths=[str(file)])


def test_a_policy_that_is_not_ours_is_verified(folder: Path) -> None:
    file = folder / "a" / "second.yaml"
    file.write_text(policy_text(id="second", when="lenght(data)"), encoding="utf-8")
    with pytest.raises(PolicyError, match="unknown function lenght"):
        all_policies(paths=[str(folder)], bundled=False)


def test_a_path_without_a_policy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none", encoding="utf-8")
    with pytest.raises(UsageError, match="no policy"):
        all_policies(paths=[str(tmp_path)], bundled=False)
    with pytest.raises(UsageError, match="no such policy file or folder"):
        all_policies(paths=[str(tmp_path / "nowhere")], bundled=False)
    assert policy_files(str(tmp_path), required=False) == []


def test_a_file_that_cannot_be_opened_is_refused_with_its_name(tmp_path: Path) -> None:
    link = tmp_path / "gone.yaml"
    link.symlink_to(tmp_path / "nothing.yaml")
    with pytest.raises(UsageError) as caught:
        all_policies(paths=[str(tmp_path)], bundled=False)
    assert caught.value.source == str(link)
    assert "cannot read the policy" in caught.value.message


def test_settings_beside_policies_are_no_policies(folder: Path) -> None:
    (folder / "policycheck.yaml").write_text("failOn: error\n", encoding="utf-8")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "strict.yaml").write_text("enable: [all]\n", encoding="utf-8")
    assert ids(all_policies(paths=[str(folder)], bundled=False)) == ["second", "first"]


def test_our_own_policies_are_there_with_and_without_their_examples() -> None:
    whole, short = all_policies(), all_policies(examples=False)
    assert len(whole) == len(policy_files(bundled_folder())) > 0
    assert [policy._replace(examples=(), equivalent=()) for policy in whole] == [
        policy._replace(equivalent=()) for policy in short
    ]
    assert all_policies(bundled=False) == ()
