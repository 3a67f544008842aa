"""What the README says of CI, as it is written."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def block(title: str, language: str) -> str:
    """The only block of a language in the section of this title."""
    section = re.split(
        r"^##+ ", README.read_text(encoding="utf-8").partition(f"\n### {title}\n")[2], flags=re.MULTILINE
    )
    (found,) = re.findall(rf"```{language}\n(.*?)```", section[0], re.DOTALL)
    return str(found)
