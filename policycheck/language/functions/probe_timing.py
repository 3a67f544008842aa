"""How patient probes are, what they ask, and how long a pod has to end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import probe_targets, probe_timing, reading, shell_steps, termination
from policycheck.language.collections import PROBES, containers
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

    from policycheck.language.bindings import Bindings


def probe_numbers(bindings: Bindings) -> list[Item]:
    """`probe_numbers()`: the whole numbers written in probes, before defaults: {probe, key, number}."""
    return [
        Item({"probe": name, "key": key, "number": number}, (*container.path, name, key), made=True)
        for container in bindings.context.collection(containers).elements()
        for name in PROBES
        # A probe that is no mapping is said to be none by the policies of $probes; the others are judged.
        if isinstance(probe := reading.mapping(container.value, "a container").get(name), dict)
        for key, number in probe_timing.written_numbers(probe)
    ]


def time_to_kill(_: Bindings, probe: Value) -> int | None:
    """`time_to_kill(livenessProbe)`: seconds from a container's start to its end, if it never answers."""
    return None if probe is None else probe_timing.time_to_kill(_mapping(probe))


def startup_budget(_: Bindings, probe: Value) -> int | None:
    """`startup_budget(startupProbe)`: the seconds a container has to start."""
    return None if probe is None else probe_timing.startup_budget(_mapping(probe))


def failure_window(_: Bindings, probe: Value) -> int | None:
    """`failure_window(readinessProbe)`: seconds of failing until a probe acts: failureThreshold x periodSeconds."""
    return None if probe is None else probe_timing.failure_window(_mapping(probe))


def handler_target(bindings: Bindings, probe: Value) -> list[Value] | None:
    """`handler_target(livenessProbe)`: what a probe of the container asks, port names resolved; null for no handler."""
    container = bindings.container.value
    return probe_targets.handler_target(_mapping(probe), container if isinstance(container, dict) else {})


def grace_period(bindings: Bindings) -> int:
    """`grace_period()`: the seconds the pod has to end, 30 unless it says otherwise."""
    return termination.grace_period(reading.mapping(bindings.context.pod_spec.value, "a pod spec"))


def slept_seconds(_: Bindings, handler: Value) -> Fraction | int:
    """`slept_seconds(preStop)`: what a hook surely sleeps, natively or by `sleep N`; 0 for any other."""
    return termination.slept_seconds(reading.mapping(handler, "a lifecycle handler"))


def is_pipeline(_: Bindings, command: Value) -> bool:
    """`is_pipeline(command)`: whether a shell is told to pipe one program into another."""
    return shell_steps.is_pipeline(command)


def _mapping(probe: Value) -> dict[str, Value]:
    return reading.mapping(probe, "a probe")


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "time_to_kill": time_to_kill,
    "startup_budget": startup_budget,
    "failure_window": failure_window,
    "handler_target": handler_target,
    "grace_period": grace_period,
    "slept_seconds": slept_seconds,
    "is_pipeline": is_pipeline,
}
PLACED: dict[str, Callable[..., list[Item]]] = {"probe_numbers": probe_numbers}
