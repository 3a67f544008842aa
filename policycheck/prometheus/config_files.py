"""The files of Prometheus inside ConfigMaps: prometheus.yml and rule files, told by what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from policycheck.model import Path, Value
from policycheck.prometheus.rules import is_rules_file
from policycheck.records import Record

_SECTIONS = frozenset(
    (
        *("global", "runtime", "rule_files", "scrape_configs", "scrape_config_files", "alerting", "remote_write"),
        *("remote_read", "storage", "tracing", "otlp"),
    )
)
"""Promtail's and the collector's configurations have scrape_configs too, beside sections of their own."""


class ConfigFile(Record):
    """A file in an entry of a ConfigMap: its name, its place, what it says."""

    name: str
    path: Path
    body: dict[str, Value]


def prometheus_files(config_map: Mapping[str, Value]) -> Iterator[ConfigFile]:
    """Entries that are a prometheus.yml: scrape_configs, and no section that is another program's."""
    for file in _files(config_map, "scrape_configs"):
        if isinstance(file.body.get("scrape_configs"), list) and file.body.keys() <= _SECTIONS:
            yield file


def rule_files(config_map: Mapping[str, Value]) -> Iterator[ConfigFile]:
    """Entries that are rule files. Loki's look alike and hold another language: they say Loki somewhere."""
    metadata = config_map.get("metadata")
    name = str(metadata.get("name")) if isinstance(metadata, dict) else ""
    for file in _files(config_map, "groups"):
        if is_rules_file(file.body) and "loki" not in f"{name} {file.name}".lower():
            yield file


def _files(config_map: Mapping[str, Value], key: str) -> Iterator[ConfigFile]:
    """Entries whose YAML has the key at the top; others are not read, for most ConfigMaps hold something else."""
    data = config_map.get("data")
    for name, text in data.items() if isinstance(data, dict) else ():
        if isinstance(text, str) and (text.startswith(f"{key}:") or f"\n{key}:" in text):
            try:
                body = read(text.encode(errors="replace")).body
            except ManifestError:
                continue
            if isinstance(body, dict):
                yield ConfigFile(name, ("data", name), body)
