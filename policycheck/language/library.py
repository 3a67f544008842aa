"""Where policies come from, and which of them run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from policycheck.errors import PolicyError, UsageError, did_you_mean
from policycheck.language.stored import stored_policy
from policycheck.model import Policy

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONFIG_FILE = "policycheck.yaml"
PROFILES = "profiles"
UNSEEN = "unseen.yaml"
"""Beside the bundled policies: what no file shows, in words."""
_SUFFIXES = (".yaml", ".yml")


def bundled_folder() -> str:
    """The policies that ship with policycheck: inside the wheel, or the checkout's own folder."""
    shipped = os.path.join(_PACKAGE, "bundled")
    folder = shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(_PACKAGE), "policies")
    here = os.path.join(os.getcwd(), "")
    return folder.removeprefix(here)  # in a checkout a short path reads better


def all_policies(
    *, paths: Sequence[str] = (), made: Sequence[Policy] = (), bundled: bool = True, examples: bool = True
) -> tuple[Policy, ...]:
    """Every policy there is, in the order of the files' names, then those made in Python; PolicyError or UsageError.

    Those that ship with policycheck are verified by its tests, others here. `examples` are those of the bundled ones.
    A file or a policy that is given twice is taken once.
    """
    policies = bundled_policies(examples=examples) if bundled else []
    seen = {os.path.realpath(policy.source) for policy in policies} if paths else set()
    for path in paths:
        for found in policy_files(path):
            if os.path.realpath(found) not in seen:
                seen.add(os.path.realpath(found))
                policies.append(verified(read_file(found)))
    for policy in made:
        if policy not in policies:
            policies.append(verified(policy))
    _refuse_duplicates(policies)
    return tuple(policies)


def bundled_policies(*, examples: bool) -> list[Policy]:
    return [read_file(path, examples=examples) for path in policy_files(bundled_folder())]


def chosen(
    policies: Iterable[Policy], *, enable: Sequence[str] = (), disable: Sequence[str] = ()
) -> tuple[Policy, ...]:
    """The policies that run: on by default or enabled, and not disabled. An unknown id or tag is a UsageError."""
    known = tuple(policies)
    for choice in (*enable, *disable):
        if not any(is_chosen(policy, choice) for policy in known):
            words = {word for policy in known for word in (policy.id, *policy.tags)} | {"all"}
            raise UsageError(
                f'no policy has the id or tag "{choice}"{did_you_mean(choice, words)}; see `policycheck list`'
            )
    return tuple(
        policy
        for policy in known
        if (policy.default or any(is_chosen(policy, choice) for choice in enable))
        and not any(is_chosen(policy, choice) for choice in disable)
    )


def is_chosen(policy: Policy, choice: str) -> bool:
    """Whether an id, a tag, a glob of either, or `all` means this policy."""
    return choice == "all" or any(fnmatchcase(word, choice) for word in (policy.id, *policy.tags))


def read_file(path: str, *, examples: bool = True) -> Policy:
    try:
        with open(path, "rb", buffering=0) as file:  # each is read in one go, and there are hundreds
            text = file.read()
    except OSError as error:
        raise UsageError(f"cannot read the policy: {error.strerror}", source=path) from None
    known = None if examples else stored_policy(text, path)
    if known is not None:
        return known
    from policycheck.language.policy_file import read_policy  # noqa: PLC0415 - our own policies are stored

    return read_policy(text, path, examples=examples)


def verified(policy: Policy) -> Policy:
    from policycheck.language.verify import verify  # noqa: PLC0415 - our own policies need it in tests only

    verify(policy)
    return policy


def policy_files(path: str, *, required: bool = True) -> list[str]:
    """The policy files of a folder, or the file itself; UsageError where there is none and one is required.

    A policycheck.yaml and profiles beside policies are settings, unseen.yaml is prose: they are passed over.
    """
    if not os.path.isdir(path):
        if not os.path.exists(path):
            raise UsageError("no such policy file or folder", source=path)
        return [path]
    found = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        if os.path.basename(folder) != PROFILES
        for name in names
        if name.endswith(_SUFFIXES) and name not in {CONFIG_FILE, UNSEEN}
    ]
    if required and not found:
        raise UsageError("no policy (*.yaml) in this folder", source=path)
    return sorted(found, key=os.path.splitext)


def _refuse_duplicates(policies: Iterable[Policy]) -> None:
    known: dict[str, Policy] = {}
    for policy in policies:
        first = known.setdefault(policy.id, policy)
        if first is not policy:
            from policycheck.language.section import key_line  # noqa: PLC0415 - only an error needs it

            taken = first.source if first.source != policy.source else "another policy"
            message = f"the id `{policy.id}` is taken by {taken}; rename this policy"
            raise PolicyError(message, source=policy.source, line=key_line(policy.source, "id"))
