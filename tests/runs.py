"""Runs of the whole and of the engine alone, as tests of both need them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO

from policycheck import Overrides, check, configure, engine
from policycheck.api.judging import NOTHING_RENDERED, Judge, reported
from policycheck.config.effective import Config
from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.compiled import Compiled, compile_policy
from policycheck.language.context import Release, Releases
from policycheck.language.policy_file import read_policy
from policycheck.model import Outcome, Policy, Report, Value
from policycheck.sources.inputs import Input, standard_input
from policycheck.sources.loading import load
from tests.language.policy_texts import yaml

ALL = Overrides(enable=("all",), namespace="shop", kube_version="1.33")
TODAY = dt.date(2026, 11, 1)


configured = cache(lambda overrides: configure(overrides=overrides))


def checked(manifests: str | bytes, overrides: Overrides = ALL) -> Report:
    """The report on what is piped in."""
    data = manifests.encode() if isinstance(manifests, str) else manifests
    return check(["-"], config=configured(overrides), stdin=BytesIO(data), today=TODAY)


def checked_many(manifests: str, overrides: Overrides = ALL) -> Report:
    """What `checked` gives, for a test that checks hundreds of streams: the policies are compiled for the first."""
    judge, releases, config = _judge(overrides)
    contents = load([standard_input(BytesIO(manifests.encode()))], namespace=config.namespace)
    return reported([judge.part(contents, releases)], config, NOTHING_RENDERED, today=TODAY, strict=False)


@cache
def _judge(overrides: Overrides) -> tuple[Judge, Releases, Config]:
    config = configured(overrides)
    release = Release(None, config.namespace, parse_kube_version(config.kube_version or ""))
    return Judge(config.policies, config.carriers), Releases(release), config


@cache
def bundled() -> tuple[Compiled, ...]:
    return tuple(compile_policy(policy) for policy in configured(ALL).policies)


def policy(name: str = "sample", /, **keys: Value) -> Policy:
    """An error for ConfigMaps unless the keys say otherwise; `assert_` and the like where Python has the word."""
    required = {"apiVersion": "policycheck/v1", "id": name, "title": "A sample", "severity": "error"}
    body = {**required, "match": {"kind": "ConfigMap"}, **{key.rstrip("_"): value for key, value in keys.items()}}
    return read_policy(yaml(body).encode(), f"policies/area/{name}.yaml", examples=False)


def judged(manifests: str | bytes, *policies: Compiled | Policy, namespace: str | None = None) -> list[Outcome]:
    """The engine's outcomes, not redacted."""
    data = manifests.encode() if isinstance(manifests, str) else manifests
    contents = load([Input("stdin", data, render="stdin")], namespace=namespace)
    compiled = [one if isinstance(one, Compiled) else compile_policy(one) for one in policies]
    releases = Releases(Release(None, namespace, NEWEST))
    return engine.check(contents.resources, compiled, Index(contents.resources), releases)
