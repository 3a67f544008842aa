"""Folders as their owners have them: files written, pytest run in them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

# What runs of pytest in this process need of others: each run forgets the modules that it imported itself, and a
# C extension that is imported again does not know the classes of the first time.
import helm_python
import jmespath
import re2
import yaml

import policycheck

LOADED = (helm_python, jmespath, re2, yaml)

for _module in walk_packages(policycheck.__path__, "policycheck."):
    # Ours took longer to import anew than all that a run does.
    if not _module.name.endswith("__main__"):
        import_module(_module.name)

ALONE = ("-p", "no:helm-charts", "-p", "no:hypothesispytest")
"""Without the plugins that take a second to load."""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


CHART = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": "replicas: 2\nlevel: info\n",
    "templates/_names.tpl": '{{ define "web.labels" }}app: {{ .Release.Name }}\n'
    'level: {{ required "a level is needed" .Values.level }}{{ end }}\n'
    '{{ define "web.name" }}{{ .context.Release.Name }}-{{ .suffix }}{{ end }}\n',
    "templates/settings.yaml": "apiVersion: v1\n"
    "kind: ConfigMap\n"
    "metadata:\n"
    "  name: settings\n"
    '  labels: {{- printf "helm.sh/chart: web-1.0.0\\napp.kubernetes.io/managed-by: Helm\\n%s"'
    ' (include "web.labels" .) | nindent 4 }}\n'
    "data:\n"
    "  replicas: {{ .Values.replicas | quote }}\n",
    "templates/secret.yaml": "{{ if .Values.password }}\n"
    "apiVersion: v1\n"
    "kind: Secret\n"
    "metadata: {name: web, labels: {helm.sh/chart: web-1.0.0, app.kubernetes.io/managed-by: Helm}}\n"
    "stringData: {password: {{ .Values.password }}}\n"
    "{{ end }}\n",
}
"""A chart of a ConfigMap; with a password, of a Secret too."""


def write_chart(folder: Path, **files: str) -> Path:
    """The chart, with other files, or without one whose text is empty; `ci__ha_values` is ci/ha_values.yaml."""
    written = CHART | {f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}
    for name, text in written.items():
        if text:
            write(folder / name, text)
    return folder
