"""What holds for every policy that ships: it is well-formed and says what it must.

That it loads and that its examples hold are tests of their own, which our pytest plugin makes of policies/.
"""

from __future__ import annotations

import json
import os.path
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policycheck.exact_yaml.reader import read
from policycheck.language import policy_file
from policycheck.language.library import bundled_folder, bundled_policies
from policycheck.language.stored import EXAMPLES
from policycheck.model import Policy

POLICIES = bundled_policies(examples=True)
SCHEMA_FILE = Path(policy_file.__file__).with_name("policy.schema.json")
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def nowhere(wrong: Callable[[Policy], object]) -> None:
    """Every policy is asked what is wrong with it, so that one run names each that something is wrong with."""
    found = [f"{policy.source}: {what}" for policy in POLICIES if (what := wrong(policy))]
    assert not found, "\n".join(found)


def text_of(policy: Policy) -> str:
    return Path(policy.source).read_text(encoding="utf-8")


def test_there_are_policies_in_every_area() -> None:
    areas = {entry.name for entry in os.scandir(bundled_folder()) if entry.is_dir() and entry.name != "profiles"}
    assert areas
    assert {policy.area for policy in POLICIES} == areas


def test_its_examples_have_names_of_their_own() -> None:
    def twice(policy: Policy) -> list[str]:
        names = Counter(f"{example.verdict}: {example.name}" for example in policy.examples)
        return [name for name, times in names.items() if times > 1]

    nowhere(twice)


def test_its_prose_is_there_and_ends_in_a_full_stop() -> None:
    def is_prose(text: str) -> bool:
        return re.fullmatch(r"[A-Z].*\.", text) is not None and "  " not in text

    nowhere(lambda policy: [text for text in (policy.rationale, policy.remediation) if not is_prose(text)])


def test_its_title_is_a_fact_without_a_full_stop() -> None:
    nowhere(lambda policy: [policy.title] if not re.fullmatch(r"[A-Z].*[^.!?\s]", policy.title) else [])


def test_it_has_a_message_of_its_own() -> None:
    nowhere(lambda policy: [policy.message] if not policy.message or policy.message.endswith(".") else [])


def test_an_error_says_when_it_is_felt() -> None:
    nowhere(lambda policy: ["breaks: missing"] if policy.severity == "error" and not policy.breaks else [])


AREAS_WHOLE = {"B1": 14, "B2": 14, "B3": 15, "B4": 17, "B5": 20, "B6": 18}
"""Area -> how many rows its table has. Each is a policy at least; none is left out."""


@pytest.mark.parametrize("row", [f"{area}.{row}" for area, rows in AREAS_WHOLE.items() for row in range(1, rows + 1)])
def test_every_row_of_a_whole_area_is_a_tag(row: str) -> None:
    assert [policy.id for policy in POLICIES if row in policy.tags]


ROWS_OF_RENDERS = (
    *("CFG-DUP-ENV", "CFG-HARDCODED-FLAG", "CFG-PRECEDENCE", "CM-CHECKSUM", "CM-ENV-RELOAD", "CM-IMMUTABLE-RELOAD"),
    *("CM-SUBPATH", "DEPLOY-SELECTOR", "GRPC-GRACE", "GRPC-PROBE", "HPA-BOUNDS", "HPA-CPU-REQUEST"),
    *("HPA-REPLICAS-FIELD", "HPA-TARGET", "IMMUTABLE-SELECTOR", "KEDA-QUEUE", "KEDA-VALID", "LOG-JSON", "LOG-NO-FILE"),
    *("LOG-NO-ROTATE", "LOG-TRACE", "M-COMMAND-OVERRIDE", "M-IMAGE-TAG", "PROBE-EXEC-NO-SHELL", "PROBE-LIVENESS-DEP"),
    *("PROBE-PRESENT", "ROLLING", "SVC-OVERSELECT", "SVC-SELECTS", "SVC-TARGETPORT"),
)
"""The rows of the seed (321 to 340) about rendered manifests; those of secrets and budgets are B1 and B2."""


@pytest.mark.parametrize("row", ROWS_OF_RENDERS)
def test_every_row_of_the_seed_about_renders_is_a_tag(row: str) -> None:
    assert [policy.id for policy in POLICIES if f"A.{row}" in policy.tags]


ROWS_OF_DOCKERFILES = (
    *("DOCKER-BASE-EOL", "DOCKER-CA", "DOCKER-ENTRYPOINT-EXEC", "DOCKER-HEALTHCHECK-BIN", "DOCKER-MINIMAL-BASE"),
    *("DOCKER-MOD-CACHE", "DOCKER-MULTISTAGE", "DOCKER-MUSL", "DOCKER-NO-LATEST", "DOCKER-NO-SECRET-ARG"),
    *("DOCKER-NO-SECRET-COPY", "DOCKER-STATIC", "DOCKER-STRIP", "DOCKER-TZ", "DOCKER-UPX", "GO-CROSS"),
)


@pytest.mark.parametrize("row", ROWS_OF_DOCKERFILES)
def test_every_row_of_the_seed_about_dockerfiles_is_a_tag_of_a_policy_on_them(row: str) -> None:
    found = [policy for policy in POLICIES if f"A.{row}" in policy.tags and policy.match.kinds == ("Dockerfile",)]
    assert found
    assert all(policy.area == "dockerfiles" for policy in found)


OF_THE_TEXT = {
    *("env-from-source-single", "env-name-unique", "env-name-valid", "env-source-complete", "env-source-single"),
}
"""What they ask stands in the text below the rows of an area, so they are tagged with the area."""


def test_its_tags_name_the_row_of_the_semantics() -> None:
    def wrong(policy: Policy) -> list[str]:
        row = r"B\d+" if policy.id in OF_THE_TEXT else r"0\.\d+|A\.[A-Z-]+|B\d+\.\d+[a-z]?"
        twice = [f"{tag} twice" for tag, times in Counter(policy.tags).items() if times > 1]
        return twice if any(re.fullmatch(row, tag) for tag in policy.tags) else ["no row"]

    nowhere(wrong)


def test_its_file_fits_the_schema_of_editors() -> None:
    nowhere(lambda policy: [error.message for error in VALIDATOR.iter_errors(read(text_of(policy)).body)])


def test_its_file_names_that_schema_and_the_path_leads_there() -> None:
    def wrong(policy: Policy) -> str | None:
        shown = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text_of(policy))
        if shown is None:
            return "names no schema"
        in_checkout = Path(__file__).parent.parent / "policies" / policy.area / shown[1]
        return None if in_checkout.resolve() == SCHEMA_FILE.resolve() else f"{shown[1]} leads elsewhere"

    nowhere(wrong)


def test_its_file_is_named_like_it() -> None:
    nowhere(lambda policy: policy.id if os.path.basename(policy.source) != f"{policy.id}.yaml" else None)


def test_its_lines_are_no_longer_than_120() -> None:
    nowhere(lambda policy: [line for line in text_of(policy).splitlines() if len(line) > 120])


def test_its_examples_come_last() -> None:
    """A check reads a file of ours up to its examples only; what follows is about them."""

    def wrong(policy: Policy) -> list[object]:
        body = read(text_of(policy)).body
        assert isinstance(body, dict)
        keys = list(body)
        after = set(keys[keys.index("examples") :]) - {"examples", "equivalent"}
        once = text_of(policy).count(EXAMPLES.decode()) == 1
        return [*after] if once else ["`examples:` more than once", *after]

    nowhere(wrong)


def test_its_references_are_https_urls() -> None:
    nowhere(lambda policy: [url for url in policy.references if not re.fullmatch(r"https://[a-z0-9.-]+/\S*", url)])


def test_no_two_policies_share_a_title_or_an_id() -> None:
    for shared in (Counter(policy.title for policy in POLICIES), Counter(policy.id for policy in POLICIES)):
        assert [text for text, times in shared.items() if times > 1] == []
