"""Whether what renders here can be trusted: which renderer it is, and one chart rendered by helm and in process."""

from __future__ import annotations

from itertools import zip_longest
from time import perf_counter

from policycheck.errors import RenderError
from policycheck.records import Record
from policycheck.renderers import helm_native
from policycheck.renderers.choose import choose, command, in_process
from policycheck.renderers.helm_cli import HelmCli
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest


class DoctorReport(Record):
    """What to tell a person. `well` is False where helm and Helm in process disagree."""

    lines: tuple[str, ...]
    well: bool


class _Render(Record):
    """What was printed, or why nothing was, without the words of Helm, which differ from one version to the next."""

    text: str
    failed: bool
    milliseconds: float


def doctor_report(request: RenderRequest, helm: str | None = None, *, shown: str = "") -> DoctorReport:
    """Compare one render of the request's chart, which the lines call `shown`.

    UsageError where nothing renders, RenderError for what is no chart.
    """
    chosen, found = choose(helm), command(helm)
    cli = found.renderer if found and isinstance(found.renderer, HelmCli) else None
    sdk = in_process(cli)
    where = f" at {cli.path}" if cli else ""
    lines = (f"renderer: {chosen.renderer.name}{where} ({chosen.why})", f"in process: {_in_process(there=bool(sdk))}")
    with prepared(request.chart) as chart:
        if not cli or not sdk:
            return DoctorReport((*lines, "comparison: none, it takes both a helm and the extra [helm]"), well=True)
        if chart.file.is_library:
            return DoctorReport((*lines, f"comparison: none, {chart.file.name} is a library chart"), well=True)
        by_helm, inside = (_timed(one, chart, request) for one in (cli, sdk._replace(cli=None)))
    return DoctorReport((*lines, _comparison(shown or request.chart, by_helm, inside)), well=by_helm[:2] == inside[:2])


def _in_process(*, there: bool) -> str:
    if there:
        return f"Helm {helm_native.version()}, which takes our capabilities"
    if helm_native.is_installed():
        return f"Helm {helm_native.version()} is installed, takes no capabilities, and so is not used"
    return "not installed; `pip install 'policycheck[helm]'` brings it"


def _timed(renderer: Renderer, chart: PreparedChart, request: RenderRequest) -> _Render:
    start = perf_counter()
    try:
        text, failed = renderer(chart, request), False
    except RenderError as error:
        text, failed = str(error), True
    return _Render(text, failed, (perf_counter() - start) * 1000)


def _comparison(chart: str, by_helm: _Render, inside: _Render) -> str:
    times = f"helm took {by_helm.milliseconds:.0f} ms, in process {inside.milliseconds:.0f} ms"
    if by_helm[:2] == inside[:2]:
        what = "the same error" if by_helm.failed else f"the same {len(by_helm.text.encode()):,} bytes"
        return f"comparison: {chart} renders {what}; {times}"
    pairs = zip_longest(by_helm.text.splitlines(), inside.text.splitlines())
    line = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
    where = f"from line {line} on" if line else "in line breaks only"
    return f"comparison: {chart} renders OTHERWISE in process, {where}; {times}; name a helm and use that"
