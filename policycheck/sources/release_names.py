"""The names by which GoReleaser finds its configuration: all that a run without one pays for."""

from __future__ import annotations

import os

FILES = (".goreleaser.yaml", ".goreleaser.yml", "goreleaser.yaml", "goreleaser.yml")


def is_release_file(path: str) -> bool:
    return os.path.basename(path) in FILES
