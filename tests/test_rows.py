"""Every row of the seed (321 to 340) and of the library charts' area has its policies, or a reason why it has none."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import NamedTuple

import pytest

from policycheck.language.library import bundled_policies
from tests.charts import INSTALLED
from tests.test_broken import EDITS, FOLDERS, MANIFESTS, VALUES, policy_id

SEED = {
    321: "DOCKER-MULTISTAGE DOCKER-MINIMAL-BASE DOCKER-ENTRYPOINT-EXEC M-COMMAND-OVERRIDE",
    322: "DOCKER-MOD-CACHE DOCKER-NO-LATEST M-IMAGE-TAG",
    323: "DOCKER-STATIC DOCKER-STRIP DOCKER-UPX",
    324: "SEC DOCKER-NO-SECRET-ARG DOCKER-NO-SECRET-COPY COMPOSE-ENVFILE",
    325: "CFG-PRECEDENCE CFG-DUP-ENV CFG-HARDCODED-FLAG",
    326: "DOCKER-STATIC DOCKER-MUSL DOCKER-BASE-EOL",
    327: "DOCKER-CA DOCKER-TZ PROBE-EXEC-NO-SHELL",
    328: "CM-SUBPATH CM-ENV-RELOAD CM-IMMUTABLE-RELOAD CM-CHECKSUM",
    329: "GO-CROSS",
    330: "GORELEASER",
    331: "DOCKER-HEALTHCHECK-BIN PROBE-PRESENT PROBE-LIVENESS-DEP",
    332: "LOG-NO-FILE",
    333: "HPA-CPU-REQUEST HPA-TARGET HPA-BOUNDS HPA-REPLICAS-FIELD KEDA-QUEUE KEDA-VALID",
    334: "GRPC-PROBE GRPC-GRACE",
    335: "DEPLOY-SELECTOR SVC-SELECTS SVC-TARGETPORT SVC-OVERSELECT ROLLING IMMUTABLE-SELECTOR PDB",
    336: "CHART",
    337: "PROM-CARD PROM-RED",
    338: "PROM-PORT PROM-SM PROM-BATCH",
    339: "LOG-JSON LOG-TRACE",
    340: "LOG-NO-ROTATE",
}
"""Entry -> its rows."""

AREAS: dict[str, range] = {
    "SEC": range(1, 15),
    "PDB": range(1, 15),
    "CHART": range(1, 19),
    "PROM-CARD": range(8, 12),
    "PROM-SM": range(1, 4),
    "PROM-BATCH": range(12, 13),
}
"""Rows that are told apart in the table of an area, and which of it they are."""

TABLES = {"SEC": "B1", "PDB": "B2", "CHART": "B6"}


class Listed(NamedTuple):
    """What the command lists: the tags of policies by id, and the rows that no file shows."""

    tags: dict[str, list[str]]
    unseen: frozenset[str]


@cache
def listed() -> Listed:
    command = [INSTALLED, "list", "--no-config", "--format", "json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return Listed(
        {policy["id"]: policy["tags"] for policy in found["policies"]},
        frozenset(entry["row"] for entry in found["unseen"]),
    )


@cache
def failing() -> frozenset[str]:
    """The ids of policies of which an example fails, and says where."""
    return frozenset(policy.id for policy in bundled_policies(examples=True) if any(one.at for one in policy.examples))


def tags_of(row: str) -> list[str]:
    """The tags of which each must be some policy's."""
    table = TABLES.get(row, "B5")
    return [f"{table}.{number}" for number in AREAS[row]] if row in AREAS else [f"A.{row}"]


def policies_of(tag: str) -> list[str]:
    """Those of a row and of its lettered parts: B5.8 and B5.8a."""
    return [policy for policy, tags in listed().tags.items() if any(one.rstrip("abcdefgh") == tag for one in tags)]


ROWS = [(seed, row) for seed, rows in SEED.items() for row in rows.split()]
ONLY_SAID = frozenset({"COMPOSE-ENVFILE"})
"""Rows for which there is no policy at all, but a reason."""


@pytest.mark.parametrize(("seed", "row"), ROWS)
def test_a_row_has_policies_that_fail_what_breaks_it_or_a_reason_why_it_is_not_seen(seed: int, row: str) -> None:
    if row in ONLY_SAID:
        assert row in listed().unseen
        assert policies_of(f"A.{row}") == []
        return
    for tag in tags_of(row):
        assert set(policies_of(tag)) & failing(), f"seed {seed}: no policy with a fail example is tagged {tag}"


@pytest.mark.parametrize("tag", sorted({tag for _, row in ROWS if row not in ONLY_SAID for tag in tags_of(row)}))
def test_a_row_has_a_broken_variant(tag: str) -> None:
    broken = {policy_id(path) for path in (*VALUES, *MANIFESTS, *FOLDERS, *EDITS)}
    assert policies_of(tag)
    assert set(policies_of(tag)) <= broken


def test_no_policy_is_tagged_with_a_row_that_there_is_not() -> None:
    known = {f"A.{row}" for _, row in ROWS}
    used = {tag for tags in listed().tags.values() for tag in tags if tag.startswith("A.")}
    assert sorted(used - known) == []
