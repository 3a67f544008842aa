"""Write the report as the one comment of a pull request; without the right to, say where else the report is.

The summary of the run has it in any case: `policycheck --format github` writes it there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

MARK = "<!-- policycheck -->"
"""The first line of the comment, by which it is known again; a reader does not see it."""

READ_ONLY = (403, 404)
"""What GitHub answers to a token that may not write: that of a fork, or one without the permission."""

PAGE = 100
SECONDS = 30


class Discussion(NamedTuple):
    """The comments of a pull request, as a token reaches them. `author` is the name that the token writes under."""

    repository: str
    number: str
    token: str
    author: str

    def own(self) -> int | None:
        """The id of our comment: one with our mark by somebody else could be changed to say anything."""
        marked = (one for one in self._all() if (one["body"] or "").startswith(MARK))
        return next((int(one["id"]) for one in marked if (one["user"] or {}).get("login") == self.author), None)

    def write(self, text: str, own: int | None) -> None:
        """Replace our comment, or write the first."""
        if own is None:
            self._ask("POST", f"{self.repository}/issues/{self.number}/comments", {"body": text})
        else:
            self._ask("PATCH", f"{self.repository}/issues/comments/{own}", {"body": text})

    def _all(self) -> Iterator[dict[str, Any]]:
        number = 1
        while True:
            found = self._ask("GET", f"{self.repository}/issues/{self.number}/comments?per_page={PAGE}&page={number}")
            yield from found
            if len(found) < PAGE:
                return
            number += 1

    def _ask(self, method: str, address: str, body: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if body is None else json.dumps(body).encode()
        request = Request(address, data=data, headers=headers, method=method)  # noqa: S310 - the runner's own address
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - idem
            return json.load(answer)


def main() -> int:
    """Never fails: the verdict is policycheck's, and a comment that could not be written is told in the log."""
    reports = Path(sys.argv[1])
    discussion = Discussion(
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}",
        os.environ["PULL_REQUEST"],
        os.environ["TOKEN"],
        os.environ["AUTHOR"],
    )
    try:
        text = (reports / "policycheck.md").read_text(encoding="utf-8")
        own = discussion.own()
        if own is not None or says_something(json.loads((reports / "policycheck.json").read_text(encoding="utf-8"))):
            discussion.write(f"{MARK}\n{text}\n<sub>{os.environ['HEAD_SHA']}</sub>\n", own)
    except HTTPError as error:
        told = _told(error)
        if error.code in READ_ONLY:
            say("notice", f"the token may write no comment ({told}); the report is in the summary of this run")
        else:
            say("warning", f"no comment was written ({told}); the report is in the summary of this run")
    except (OSError, URLError, ValueError) as error:
        say("warning", f"no comment was written ({error}); the report is in the summary of this run")
    return 0


def says_something(report: dict[str, Any]) -> bool:
    """Whether a first comment is worth a reader's time: not where the change touches no chart and loosens nothing."""
    return report["verdict"] != "passed" or bool(report["charts"] or report["rules"])


def say(level: str, text: str) -> None:
    """Annotate the run; what an API said can begin no command."""
    written = " ".join(text.split()).replace("%", "%25")
    print(f"::{level} title=policycheck::{written}")


def _told(error: HTTPError) -> str:
    """`403 Resource not accessible by integration`."""
    try:
        said = json.load(error)["message"]
    except (OSError, ValueError, KeyError, TypeError):
        said = error.reason
    return f"{error.code} {said}"


if __name__ == "__main__":
    sys.exit(main())
