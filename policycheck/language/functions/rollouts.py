"""What a rollout does to the pods of a Deployment, and to the signals that end them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.floors import replica_floor
from policycheck.kubernetes import disruptions, reading
from policycheck.kubernetes.shell_handover import stays_in_front
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def rolling_update(bindings: Bindings) -> Value:
    """`rolling_update()`: {surge, unavailable} pods of the least replicas; null for any other strategy."""
    context = bindings.context
    with reading.inside("spec"):
        spec = reading.mapping(context.resource.body.get("spec"), "a spec")
        with reading.inside("strategy"):
            strategy = reading.mapping(spec.get("strategy"), "a strategy")
            with reading.inside("type"):
                kind = reading.text(strategy.get("type"), "a type of strategy")
            if kind not in {"", "RollingUpdate"}:
                return None
            with reading.inside("rollingUpdate"):
                written = reading.mapping(strategy.get("rollingUpdate"), "a rolling update")
                shares = {
                    name: _share(written, field)
                    for name, field in (("max_surge", "maxSurge"), ("max_unavailable", "maxUnavailable"))
                }
    return dict(disruptions.rolling_update(replica_floor(context.index, context.resource), **shares)._asdict())


def _share(written: dict[str, Value], field: str) -> disruptions.Share:
    if written.get(field) is None:
        return disruptions.QUARTER
    with reading.inside(field):
        return disruptions.int_or_percent(written[field])


def shell_stays(_: Bindings, command_line: Value) -> bool | None:
    """`shell_stays(command_line)`: whether `sh -c SCRIPT` keeps a shell before its program; null for others."""
    return stays_in_front(command_line)


FUNCTIONS: dict[str, Callable[..., Value]] = {"rolling_update": rolling_update, "shell_stays": shell_stays}
