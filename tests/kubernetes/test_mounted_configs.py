"""ConfigMaps and Secrets behind the mounts of a container."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.mounted_configs import config_mounts
from policycheck.model import Value

VOLUMES: Value = [
    {"name": "config", "configMap": {"name": "web", "items": [{"key": "a", "path": "conf/a.yaml"}]}},
    {"name": "tls", "secret": {"secretName": "web-tls"}},
    {"name": "all", "projected": {"sources": [{"secret": {"name": "s"}}, {"configMap": {"name": "c"}}, None]}},
    {"name": "tmp", "emptyDir": {}},
    "no volume",
]


def mounted(*mounts: Value) -> list[tuple[str, str, str]]:
    found = config_mounts({"volumeMounts": list(mounts)}, VOLUMES)
    return [(one.kind, one.name, one.sub_path) for one in found]


def test_each_source_of_a_volume_is_found() -> None:
    assert mounted({"name": "config"}, {"name": "tls", "subPath": "tls.crt"}, {"name": "tmp"}, {"name": "gone"}) == [
        ("ConfigMap", "web", ""),
        ("Secret", "web-tls", "tls.crt"),
    ]
    assert mounted({"name": "all", "subPathExpr": "$(A)"}) == [("Secret", "s", "$(A)"), ("ConfigMap", "c", "$(A)")]


@pytest.mark.parametrize(
    ("mount", "key", "shown"),
    [
        ({"name": "config"}, "a", True),
        ({"name": "config"}, "b", False),
        ({"name": "config", "subPath": "conf/"}, "a", True),
        ({"name": "config", "subPath": "conf/a"}, "a", False),
        ({"name": "tls"}, "tls.key", True),
        ({"name": "tls", "subPath": "tls.key"}, "tls.key", True),
        ({"name": "tls", "subPath": "tls.key"}, "tls.crt", False),
    ],
)
def test_a_mount_shows_what_its_items_and_sub_path_choose(mount: Value, key: str, *, shown: bool) -> None:
    (found,) = config_mounts({"volumeMounts": [mount]}, VOLUMES)
    assert found.shows(key) is shown


def test_what_is_no_mount_is_refused_at_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        mounted({"name": "tmp"}, {"name": "tmp", "subPath": 5})
    assert caught.value.path == ("volumeMounts", 1)
