"""What is shared is found, what is not is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from policycheck.helm.charts import Chart
from policycheck.helm.copies import BOILERPLATE, SHINGLE, WINDOW, alike, common_words, fingerprints
from policycheck.helm.shared import copied_definitions, copied_files
from policycheck.helm.templates import Template
from tests.helm.created import created

WORDS = st.lists(st.sampled_from(["a", "b", "c", "{{", "}}", ".Values.x", ":"]), max_size=40)
RUN = st.lists(st.sampled_from(["p", "q", "r", "s"]), min_size=SHINGLE + WINDOW - 1, max_size=30)


@given(RUN, WORDS, WORDS, WORDS, WORDS)
def test_a_run_of_thirteen_words_is_found_wherever_it_stands(
    run: list[str], before: list[str], after: list[str], other_before: list[str], other_after: list[str]
) -> None:
    one, other = [*before, *run, *after], [*other_before, *run, *other_after]
    assert fingerprints(one) & fingerprints(other)
    found = common_words(one, other)
    assert found
    first, last = found
    assert first <= len(before)
    assert last >= len(before) + len(run) - 1


@given(WORDS, WORDS)
def test_texts_with_no_shingle_in_common_are_not_alike(one: list[str], other: list[str]) -> None:
    renamed = [f"{word}'" for word in other]
    assert list(alike({1: fingerprints(one), 2: fingerprints(renamed)}, least=0.01)) == []
    assert common_words(one, renamed) is None


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=13, max_size=40), min_size=2, max_size=6))
def test_likeness_is_the_share_of_fingerprints_and_each_pair_comes_once(texts: list[list[str]]) -> None:
    prints = {number: fingerprints(text) for number, text in enumerate(texts)}
    found = {(pair.one, pair.other): pair for pair in alike(prints, least=0.5)}
    assert len(found) == len({frozenset(pair) for pair in found})
    for (one, ours), (other, theirs) in combinations(prints.items(), 2):
        common = len(ours & theirs)
        jaccard, containment = common / len(ours | theirs), common / min(len(ours), len(theirs))
        pair = found.get((one, other)) or found.get((other, one))
        assert (pair is not None) == (max(jaccard, containment) >= 0.5)
        assert pair is None or (pair.jaccard, pair.containment) == (jaccard, containment)


def test_what_was_copied_and_edited_is_found_in_each_chart_and_what_was_not_in_none(newest_helm: str) -> None:
    """Charts that were made alike and edited since, more of them than a fingerprint may lie in; one is another's."""
    made = {
        path.removeprefix("templates/"): text
        for path, text in created(newest_helm, "mychart").items()
        if path.startswith("templates/") and not path.endswith("NOTES.txt")
    }
    several = BOILERPLATE + 5
    charts = [
        Chart(name, is_library=False, texts=texts, loaded={}, scan=Template)
        for name, texts in (
            *((f"app{number}", edited(made, number)) for number in range(several)),
            ("other", {"web.yaml": "kind: {{ .Values.kind }}\n" + "".join(f"key{n}: {n}\n" for n in range(40))}),
        )
    ]
    defines = copied_definitions(charts, least=0.9, scaffold=frozenset())
    names = {f"app{number}" for number in range(several)}
    assert {copy.part.chart.name for copy in defines} == names
    assert {copy.charts for copy in defines} == {several}
    assert all(copy.likeness == 1 and copy.part.chart is not copy.other.chart for copy in defines)
    few = copied_files(charts[:5], least=0.5, scaffold=frozenset())
    assert {copy.part.chart.name for copy in few} == {chart.name for chart in charts[:5]}
    assert all(copy.part.file == copy.other.file and copy.charts == 5 for copy in few)


def edited(texts: Mapping[str, str], number: int) -> dict[str, str]:
    """A chart of another name, with three lines of its own at the end of each file."""
    own = f"extra{number}: {number}\n" * 3
    return {file: text.replace("mychart", f"app{number}") + own for file, text in texts.items()}
