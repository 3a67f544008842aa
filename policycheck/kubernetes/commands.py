"""What a command of a probe or a lifecycle hook runs (semantics B3.9)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.kubernetes import reading
from policycheck.model import Value


def program(command: Value) -> str | None:
    """Return the name of the program that an exec command runs, without its folder; None for an empty command.

    Raises Unreadable for what is no list of strings.
    """
    words = [reading.text(word, "a word of a command") for word in reading.sequence(command, "a command")]
    return words[0].rpartition("/")[2] if words else None


def is_mounted(path: str, container: Mapping[str, Value]) -> bool:
    """Whether a file at this absolute path comes from a volume of the container, not from its image."""
    mounts = [
        reading.text(reading.mapping(mount, "a mount").get("mountPath"), "a mount path").rstrip("/")
        for mount in reading.sequence(container.get("volumeMounts"), "a list of mounts")
    ]
    return any(path == mount or path.startswith(f"{mount}/") for mount in mounts)
