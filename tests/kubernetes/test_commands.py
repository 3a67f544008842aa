from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.commands import is_mounted, program
from policycheck.model import Value


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (["/bin/grpc_health_probe", "-addr=:50051"], "grpc_health_probe"),
        (["sh", "-c", "exit 0"], "sh"),
        (["/busybox/sh"], "sh"),
        ([], None),
        (None, None),
    ],
)
def test_the_program_is_the_first_word_without_its_folder(command: Value, found: str | None) -> None:
    assert program(command) == found


@pytest.mark.parametrize("command", ["sh -c true", [1], {"sh": ""}])
def test_a_command_is_a_list_of_strings(command: Value) -> None:
    with pytest.raises(Unreadable):
        program(command)


@pytest.mark.parametrize(
    ("path", "mounted"),
    [
        ("/tools/sh", True),
        ("/tools/bin/sh", True),
        ("/probe", True),
        ("/toolshed/sh", False),
        ("/bin/sh", False),
        ("sh", False),
    ],
)
def test_a_file_below_a_mount_comes_from_a_volume(path: str, *, mounted: bool) -> None:
    mounts: Value = [{"name": "tools", "mountPath": "/tools/"}, {"name": "probe", "mountPath": "/probe"}]
    assert is_mounted(path, {"volumeMounts": mounts}) is mounted


def test_without_mounts_every_file_is_the_images() -> None:
    assert not is_mounted("/bin/sh", {})
    with pytest.raises(Unreadable):
        is_mounted("/bin/sh", {"volumeMounts": "/bin"})
