"""What a fast reader says of a text that it leaves to the careful one."""

from __future__ import annotations


class UnusualError(Exception):
    """The document needs the careful way; nothing is wrong with it yet."""
