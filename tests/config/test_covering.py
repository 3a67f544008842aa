from __future__ import annotations

import pytest

from policycheck.config.covering import container_around
from policycheck.model import Path, Value

POD: Value = {
    "spec": {
        "containers": [{"name": "main", "env": [{"name": "A"}]}, {}, {"name": 5}],
        "initContainers": [{"name": "migrate"}],
        "volumes": [{"name": "data"}],
    },
    "metadata": {"annotations": {"containers": "x"}},
}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("spec", "containers", 0), "main"),
        (("spec", "containers", 0, "env", 0, "name"), "main"),
        (("spec", "containers", 0, "nowhere", 7), "main"),
        (("spec", "initContainers", 0, "image"), "migrate"),
        (("spec", "containers"), None),
        (("spec", "containers", 1), None),
        (("spec", "containers", 2), None),
        (("spec", "containers", 9), None),
        (("spec", "volumes", 0), None),
        (("spec",), None),
        (("metadata", "annotations", "containers", 0), None),
        ((), None),
    ],
    ids=str,
)
def test_a_place_stands_in_the_container_that_is_around_it(path: Path, name: str | None) -> None:
    assert container_around(POD, path) == name
