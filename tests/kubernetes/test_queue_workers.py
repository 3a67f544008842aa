"""What of a container looks like the worker of a queue."""

from __future__ import annotations

import pytest

from policycheck.kubernetes.ports import ContainerPort
from policycheck.kubernetes.queue_workers import is_of_a_broker, listens_for_work, sign_in_name, signs


@pytest.mark.parametrize(
    "name", ["AMQP_URL", "KAFKA_BROKERS", "SHOP_SQS_QUEUE", "natsUrl", "REDIS_QUEUE", "PUBSUB_TOPIC"]
)
def test_a_broker_is_told_by_its_variable(name: str) -> None:
    assert is_of_a_broker(name)


@pytest.mark.parametrize("name", ["REDIS_URL", "SIGNATSURE", "DATABASE_URL", "QUEUE_REDIS"])
def test_other_variables_tell_of_none(name: str) -> None:
    assert not is_of_a_broker(name)


def test_words_are_whole() -> None:
    assert sign_in_name("mail-worker") == "worker"
    assert sign_in_name("coworkers-page") is None


@pytest.mark.parametrize(("name", "work"), [("http", True), ("", True), ("metrics", False), ("http-metrics", False)])
def test_ports_for_prometheus_and_the_kubelet_are_not_for_work(name: str, *, work: bool) -> None:
    assert listens_for_work([ContainerPort(0, name, 80, "TCP")]) is work


def test_signs_are_told_as_a_reader_finds_them() -> None:
    container = {"name": "mailer", "args": ["--queue=mails", 5], "env": [{"name": "AMQP_URL"}, None, {"name": 3}]}
    assert signs("mail-consumer", container) == [
        "name mail-consumer",
        "argument with queue",
        "env AMQP_URL",
    ]
    assert signs("web", {"name": "web", "args": 5, "env": {"a": "b"}}) == []
