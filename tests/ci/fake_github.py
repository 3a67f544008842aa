"""A fake of the part of GitHub's API that comments go through: it keeps them, and every request, in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "shop/charts"
NUMBER = 7
US = "github-actions[bot]"

MAY_WRITE, MAY_READ = "may-write", "may-read"
_FORBIDDEN = "Resource not accessible by integration"


_LISTED = f"/repos/{REPOSITORY}/issues/{NUMBER}/comments"


class Answer(NamedTuple):
    status: int
    body: Any


class FakeGitHub:
    """`comments` are those of the pull request, the oldest first; `broken` answers what an outage does."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.broken = ""
        self.address = ""

    @property
    def written(self) -> list[str]:
        """The requests that were to change something."""
        return [one for one in self.asked if not one.startswith("GET ")]

    def said(self, author: str, body: str | None) -> None:
        self.comments.append({"id": 5_000_000_000 + len(self.comments), "body": body, "user": {"login": author}})

    def answer(self, method: str, target: str, token: str, body: dict[str, str]) -> Answer:
        self.asked.append(f"{method} {target}")
        if self.broken:
            return Answer(502, {"message": self.broken})
        if token not in (MAY_WRITE, MAY_READ):
            return Answer(401, {"message": "Bad credentials"})
        url = urlsplit(target)
        if method == "GET" and url.path == _LISTED:
            return Answer(200, self._page(parse_qs(url.query)))
        return self._changed(method, url.path, body) if token == MAY_WRITE else Answer(403, {"message": _FORBIDDEN})

    def _changed(self, method: str, path: str, body: dict[str, str]) -> Answer:
        one = re.fullmatch(rf"/repos/{REPOSITORY}/issues/comments/(\d+)", path)
        if method == "POST" and path == _LISTED:
            self.said(US, body["body"])
            return Answer(201, self.comments[-1])
        if method == "PATCH" and one:
            (comment,) = [comment for comment in self.comments if str(comment["id"]) == one[1]]
            comment["body"] = body["body"]
            return Answer(200, comment)
        return Answer(404, {"message": "Not Found"})

    def _page(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        size, number = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
        assert size <= 100, "GitHub gives no more"
        return self.comments[(number - 1) * size : number * size]


@contextmanager
def fake_github() -> Iterator[FakeGitHub]:
    """Listens on loopback until the block ends."""
    fake = FakeGitHub()

    class Handler(BaseHTTPRequestHandler):
        def answered(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            answer = fake.answer(self.command, self.path, token, body)
            data = json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = answered  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield fake
        finally:
            server.shutdown()
