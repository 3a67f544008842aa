"""Which kinds the fake API server knows, and how it says so."""

from __future__ import annotations

from typing import NamedTuple

from policycheck.model import Value

Body = dict[str, Value]

KINDS = {
    "v1": ("Namespace", "ConfigMap", "Secret", "Service", "ServiceAccount", "Pod"),
    "apps/v1": ("Deployment", "ReplicaSet"),
    "policy/v1": ("PodDisruptionBudget",),
}


class Key(NamedTuple):
    version: str
    namespace: str
    plural: str
    name: str


def plural(kind: str) -> str:
    return f"{kind.lower()}s"


def kind_of(key: Key) -> str:
    return next(kind for kind in KINDS[key.version] if plural(kind) == key.plural)


def key_of(path: str) -> Key | None:
    parts = path.strip("/").split("/")
    version, rest = ("v1", parts[2:]) if parts[0] == "api" else ("/".join(parts[1:3]), parts[3:])
    namespace = ""
    if len(rest) > 2 and rest[0] == "namespaces":
        namespace, rest = rest[1], rest[2:]
    known = [plural(kind) for kind in KINDS.get(version, ())]
    return Key(version, namespace, rest[0], [*rest, ""][1]) if rest and rest[0] in known else None


def discovery(path: str) -> object | None:
    """What kinds there are. Each OpenAPI document says as much as helm needs to leave validation to the server."""
    groups = [version for version in KINDS if "/" in version]
    folders = {version: f"apis/{version}" if version in groups else f"api/{version}" for version in KINDS}
    answers: dict[str, object] = {
        "/version": {"major": "1", "minor": "33", "gitVersion": "v1.33.0"},
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": list(map(_group, groups))},
        "/openapi/v3": {"paths": {one: {"serverRelativeURL": f"/openapi/v3/{one}"} for one in folders.values()}},
    }
    for version, folder in folders.items():
        resources = [_resource(kind) for kind in KINDS[version]]
        answers[f"/{folder}"] = {"kind": "APIResourceList", "groupVersion": version, "resources": resources}
        answers[f"/openapi/v3/{folder}"] = {"openapi": "3.0.0", "info": {}, "paths": _paths(version, folder)}
    return answers.get(path)


def _group(version: str) -> Body:
    name, _, number = version.partition("/")
    one = {"groupVersion": version, "version": number}
    return {"name": name, "versions": [one], "preferredVersion": one}


def _resource(kind: str) -> Body:
    verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    return {"name": plural(kind), "namespaced": kind != "Namespace", "kind": kind, "singularName": "", "verbs": verbs}


def _paths(version: str, folder: str) -> Body:
    group, _, number = version.rpartition("/")
    return {
        f"/{folder}/{plural(kind)}/{{name}}": {
            "patch": {
                "parameters": [{"name": "fieldValidation", "in": "query"}],
                "x-kubernetes-group-version-kind": {"group": group, "version": number, "kind": kind},
            }
        }
        for kind in KINDS[version]
    }
