"""The table of parsed expressions is a short cut and nothing else."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import run

from policycheck.language import parsed, syntax
from policycheck.language.library import all_policies
from policycheck.language.written import expressions


def table() -> str:
    """Every expression of the bundled policies with its tree, a line each."""
    texts = sorted({written.expression.text for policy in all_policies() for written in expressions(policy)})
    rows = [f"{json.dumps(text)}: {json.dumps(syntax.parse(text).ast, separators=(',', ':'))}" for text in texts]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def test_the_table_holds_what_the_parser_gives_for_every_bundled_expression() -> None:
    path = Path(parsed.TABLE)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        path.write_text(table(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == table(), "run ci/check --update"


def test_an_expression_that_is_not_in_the_table_is_parsed() -> None:
    text = "metadata.name == 'nobody wrote this before'"
    assert parsed.parse(text) == syntax.parse(text)


def test_a_run_of_the_bundled_policies_imports_no_parser() -> None:
    script = (
        "import sys, policycheck; from policycheck.cli import run;"
        "run(['check', 'fixtures/streams/shop.yaml', '-q']); print('jmespath' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False", done.stderr
