"""Whether a pod looks like a worker of a queue, whose load does not show in its CPU (semantics A KEDA-QUEUE)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from policycheck.kubernetes.name_words import words
from policycheck.kubernetes.ports import ContainerPort
from policycheck.model import Value

_NAMES = frozenset({"consumer", "consumers", "queue", "queues", "worker", "workers"})
_BROKERS = frozenset({"amqp", "kafka", "nats", "pubsub", "rabbitmq", "sqs"})
_BESIDE = frozenset({"health", "healthz", "metrics", "probe", "probes", "prometheus"})
"""What a worker listens on is for the kubelet and for Prometheus."""


def listens_for_work(ports: Iterable[ContainerPort]) -> bool:
    """Whether a container declares a port that is not for metrics or health, as its name tells."""
    return any(_BESIDE.isdisjoint(words(port.name)) for port in ports)


def sign_in_name(name: str) -> str | None:
    """Return the word of a name or a command line that says worker, consumer or queue."""
    return next((word for word in words(name) if word in _NAMES), None)


def is_of_a_broker(variable: str) -> bool:
    """Whether a variable of that name tells where messages come from: AMQP_URL, KAFKA_BROKERS, REDIS_QUEUE."""
    parts = words(variable)
    return not _BROKERS.isdisjoint(parts) or ("redis", "queue") in pairwise(parts)


def signs(name: str, container: Mapping[str, Value]) -> list[str]:
    """Return what of a container looks like a worker: its name, its command line, its variables, as a reader finds it.

    `name` is that of the workload. What is of the wrong type is no sign.
    """
    names = [name, *_texts([container.get("name")])]
    lines = [word for field in ("command", "args") for word in _texts(container.get(field))]
    variables = [entry.get("name") for entry in _elements(container.get("env")) if isinstance(entry, dict)]
    return [
        *(f"name {found}" for found in dict.fromkeys(names) if sign_in_name(found)),
        # Of a command line no more than the word: what stands beside it may be a password.
        *(f"argument with {found}" for found in filter(None, map(sign_in_name, lines))),
        *(f"env {found}" for found in _texts(variables) if sign_in_name(found) or is_of_a_broker(found)),
    ]


def _texts(values: Value) -> list[str]:
    return [value for value in _elements(values) if isinstance(value, str)]


def _elements(values: Value) -> list[Value]:
    return values if isinstance(values, list) else []
