"""How many pods a workload keeps at the least once its autoscalers are counted in (semantics B2)."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index
from policycheck.kubernetes.replicas import autoscaler_floor, written_replicas
from policycheck.model import Resource


def replica_floor(index: Index, workload: Resource) -> int:
    """Its autoscalers' minimum, of several the lowest, else spec.replicas, else 1. The workload has a scale."""
    floors = [reading_of(found, partial(autoscaler_floor, found.body)) for found in index.autoscalers(workload)]
    return min(floors) if floors else reading_of(workload, partial(written_replicas, workload.body))
