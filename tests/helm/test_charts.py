"""What of a chart's templates runs, and what they read and write."""

from __future__ import annotations

import pytest

from policycheck.helm.charts import Chart
from policycheck.helm.templates import Template
from policycheck.helm.values_paths import values_paths
from policycheck.helm.written_fields import written_fields

LIBRARY = {"_x.tpl": '{{ define "lib.a" }}{{ include "lib.b" . }}{{ end }}{{ define "lib.b" }}b{{ end }}'}


def chart(texts: dict[str, str], *, is_library: bool = False) -> Chart:
    library = Chart("lib", is_library=True, texts=LIBRARY, loaded={}, scan=Template, full="app/charts/lib")
    loaded = {} if is_library else {"lib": library}
    return Chart("app", is_library=is_library, texts=texts, loaded=loaded, scan=Template)


@pytest.mark.parametrize(
    ("texts", "live"),
    [
        ({"a.yaml": '{{ include "lib.a" . }}'}, ["lib.a", "lib.b"]),
        ({"a.yaml": '{{ if false }}{{ template "lib.b" }}{{ end }}'}, ["lib.b"]),
        ({"a.yaml": '# {{ include "lib.b" . }}'}, ["lib.b"]),
        ({"a.yaml": '{{/* {{ include "lib.b" . }} */}}'}, []),
        ({"_a.tpl": '{{ include "lib.b" . }}'}, []),
        ({"_a.tpl": '{{ define "app.a" }}{{ include "lib.b" . }}{{ end }}', "a.yaml": "a: b"}, []),
        ({"_a.tpl": '{{ define "app.a" }}{{ include "lib.b" . }}{{ end }}', "NOTES.txt": '{{ template "app.a" . }}'},
         ["app.a", "lib.b"]),
        ({"a.yaml": '{{ block "app.a" . }}{{ include ("lib.b") . }}{{ end }}'}, ["app.a", "lib.b"]),
        ({"a.yaml": '{{ $x := include "lib.b" . | trim }}{{ list (include "lib.a" .) }}'}, ["lib.a", "lib.b", "lib.b"]),
        ({"a.yaml": '{{ include (printf "lib.%s" "b") . }}{{ tpl .Values.a . }}'}, [None, None]),
    ],
)  # fmt: skip
def test_what_is_rendered_and_what_it_includes_is_live(texts: dict[str, str], live: list[str | None]) -> None:
    assert sorted(map(str, (made.call.name for made in chart(texts).live))) == sorted(map(str, live))


def test_of_a_library_all_that_it_defines_may_be_called() -> None:
    assert [made.call.name for made in chart(LIBRARY, is_library=True).live] == ["lib.b"]


def test_helm_reads_of_a_library_what_begins_with_an_underscore() -> None:
    library = chart({"x.tpl": '{{ define "app.x" }}x{{ end }}', **LIBRARY}, is_library=True)
    assert set(library.standing) == {"lib.a", "lib.b"}
    assert set(library.scanned) == {"x.tpl", "_x.tpl"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{ .Values.a.b }}", "a.b"),
        ("{{ $.Values.a | quote }}", "a"),
        ('{{ index .Values "a" "b.c" }}', "a.b.c"),
        ('{{ (index .Values.a "b").c }}', "a.b.c"),
        ("{{ (index .Values.a $.Release.Name).c }}", "a"),
        ("{{ (.Values.a).b }}", "a.b"),
        ("{{ toYaml .Values }}", ""),
        ("{{ range .Values.a }}{{ .Values.b }}{{ $.Values.c }}{{ else }}{{ .Values.d }}{{ end }}", "a c d"),
        ('{{ define "x" }}{{ .Values.a }}{{ end }}', "a"),
        ("{{ .Values.a | default 1 }}{{ default 1 .Values.b }}", "(a) (b)"),
        ("{{ (.Values.a | default dict).b }}", "(a)"),
        ("{{ if and .Values.a (not .Values.b) }}{{ end }}", "(a) (b)"),
        ("{{/* .Values.a */}}# {{ .Values.b }}", "b"),
        ("{{ $v := .Values }}{{ $v.a }}", ""),
    ],
)
def test_paths_of_the_values_are_read_in_all_their_spellings(text: str, read: str) -> None:
    """In parentheses where they may be absent."""
    found = (("({})" if one.guarded else "{}").format(".".join(one.keys)) for one in values_paths(Template(text)))
    assert " ".join(found) == read


def test_a_field_is_known_with_the_keys_above_and_its_line() -> None:
    template = Template(
        "spec:\n"
        "  # image: no\n"
        "  {{- if not .Values.autoscaling.enabled }}\n"
        "  replicas: 2\n"
        "  {{- end }}\n"
        "  template:\n"
        "    containers:\n"
        '      - image: "{{ .Values.image }}:1" # a\n'
        "      - name: a\n"
        "        image: {{ include `a\n"
        "          image: b` . }}\n"
        "data:\n"
        "  image: >-\n"
    )
    found = [
        (one.key, one.value, "/".join(one.above), template.line(one.at), len(one.actions), one.unscaled)
        for one in written_fields(template, {"image", "replicas"})
    ]
    assert found == [
        ("replicas", "2", "spec", 4, 0, True),
        ("image", "{{ .Values.image }}:1", "spec/template/containers", 8, 1, False),
        ("image", "{{ include `a", "spec/template/containers", 10, 1, False),
        ("image", ">-", "data", 13, 0, False),
    ]
