"""Values of ConfigMaps that are secrets by the name of the variable that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policycheck.kubernetes.secret_names import classify
from policycheck.model import Resource, Value


class ConfigMapReads:
    """Filled while manifests are walked; namespaces are left aside, since to hide too much does no harm."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._prefixes: set[tuple[str, str]] = set()

    def add_variable(self, variable: Mapping[str, Value]) -> None:
        """A variable with a secret's name, `{name: DB_PASS, valueFrom: {configMapKeyRef: {name: c, key: k}}}`."""
        reference = _mapping(_mapping(variable.get("valueFrom")).get("configMapKeyRef"))
        self._keys.add((str(reference.get("name")), str(reference.get("key"))))

    def add_source(self, source: Mapping[str, Value]) -> None:
        """An envFrom source, `{prefix: DB_, configMapRef: {name: c}}`."""
        name = _mapping(source["configMapRef"]).get("name")
        self._prefixes.add((str(name), str(source.get("prefix") or "")))

    def values(self, configmaps: Iterable[Resource]) -> Iterator[str]:
        for configmap in configmaps:
            prefixes = [prefix for name, prefix in self._prefixes if name == configmap.name]
            for key, value in _mapping(configmap.body.get("data")).items():
                read = (configmap.name, key) in self._keys
                if isinstance(value, str) and (read or any(classify(prefix + key) == "secret" for prefix in prefixes)):
                    yield value


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}
