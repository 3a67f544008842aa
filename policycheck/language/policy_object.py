"""A policy that a program writes, without a file."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.errors import PolicyError, UsageError
from policycheck.kubernetes.json_values import json_value
from policycheck.kubernetes.reading import described
from policycheck.language.library import verified
from policycheck.language.policy_file import API_VERSION, policy_of
from policycheck.language.section import Section
from policycheck.model import Policy, Value


def policy(body: Mapping[str, Value]) -> Policy:
    """The policy in a mapping of a policy file's shape; `apiVersion` and `examples` may be left out.

    What a file is refused for is refused here too: PolicyError names the policy, the path of the key, the mistake and
    the near miss. Examples are read, not run: `run_examples` does that.
    """
    try:
        written = json_value(body, ())
    except UsageError as error:
        raise PolicyError(error.message, source="policy") from None
    if not isinstance(written, dict):
        raise PolicyError(f"{described(written)} stands where a mapping is needed", source="policy")
    name = written.get("id")
    source = f"policy {name}" if isinstance(name, str) else "policy"
    root = Section({"apiVersion": API_VERSION, **written}, (), None, source)
    return verified(policy_of(root, area="", examples="examples" in written))
