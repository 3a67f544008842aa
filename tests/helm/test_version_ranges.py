"""Ranges mean what they mean to Helm: every verdict of ours is compared with that of Helm's own library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from policycheck.errors import RenderError
from policycheck.helm.version_ranges import in_range, is_range, version
from policycheck.renderers import helm_native
from policycheck.renderers.documents import generation_of
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.rendering import render
from policycheck.renderers.request import RenderRequest
from tests.effort import tries
from tests.renderers.helms import installed
from tests.renderers.sample_charts import Files, meta, write

COMPARING: Files = {
    "Chart.yaml": meta("demo"),
    "templates/x.yaml": "{{ range .Values.pairs }}# {{ semverCompare (index . 0) (index . 1) }}\n{{ end }}",
}
RANGES = (
    """
>=1.29.0-0;>= 1.22 < 1.30;>=1.22.0, <1.30.0-0;1.29 || 1.31.x;~1.29;~1.29.1;~1;^1.29;^1.29.2-0;^0.2;^0.0.3;^0;^0.0;*;x;>*
!=1.29;!=1.29.3;!=1;!=1.29.x;>1.29;>1;<=1.29;<=1;<1.29;<1.29.3-rc.1;=1.29;=1.29.3;=>1.29;=<1.29;~>1.29;1.20 - 1.30.0
1.20 - 1.29.3-0 || >=2;1.29.3-rc.1;>1.29.3-alpha;1.*;v1.29;>=v1.20.0;>=1.29.0+build;~0.0.0;~*;^*;0.0.0;>=1.29-0 <1.30-0
""".replace("\n", ";")
    .strip(";")
    .split(";")
)
VERSIONS = [
    "1.29.0",
    "1.29.3",
    "1.29.3-rc.1",
    "1.29.4-alpha.2",
    "1.30.0",
    "v1.31.2",
    "1.22",
    "1",
    "2.0.0",
    "0.0.0",
    "0.0.3",
    "0.2.5",
    "0.0.0-0",
    "1.29.3+gke",
    "10.0.1",
]

numbers = st.sampled_from(["0", "1", "2", "12", "x", "*", "X", "01"])
tails = st.sampled_from(["", "", "", "-0", "-rc.1", "-alpha", "-rc.10", "+b.1", "-1.a+c"])
partials = st.builds(
    lambda v, parts, tail: v + ".".join(parts) + tail,
    st.sampled_from(["", "v"]),
    st.lists(numbers, min_size=1, max_size=3),
    tails,
)
operators = st.sampled_from(["", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^", "> ", "^ ", "=="])
comparators = st.builds(str.__add__, operators, partials)
groups = st.lists(comparators, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ", ", ", ",", "  ", " - "]).map(lambda between: between.join(parts))
)
ranges = st.lists(groups, min_size=1, max_size=2).map(" || ".join)
versions = st.builds(
    lambda parts, tail: ".".join(parts) + tail,
    st.lists(st.sampled_from(["0", "1", "2", "12"]), min_size=3, max_size=3),
    tails,
)


@pytest.fixture(scope="module")
def comparing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(COMPARING, tmp_path_factory.mktemp("comparing") / "demo")


def verdict_of_helm(chart: Path, text: str, candidate: str) -> bool | None:
    """What Helm's library says; None where it cannot read one of the two."""
    try:
        with helm_native.loaded(str(chart)) as loaded:
            output = loaded.render({"pairs": [[text, candidate]]}, {})
    except helm_native.HelmSaysError:
        return None
    return "true" in str(output)


@tries(150, but_for=(HealthCheck.function_scoped_fixture,))
@given(text=ranges, candidate=versions)
def test_a_range_holds_what_helm_says_it_holds(comparing: Path, text: str, candidate: str) -> None:
    ours = in_range(text, candidate) if is_range(text) and version(candidate) else None
    assert ours == verdict_of_helm(comparing, text, candidate)


def pairs() -> Iterator[tuple[str, str]]:
    for text in RANGES:
        for candidate in VERSIONS:
            yield text, candidate


def test_known_ranges_as_the_helm_command_compares_them(comparing: Path, tmp_path: Path, helm: str) -> None:
    """In one batch. Helm 3 asks every comparator, not its group, whether a pre-release is meant."""
    cli = installed(helm)
    asked = [
        (text, one) for text, one in pairs() if generation_of(cli.version).value >= (4, 0) or "-" not in text + one
    ]
    values = write({"v.yaml": json.dumps({"pairs": asked})}, tmp_path) / "v.yaml"
    said = str(render(RenderRequest(str(comparing), (str(values),)), cli)).splitlines()
    verdicts = [line == "# true" for line in said if line.startswith("# ") and "Source" not in line]
    assert verdicts == [in_range(text, one) for text, one in asked]
    assert {True, False} == set(verdicts)


@pytest.mark.parametrize(
    "text", ["", "1.29 1.30 ||", "latest", ">= 1.29 <", "1.29;1.30", ">=1.2.3.4", "1.x.x.x", ">1.0-01", "1" * 513]
)
def test_what_is_no_range(comparing: Path, text: str) -> None:
    assert not is_range(text)
    assert not in_range(text, "1.29.0")
    assert verdict_of_helm(comparing, text, "1.29.0") is None


@pytest.mark.parametrize("kube_version", ["1.28", "1.29.0", "v1.29.3", "1.29.3-gke.100", "1.30.1+k3s1"])
@pytest.mark.parametrize("text", [">=1.29.0-0", ">1.29.0", "1.29.x", "<1.29 || ~1.30.0"])
def test_the_kube_version_of_a_chart(text: str, kube_version: str, tmp_path: Path, helm: str) -> None:
    if "helm-3" in helm and "-" in kube_version:
        helm = helm.replace("helm-3.17.3", "helm-4.3.1")  # Helm 3 compares the suffix of a provider too
    chart = write({"Chart.yaml": meta("demo", f'kubeVersion: "{text}"\n')}, tmp_path / "demo")
    request = RenderRequest(str(chart), kube_version=kube_version)
    said = []
    for renderer in (installed(helm), HelmSdk()):
        try:
            said.append(render(request, renderer))
        except RenderError as error:
            said.append(str(error))
    assert said[0] == said[1]


@given(st.permutations(VERSIONS))
def test_versions_are_ordered(shuffled: list[str]) -> None:
    known = [one for one in map(version, shuffled) if one]
    assert [one.numbers for one in sorted(known)] == sorted(one.numbers for one in known)
    assert len(known) == len(shuffled)
