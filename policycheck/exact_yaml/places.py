"""From characters to lines and columns, as an editor counts them."""

from __future__ import annotations

from bisect import bisect_right


class Places:
    r"""The line starts of one text. Only \n ends a line here; YAML itself has more line breaks."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0]
        while end := text.find("\n", self._starts[-1]) + 1:
            self._starts.append(end)

    def line(self, index: int) -> int:
        """The line, from 1, of a character counted from 0."""
        return bisect_right(self._starts, index)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character counted from 0."""
        line = self.line(index)
        return line, index - self._starts[line - 1] + 1
