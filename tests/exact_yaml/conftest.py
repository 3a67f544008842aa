"""Helm as the oracle: how it reads a YAML text is how Kubernetes reads it (both use goyaml.v2)."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read


@dataclass(frozen=True, slots=True)
class Scalar:
    """Helm reads the text, but the root is a scalar, of which it tells only the JSON type."""

    type: str


Answer: TypeAlias = object
"""A JSON value, a Scalar, or for a text that cannot be read a ManifestError."""

Ask: TypeAlias = Callable[[Sequence[str]], list[Answer]]
Differences: TypeAlias = Callable[[Sequence[str]], list[str]]

JSON_TYPES = {str: "string", bool: "bool", int: "number", float: "number"}


@pytest.fixture(scope="session")
def ask(helm: str, root: Path) -> Ask:
    """Ask helm how it reads each of many texts: one run for all."""
    command = [helm, "template", "oracle", str(root / "fixtures/oracle-chart"), "--values", "-"]

    def ask_helm(texts: Sequence[str]) -> list[Answer]:
        values = json.dumps({"texts": [base64.b64encode(text.encode()).decode() for text in texts]})
        run = subprocess.run(command, input=values, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        answers = re.findall(r'mapping: "(.*)"\n +list: "(.*)"', run.stdout)
        assert len(answers) == len(texts)
        return [answer(*(json.loads(base64.b64decode(half)) for half in pair)) for pair in answers]

    return ask_helm


@pytest.fixture(scope="session")
def differences(ask: Ask) -> Differences:
    """Say of each text that we do not read as helm does what either makes of it, the shortest text first."""

    def compare(texts: Sequence[str]) -> list[str]:
        answers = [(text, ours(text), helms) for text, helms in zip(texts, ask(texts), strict=True)]
        wrong = [(text, here, helms) for text, here, helms in answers if not agree(here, helms)]
        wrong.sort(key=lambda difference: len(difference[0]))
        return [f"{text!r}: we {here!r}, helm {helms!r}" for text, here, helms in wrong]

    return compare


def ours(text: str) -> Answer:
    try:
        return read(text).body
    except ManifestError as error:
        return error


def agree(here: Answer, helms: Answer) -> bool:
    """Whether two answers are the same JSON; numbers are compared as helm prints them, in 64-bit floats."""
    match here, helms:
        case (ManifestError(), _) | (_, ManifestError()):
            return type(here) is type(helms)
        case _, Scalar(type=word):
            return JSON_TYPES.get(type(here)) == word
        case dict(), dict():
            return here.keys() == helms.keys() and all(agree(here[key], helms[key]) for key in here)
        case list(), list():
            return len(here) == len(helms) and all(map(agree, here, helms))
        case int() | float(), int() | float():
            return float(here) == float(helms) and isinstance(here, bool) == isinstance(helms, bool)
    return type(here) is type(helms) and here == helms


def answer(mapping: dict[str, object], sequence: list[object]) -> Answer:
    """Put together what `fromYaml` and `fromYamlArray` said of one text: each reads one kind of root."""
    if (mapping, sequence) == ({}, []):
        return None
    error = mapping.get("Error")
    if not isinstance(error, str):
        return mapping
    root = re.search(r"cannot unmarshal (\w+) into Go value", error)
    if root is None:
        return ManifestError(error)
    return sequence if root[1] == "array" else Scalar(root[1])
