"""`policycheck test`: run the examples of policies, which are their proof, and with `--mutate` try that proof."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.parser import Parser
from policycheck.cli.streams import complain, write
from policycheck.model import Policy
from policycheck.reporters.last_line import counted
from policycheck.reporters.terminal import printable

if TYPE_CHECKING:
    from policycheck.authoring.examples import ExampleResult
    from policycheck.authoring.mutation.survey import Survey


def arguments(parser: Parser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="policy files or folders (default: the bundled ones)")
    parser.add_argument(
        "--mutate", action="store_true", help="also change each policy a little and list what no example notices"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="also name the examples that hold and the equivalent mutants"
    )


def run(options: Namespace) -> int:
    """Exit 0 when every example holds, 1 when one does not, 2 when there is none; of mutants each counts as one."""
    from policycheck.authoring.examples import run_examples  # noqa: PLC0415 - `--help` needs none of it
    from policycheck.language.library import all_policies  # noqa: PLC0415 - idem

    policies = all_policies(paths=options.paths, bundled=not options.paths)
    results = list(run_examples(policies))
    shown = [result for result in results if options.verbose or not result.passed]
    failed = sum(not result.passed for result in results)
    summary = (
        f"{counted(len(policies), 'policy')}, {counted(len(results), 'example')}: "
        f"{len(results) - failed} hold, {failed} do not"
    )
    _write_lines((*map(_line, shown), summary))
    if not results:
        complain("nothing was tested; name a policy file or a folder of them")
        return NOT_CHECKED
    status = 1 if failed else 0
    return max(status, _mutate(policies, results, verbose=options.verbose)) if options.mutate else status


def _line(result: ExampleResult) -> str:
    example = result.example
    said = "; ".join(result.difference) if not result.passed else "holds"
    return printable(f"{result.policy.source}:{example.line} {example.verdict}: {example.name}: {said}")


def _mutate(policies: Iterable[Policy], results: Iterable[ExampleResult], *, verbose: bool) -> int:
    """Exit 1 when a mutant survives, 2 when a file calls one equivalent that is not. Only proven policies are tried."""
    from time import perf_counter  # noqa: PLC0415 - only this option needs it

    from policycheck.authoring.mutation.survey import survey  # noqa: PLC0415 - idem

    unproven = {result.policy.id for result in results if not result.passed}
    start = perf_counter()
    surveys = [survey(policy) for policy in policies if policy.id not in unproven]
    seconds = perf_counter() - start
    _write_lines(line for one in surveys for line in _survey_lines(one, verbose=verbose))
    _write_lines([_cost(surveys, seconds, unproven=len(unproven))])
    faults = [fault for one in surveys for fault in one.faults]
    for fault in faults:
        complain(str(fault))
    return NOT_CHECKED if faults else 1 if any(one.survivors for one in surveys) else 0


def _survey_lines(survey: Survey, *, verbose: bool) -> Iterator[str]:
    source = survey.policy.source
    for mutant in survey.survivors:
        yield printable(f"{source}: survived: {mutant.name}: {mutant.advice}")
    for entry in survey.equivalent if verbose else ():
        yield printable(f"{source}: equivalent: {entry.mutant}: {entry.reason}")


def _cost(surveys: Sequence[Survey], seconds: float, *, unproven: int) -> str:
    survived = sum(len(one.survivors) for one in surveys)
    equivalent = sum(len(one.equivalent) for one in surveys)
    left_out = f"; {counted(unproven, 'policy')} not tried, as an example does not hold" if unproven else ""
    return (
        f"{counted(len(surveys), 'policy')}, {counted(sum(one.mutants for one in surveys), 'mutant')}: "
        f"{sum(one.killed for one in surveys)} killed, {equivalent} equivalent, {survived} survived; "
        f"{seconds:.1f} s{left_out}"
    )


def _write_lines(lines: Iterable[str]) -> None:
    write("".join(f"{line}\n" for line in lines))
