"""Which flags, variables and annotations say that a pod takes changes of its configuration."""

from __future__ import annotations

import pytest

from policycheck.kubernetes.reloading import RELOAD_ANNOTATION, annotated, claims_reload, switches


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--watch", None),
        ("watch", None),
        ("HOT_RELOAD", "true"),
        ("--hotreload", None),
        ("--watched-dir", "/etc/shop"),
        ("--watch-config", "true"),
        ("CONFIG_WATCH", "1"),
        ("shop.configWatcher", None),
    ],
)
def test_it_waits_for_changes(name: str, value: str | None) -> None:
    assert claims_reload(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--watch", "false"),
        ("HOT_RELOAD", " Off"),
        ("WATCH_NAMESPACE", "shop"),
        ("--watch-labels", None),
        ("WATCHDOG", "a"),
        ("--kube-watch", None),
        ("--reload-url", "http://web"),
        ("--config", "/etc/shop"),
    ],
)
def test_it_does_not(name: str, value: str | None) -> None:
    assert not claims_reload(name, value)


def test_switches_are_flags_and_the_word_alone() -> None:
    line = ["serve", "watch", "--a=b", "-v", "x=y"]
    assert switches(line) == [("watch", None), ("--a", "b"), ("-v", None)]


@pytest.mark.parametrize(
    ("annotations", "said"), [({RELOAD_ANNOTATION: "true"}, True), ({RELOAD_ANNOTATION: "false"}, False), (None, False)]
)
def test_an_annotation_says_so(annotations: dict[str, object] | None, *, said: bool) -> None:
    assert annotated(annotations) is said
