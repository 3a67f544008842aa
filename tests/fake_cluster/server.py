"""A fake API server: as much of one as pykube and `helm install --wait` ask for, and no more.

It stores what it is sent and says that every workload is ready at once. It validates nothing, owns no fields and runs
no pod: what only a real API server does, no test against this one shows.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import yaml

from tests.fake_cluster.discovery import Body, Key, discovery, key_of, kind_of
from tests.fake_cluster.objects import Objects
from tests.fake_cluster.protobuf import decoded


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: Objects

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, body: object, code: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, code: int, reason: str) -> None:
        status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason}
        self.answer({**status, "message": f"{reason}: {self.path}"}, code)

    def sent(self) -> Body:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = decoded(data) if data.startswith(b"k8s\0") else yaml.safe_load(data)
        return found if isinstance(found, dict) else {}

    def do_GET(self) -> None:
        path, query = self.asked()
        if (known := discovery(path)) is not None:
            self.answer(known)
        elif (key := key_of(path)) is None:
            self.refuse(404, "NotFound")
        elif query.get("watch") in ("true", "1"):
            self.watch(key, query)
        elif key.name:
            body = self.objects.held.get(key)
            self.answer(body) if body is not None else self.refuse(404, "NotFound")
        else:
            items = self.objects.listed(key, _selector(query))
            kind = f"{kind_of(key)}List"
            version = {"resourceVersion": str(self.objects.version)}
            self.answer({"kind": kind, "apiVersion": key.version, "metadata": version, "items": items})

    def do_POST(self) -> None:
        path, _ = self.asked()
        body = self.sent()
        key = key_of(path)
        if key is None:
            self.refuse(404, "NotFound")
            return
        metadata = body.get("metadata")
        assert isinstance(metadata, dict)
        key = key._replace(name=str(metadata["name"]))
        if key in self.objects.held:
            self.refuse(409, "AlreadyExists")
        else:
            self.answer(self.objects.put(key, {"apiVersion": key.version, "kind": kind_of(key), **body}), 201)

    def do_PUT(self) -> None:
        path, _ = self.asked()
        key = key_of(path)
        assert key is not None
        self.answer(self.objects.put(key, {"apiVersion": key.version, "kind": kind_of(key), **self.sent()}))

    def do_PATCH(self) -> None:
        """Server-side apply of one client is a replacement."""
        self.do_PUT()

    def do_DELETE(self) -> None:
        path, _ = self.asked()
        self.sent()
        key = key_of(path)
        gone = self.objects.delete(key) if key else None
        self.answer(gone) if gone else self.refuse(404, "NotFound")

    def watch(self, key: Key, query: dict[str, str]) -> None:
        """What there is, the bookmark that ends it, then each change until the client goes away."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        known: dict[str, Body] = {}
        if query.get("sendInitialEvents") != "true":
            known = {_name(body): body for body in self.objects.listed(key, _selector(query))}
        try:
            self.changes(key, query, known)
            if query.get("sendInitialEvents") == "true":
                self.event("BOOKMARK", _bookmark(key, self.objects.version))
            while True:
                with self.objects.changed:
                    self.objects.changed.wait(1)
                self.changes(key, query, known)
        except OSError:
            self.close_connection = True

    def changes(self, key: Key, query: dict[str, str], known: dict[str, Body]) -> None:
        now = {_name(body): body for body in self.objects.listed(key, _selector(query))}
        for name, body in now.items():
            if known.get(name) is not body:
                self.event("MODIFIED" if name in known else "ADDED", body)
        for name in known.keys() - now.keys():
            self.event("DELETED", known[name])
        known.clear()
        known.update(now)

    def event(self, kind: str, body: Body) -> None:
        data = json.dumps({"type": kind, "object": body}).encode() + b"\n"
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        self.objects.requests.append(f"{self.command} {parts.path}")
        return parts.path.rstrip("/"), {key: values[0] for key, values in parse_qs(parts.query).items()}


def _name(body: Body) -> str:
    metadata = body["metadata"]
    assert isinstance(metadata, dict)
    return f"{metadata.get('namespace')}/{metadata['name']}"


def _bookmark(key: Key, version: int) -> Body:
    end = {"k8s.io/initial-events-end": "true"}
    metadata = {"resourceVersion": str(version), "annotations": end, "creationTimestamp": None}
    return {"kind": kind_of(key), "apiVersion": key.version, "metadata": metadata}


def _selector(query: dict[str, str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in query.get("labelSelector", "").split(",") if "=" in pair]
    return {key: value.lstrip("=") for key, _, value in pairs}


class FakeCluster(NamedTuple):
    """The kubeconfig that leads to it, and what it holds."""

    kubeconfig: Path
    objects: Objects


@contextmanager
def fake_cluster(folder: Path) -> Iterator[FakeCluster]:
    """An API server on this machine until the block ends."""
    objects = Objects()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"objects": objects}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "fake", "cluster": {"server": address}}],
        "users": [{"name": "fake", "user": {}}],
        "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "fake"}}],
        "current-context": "fake",
    }
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(yaml.safe_dump(config))
    kubeconfig.chmod(0o600)
    try:
        yield FakeCluster(kubeconfig, objects)
    finally:
        server.shutdown()
        server.server_close()
