"""Charts with everything in them that can go wrong in a run of many, by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policycheck import Overrides, configure, policy
from tests.renderers.sample_charts import meta, resource, write

SECRET = "correct-horse-battery"  # noqa: S105 - the tests' own
SHOWN = "a word of the values: {{ .Values.word }}"

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  labels: {app: web, helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:latest
          env: [{name: PLAIN, value: {{ .Values.word | quote }}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: {{ .Release.Name }}-web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""
KEPT = """\
apiVersion: v1
kind: Secret
metadata: {name: kept}
stringData: {password: {{ .Values.word | quote }}}
"""
EXCEPTED = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: excepted
  annotations: {policycheck.dev/except.word-hidden: "a test; until {{ .Values.until }}"}
data: {word: {{ .Values.word | quote }}}
"""
VALUES = f"replicas: 2\nword: {SECRET}\nuntil: 2027-01-01\n"

CHARTS: Mapping[str, Mapping[str, str]] = {
    "web": {"templates/web.yaml": WEB, "ci/one-values.yaml": "replicas: 1\n", "ci/odd.yaml": "replicas: 3\n"},
    "kept": {"templates/kept.yaml": KEPT, "templates/web.yaml": WEB},
    "excepted": {"templates/map.yaml": EXCEPTED, "ci/late-values.yaml": "until: 2026-01-01\n"},
    "failing": {"templates/web.yaml": WEB, "templates/no.yaml": '{{ fail (printf "no %s" .Values.word) }}'},
    "half": {"templates/web.yaml": WEB, "ci/bad-values.yaml": "replicas: [\n"},
    "broken": {"templates/map.yaml": "kind: {{ .Values.word }}: no\n"},
    "untyped": {"templates/map.yaml": "data: {word: {{ .Values.word | quote }}}\n"},
    "empty": {"templates/nothing.yaml": "{{ if false }}{{ end }}"},
    "library": {"Chart.yaml": meta("library", "type: library\n"), "templates/_all.tpl": ""},
    "twin/web": {"Chart.yaml": meta("web"), "templates/web.yaml": WEB.replace("-web", "-other")},
    "absent": {
        "Chart.yaml": meta("absent", "dependencies: [{name: gone, version: 1.0.0, repository: file://../gone}]\n")
    },
    "duplicate": {"templates/map.yaml": resource("ConfigMap", "twice", "data: {a: b, a: c}\n")},
}
"""By the folder of each; those without a Chart.yaml are called as their folder."""

FILES = {
    "plain.yaml": resource("ConfigMap", "plain"),
    "nothing.yaml": "",
    "wrong.yaml": "a: [\n",
    "stranger.yaml": "just: a mapping\n",
}

WORD_HIDDEN = policy(
    {
        "id": "word-hidden",
        "title": "No ConfigMap and no variable shows the word",
        "severity": "warning",
        "match": {"kind": ["ConfigMap", "Deployment"]},
        "assert": f"!contains(to_string($self), '{SECRET}')",
        "message": f"it shows {SECRET}, and so do {{length(peers('Deployment'))}} others",
    }
)


def written(folder: Path) -> dict[str, str]:
    """The paths of the charts and files, written below the folder, by their names."""
    for name, files in CHARTS.items():
        write({"Chart.yaml": meta(name), "values.yaml": VALUES, **files}, folder / name)
    write(FILES, folder)
    return {name: str(folder / name) for name in (*CHARTS, *FILES)}


CONFIG = configure(overrides=Overrides(policies=[WORD_HIDDEN], enable=("all",), kube_version="1.33"))
