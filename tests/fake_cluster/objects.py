"""What the fake API server holds."""

from __future__ import annotations

import threading

from policycheck.model import Value
from tests.fake_cluster.discovery import Body, Key


class Objects:
    """What is stored. Watchers wait for `changed`."""

    def __init__(self) -> None:
        self.held: dict[Key, Body] = {}
        self.changed = threading.Condition()
        self.version = 1
        self.requests: list[str] = []

    def put(self, key: Key, body: Body) -> Body:
        with self.changed:
            self.version += 1
            metadata = body.setdefault("metadata", {})
            assert isinstance(metadata, dict)
            metadata |= {"name": key.name, "uid": f"uid-{key.name}", "resourceVersion": str(self.version)}
            metadata |= {"generation": 1} | ({"namespace": key.namespace} if key.namespace else {})
            body["status"] = _status(body)
            self.held[key] = body
            if key.plural == "deployments":
                self.held[_replica_set_of(key)] = _replica_set(key, body)
            self.changed.notify_all()
            return body

    def delete(self, key: Key) -> Body | None:
        with self.changed:
            gone = self.held.pop(key, None)
            self.held.pop(_replica_set_of(key), None)
            self.changed.notify_all()
        return gone

    def listed(self, wanted: Key, labels: dict[str, str]) -> list[Body]:
        return [
            body
            for key, body in self.held.items()
            if (key.version, key.plural) == (wanted.version, wanted.plural)
            and wanted.namespace in ("", key.namespace)
            and labels.items() <= _labels(body).items()
        ]


def _status(body: Body) -> Value:
    """A workload is ready at once."""
    spec = body.get("spec")
    if body.get("kind") != "Deployment" or not isinstance(spec, dict):
        return {"phase": "Active"}
    count = spec.get("replicas", 1)
    conditions = [
        {"type": "Available", "status": "True"},
        {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"},
    ]
    counts = dict.fromkeys(("replicas", "updatedReplicas", "readyReplicas", "availableReplicas"), count)
    return {"observedGeneration": 1, **counts, "conditions": conditions}


def _replica_set_of(key: Key) -> Key:
    return key._replace(plural="replicasets")


def _replica_set(key: Key, deployment: Body) -> Body:
    """What the controller of Deployments would make: Helm 3 waits for it."""
    spec = deployment["spec"]
    assert isinstance(spec, dict)
    owner = {"apiVersion": key.version, "kind": "Deployment", "name": key.name, "uid": f"uid-{key.name}"}
    metadata: Body = {"name": key.name, "namespace": key.namespace, "uid": f"uid-{key.name}-1"}
    metadata |= {"labels": spec["selector"]["matchLabels"], "ownerReferences": [{**owner, "controller": True}]}
    return {
        "apiVersion": key.version,
        "kind": "ReplicaSet",
        "metadata": {**metadata, "resourceVersion": "1", "generation": 1},
        "spec": {name: spec[name] for name in ("selector", "template")} | {"replicas": spec.get("replicas", 1)},
        "status": _status(deployment),
    }


def _labels(body: Body) -> dict[str, str]:
    metadata = body.get("metadata")
    return metadata.get("labels") or {} if isinstance(metadata, dict) else {}
