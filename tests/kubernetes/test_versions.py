from __future__ import annotations

import pytest

from policycheck.errors import UsageError
from policycheck.kubernetes.versions import NEWEST, KubeVersion, parse_kube_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.33", (1, 33)),
        ("v1.33.0", (1, 33)),
        ("1.33.1-gke.2", (1, 33)),
        ("v1.28.9-eks-036c24b", (1, 28)),
        ("1.30.2+k3s1", (1, 30)),
        ("1.9", (1, 9)),
    ],
)
def test_a_version_is_its_major_and_minor(text: str, version: KubeVersion) -> None:
    assert parse_kube_version(text) == version


@pytest.mark.parametrize("text", ["", "1", "latest", "1.x", "1.33.", "1.33 ", "-1.3", ">=1.30", "1.33\n"])
def test_anything_else_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(UsageError, match=r"write it as 1\.33"):
        parse_kube_version(text)


def test_the_newest_version_is_one_that_can_be_written() -> None:
    assert parse_kube_version("{}.{}".format(*NEWEST)) == NEWEST
