"""A chart of what a renderer could get wrong: capabilities, numbers, cutting into documents, hooks and their order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

_CHART = "{apiVersion: v2, name: doctor, version: 1.0.0}\n"
_VALUES = 'replicas: 2\ntext: "017"\nports: {http: 8080}\n'
_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
data:
  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}
  policies: {{ .Capabilities.APIVersions.Has "policy/v1" | quote }}
  sum: {{ .Values | toJson | sha256sum | quote }}
  {{- .Values.ports | toYaml | nindent 2 }}
---
apiVersion: v1
kind: Service
metadata: {name: {{ .Chart.Name }}, annotations: {"helm.sh/hook": pre-install}}
"""


@contextmanager
def small_chart() -> Iterator[str]:
    """Its folder, a temporary one."""
    with TemporaryDirectory(prefix="policycheck-") as folder:
        os.mkdir(os.path.join(folder, "templates"))
        for name, text in (("Chart.yaml", _CHART), ("values.yaml", _VALUES), ("templates/doctor.yaml", _TEMPLATE)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        yield folder
