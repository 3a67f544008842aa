"""What is shared is found, what is not is not, and a thousand templates are compared in two seconds."""

from __future__ import annotations

import time
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from policycheck.helm.charts import Chart
from policycheck.helm.copies import SHINGLE, WINDOW, alike, common_words, fingerprints
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


def test_a_thousand_templates_are_scanned_and_compared_in_two_seconds(newest_helm: str) -> None:
    """A hundred and fifty charts that were once copied, and edited since."""
    charts = []
    for number in range(150):
        texts = {
            path.removeprefix("templates/"): text.replace("mychart", f"app{number}") + f"extra{number}: {number}\n" * 3
            for path, text in created(newest_helm, "mychart").items()
            if path.startswith("templates/") and not path.endswith("NOTES.txt")
        }
        charts.append((f"app{number}", texts))
    assert sum(len(texts) for _, texts in charts) >= 1000
    start = time.process_time()
    scanned = [Chart(name, is_library=False, texts=texts, loaded={}, scan=Template) for name, texts in charts]
    files = copied_files(scanned, least=0.7, scaffold=frozenset())
    defines = copied_definitions(scanned, least=0.9, scaffold=frozenset())
    spent = time.process_time() - start
    assert len({copy.part.chart.name for copy in (*files, *defines)}) == len(charts)
    assert spent <= 2, f"{spent:.2f} s"
