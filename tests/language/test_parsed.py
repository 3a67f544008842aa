"""The table of what is parsed beforehand is a short cut and nothing else."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import run

from policycheck.language import parsed, syntax
from policycheck.language.library import bundled_policies
from policycheck.language.written import expressions


def table() -> str:
    """Every expression of the bundled policies with its tree, a line each."""
    policies = bundled_policies(examples=True)
    texts = sorted({written.expression.text for policy in policies for written in expressions(policy)})
    trees = ((text, json.dumps(syntax.parse(text).ast, separators=(",", ":"))) for text in texts)
    return "".join(f"{json.dumps(text)}\t{tree}\n" for text, tree in trees)


def test_the_table_holds_what_the_parser_gives_for_every_bundled_policy() -> None:
    path = Path(parsed.EXPRESSIONS)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        path.write_text(table(), encoding="utf-8")
        parsed._trees.cache_clear()  # noqa: SLF001 - what it had read is no more
    assert path.read_text(encoding="utf-8") == table(), "run ci/check --update"


def test_an_expression_from_the_table_is_the_one_the_parser_gives() -> None:
    texts = {written.expression.text for policy in bundled_policies(examples=False) for written in expressions(policy)}
    assert len(texts) > 800
    assert [parsed.parse(text) for text in texts] == [syntax.parse(text) for text in texts]


def test_what_is_not_in_the_table_is_parsed() -> None:
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
