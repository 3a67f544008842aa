"""The tables of what is parsed beforehand are a short cut and nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from subprocess import run

from policycheck.exact_yaml.reader import read
from policycheck.language import parsed, syntax
from policycheck.language.library import bundled_folder, bundled_policies, policy_files, read_file
from policycheck.language.policy_file import EXAMPLES
from policycheck.language.written import expressions
from policycheck.model import Value


def heads() -> list[bytes]:
    return [Path(path).read_bytes().partition(EXAMPLES)[0] for path in policy_files(bundled_folder())]


def tables() -> str:
    """Every expression of the bundled policies with its tree, and every file's head with its mapping, a line each."""
    policies = bundled_policies(examples=True)
    texts = sorted({written.expression.text for policy in policies for written in expressions(policy)})
    trees = ((text, syntax.parse(text).ast) for text in texts)
    bodies = ((text.decode(), read(text).body) for text in heads())
    return f'{{"expressions": {_rows(trees)},\n"heads": {_rows(bodies)}}}\n'


def _rows(pairs: Iterable[tuple[str, Value]]) -> str:
    rows = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in pairs]
    return "{\n" + ",\n".join(rows) + "\n}"


def test_the_tables_hold_what_the_parsers_give_for_every_bundled_policy() -> None:
    path = Path(parsed.TABLES)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        path.write_text(tables(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == tables(), "run ci/check --update"


def test_a_policy_from_the_table_is_the_one_in_its_file() -> None:
    for path in policy_files(bundled_folder()):
        assert parsed.head(Path(path).read_bytes().partition(EXAMPLES)[0]) is not None
        assert read_file(path, examples=False) == read_file(path)._replace(examples=(), equivalent=())


def test_what_is_not_in_the_tables_is_parsed() -> None:
    text = "metadata.name == 'nobody wrote this before'"
    assert parsed.parse(text) == syntax.parse(text)
    assert parsed.head(b"id: nobody-wrote-this-before") is None


def test_a_run_of_the_bundled_policies_imports_no_parser() -> None:
    script = (
        "import sys, policycheck; from policycheck.cli import run;"
        "run(['check', 'fixtures/streams/shop.yaml', '-q']); print('jmespath' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False", done.stderr
