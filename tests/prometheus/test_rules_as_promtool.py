"""Rule files, accepted or refused as promtool does: generated from what people write and what they get wrong."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from policycheck.model import Value
from policycheck.prometheus.durations import milliseconds
from policycheck.prometheus.go_templates import template_fault
from tests.prometheus.promtool import accepted, needs_prometheus
from tests.runs import bundled, judged

STRICTER = {
    *("rule-label-not-reserved", "recorded-labels-bounded", "rule-label-bounded", "rule-path-normalised"),
    *("alert-labels-without-value", "label-path-normalised"),
}
"""Errors on what Prometheus takes: it loads, and does harm."""

EXPRESSIONS = (
    *("up", "sum by (a) (rate(x_total[5m]))", "up == 0", 'x{a="b",c=~"d.*"} offset 5m', "1", "vector(1) > bool 0"),
    *("a and on (b) c unless d", 'label_replace(x, "a", "$1", "b", "(.*)")', "x[5m:1m]", "absent(up)", "up @ end()"),
    *(
        "sum(",
        "",
        "rate(x)",
        "{}",
        "rate(x[1m1h])",
        'x{a=~"(?!b)"}',
        "up{",
        "x y",
        "sum by (1a) (x)",
        "foo(x)",
        "x[5m]",
    ),
)
TEMPLATES = (
    *(
        "text",
        "{{ $value }}",
        "{{ $labels.a | toUpper }}",
        '{{ printf "%.1f" $value }}',
        "{{ if true }}a{{ else }}b{{ end }}",
    ),
    *("{{ with query `up` }}{{ . | first | value }}{{ end }}", "{{/* c */}}", "{{- $x := 1 -}}{{ $x }}", "a }} b"),
    *(
        "{{ range $i, $s := query `up` }}{{ $i }}{{ end }}",
        "{{ .Labels.a }}",
        "{{ $externalLabels.x }}",
        "{{ humanize1024 1 }}",
    ),
    *(
        "{{ $nope }}",
        "{{ nope }}",
        "{{ $value",
        "{{ end }}",
        "{{ if $value }}",
        "{{ }}",
        "{{ else }}",
        "{{ $value | }}",
    ),
    *(
        "{{ ( $value }}",
        "{{ $x = 1 }}",
        "{{ 'ab' }}",
        '{{ "a }}',
        "{{ reReplaceAll `a` `b` `c` }}",
        "{{ $labels.a.b }}",
    ),
)
DURATIONS: tuple[Value, ...] = (
    "5m",
    "1h30m",
    "0s",
    "0",
    0,
    "1s1m",
    "1.5m",
    "90",
    90,
    "30S",
    "",
    "1y2w3d",
    "100ms",
    "1m 1s",
    "-1m",
)
NAMES = ("a", "a_b", "__x", "a.b", "1a", "__name__", "le", "é")


def rule(random: Random) -> Value:
    """Mostly right: one of its fields is drawn from what people get wrong too."""
    alerts = random.random() < 0.6
    found: dict[str, Value] = (
        {"alert": "Down"} if alerts else {"record": random.choice(["a:b", "a", "a-b", "", "a{b='c'}"])}
    )
    found["expr"] = random.choice(EXPRESSIONS[:11])
    match random.randrange(8):
        case 0:
            found["expr"] = random.choice(EXPRESSIONS)
        case 1:
            found["for"] = random.choice(DURATIONS)
        case 2:
            found["keep_firing_for"] = random.choice(DURATIONS)
        case 3:
            found["labels"] = {random.choice(NAMES): random.choice(["x", 1, True, "{{ $value }}"])}
        case 4:
            found["annotations"] = {random.choice(NAMES): random.choice(TEMPLATES)}
        case 5:
            found["labels"] = {"a": random.choice(TEMPLATES)}
        case 6:
            found.update(random.choice([{"record": "a:b"}, {"alert": "Up"}, {"fro": "5m"}]))
        case _:
            del found[random.choice(list(found))]
    return found


def text_of(random: Random) -> str:
    groups: list[dict[str, Value]] = [
        {"name": random.choice(["a", "a", "b", "c", ""]), "rules": [rule(random)]}
        for _ in range(random.choice([1, 1, 1, 2]))
    ]
    if random.random() < 0.1:
        field, value = random.choice([("interval", "1m"), ("interval", "1x"), ("limit", 3), ("rulez", 3)])
        groups[0][field] = value
    return json.dumps({"groups": groups}, ensure_ascii=False)


def refused(text: str) -> set[str]:
    """What policies say that Prometheus refuses; what the parser cannot read is a warning that says so."""
    outcomes = [one for one in judged(text, *bundled()) if one.status == "fail"]
    assert not [one for one in outcomes if one.status == "error"]
    return {
        one.policy.id
        for one in outcomes
        if (one.severity == "error" and one.policy.id not in STRICTER) or one.policy.id == "rule-expr-readable"
    }


def test_rule_files_are_refused_where_promtool_refuses_them(tmp_path: Path) -> None:
    needs_prometheus()
    random = Random(20260803)  # noqa: S311 - the same inputs in each run
    texts = [text_of(random) for _ in range(400)]
    theirs = accepted("rules", texts, tmp_path)
    differ = [
        (text, refused(text), taken) for text, taken in zip(texts, theirs, strict=True) if bool(refused(text)) == taken
    ]
    assert differ == []
    assert min(theirs.count(True), theirs.count(False)) > 60


def test_templates_are_refused_where_promtool_refuses_them(tmp_path: Path) -> None:
    needs_prometheus()
    random = Random(20260804)  # noqa: S311 - idem
    texts = [*TEMPLATES, *("".join(random.choices(TEMPLATES, k=2)) for _ in range(150))]
    files = [
        json.dumps({"groups": [{"name": "a", "rules": [{"alert": "A", "expr": "up", "annotations": {"a": text}}]}]})
        for text in texts
    ]
    theirs = accepted("rules", files, tmp_path)
    differ = [
        (text, template_fault(text), taken)
        for text, taken in zip(texts, theirs, strict=True)
        if bool(template_fault(text)) == taken
    ]
    assert differ == []


def test_durations_are_refused_where_promtool_refuses_them(tmp_path: Path) -> None:
    needs_prometheus()
    random = Random(20260805)  # noqa: S311 - idem
    parts = ("1", "5m", "1h", "0", "2d", "3w", "9y", "10s", "7ms", " ", "-", ".5", "S", "m")
    texts = [*("".join(random.choices(parts, k=random.randint(1, 3))) for _ in range(200)), "300y", "292y"]
    files = [
        json.dumps({"groups": [{"name": "a", "rules": [{"alert": "A", "expr": "up", "for": text}]}]}) for text in texts
    ]
    theirs = accepted("rules", files, tmp_path)
    assert [text for text, taken in zip(texts, theirs, strict=True) if (milliseconds(text) is None) == taken] == []
