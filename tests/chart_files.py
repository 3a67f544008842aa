"""Charts with a password wherever a policy of charts could quote one, and much that is wrong; by file."""

from __future__ import annotations

PASSWORD = "canary-9f86d081"  # noqa: S105 - a fake one

_LABELS = f"""\
helm.sh/chart: {{{{ .Chart.Name }}}}
app.kubernetes.io/name: {{{{ .Chart.Name }}}}
app.kubernetes.io/instance: {{{{ .Release.Name }}}}
app.kubernetes.io/managed-by: {{{{ .Release.Service }}}}
example.com/token: {PASSWORD}
example.com/key: {{{{ .Values.key | default "{PASSWORD}" | quote }}}}
"""

_DEPLOYMENT = f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          image: "user:{PASSWORD}@registry.example.com/web:{PASSWORD}"
          args: [--password={PASSWORD}, {{{{ .Values.key | default "{PASSWORD}" }}}}]
          env: [{{name: PASSWORD, value: {PASSWORD}}}]
          resources:
            limits:
              cpu: {PASSWORD}
          # {{{{ .Values.absent.password }}}}
          # {{{{ include "nowhere" (dict "password" "{PASSWORD}") }}}} {{{{ include "lib.labels" "{PASSWORD}" }}}}
          # {{{{ include "other.labels" . }}}}
"""

_SERVICE = f"""\
apiVersion: v1
kind: Service
metadata:
  name: {{{{ include "CHART.fullname" . }}}}
  labels:
    {{{{- include "CHART.labels" . | nindent 4 }}}}
  annotations:
    example.com/token: {PASSWORD}
    prometheus.io/scrape: "true"
    prometheus.io/port: {{{{ .Values.metrics.port | quote }}}}
    prometheus.io/path: /metrics
spec:
  type: {{{{ .Values.service.type }}}}
  sessionAffinity: {{{{ .Values.service.affinity }}}}
  ports:
    - name: grpc
      port: {{{{ .Values.service.port }}}}
      targetPort: grpc
      appProtocol: kubernetes.io/h2c
  selector:
    {{{{- include "CHART.selectorLabels" . | nindent 4 }}}}
"""
_EDITED = f"  loadBalancerClass: {PASSWORD}\n  ports:"


def _chart(name: str, *lines: str) -> str:
    return "\n".join((f"name: {name}", "version: 1.0.0", f"description: {PASSWORD}", *lines)) + "\n"


def _dependency(name: str, version: str, repository: str) -> str:
    return f'- {{name: {name}, version: "{version}", repository: "{repository}"}}'


_OF_ORDERS = (
    _dependency("lib", ">=1", f"http://user:{PASSWORD}@charts.example.com"),
    _dependency("cache", "~2.0.0", f"file://../{PASSWORD}"),
    _dependency("queue", "3.0.0", f"https://user:{PASSWORD}@charts.example.com"),
    _dependency("gone", "3.0.0", ""),
    _dependency("unused", "~1.0.0", f"https://user:{PASSWORD}@charts.example.com"),
)
_LIBRARY = {
    "Chart.yaml": _chart("lib", "apiVersion: v2", "type: library"),
    "templates/_labels.tpl": f'{{{{ define "lib.labels" }}}}\n{_LABELS}{{{{ end }}}}\n{PASSWORD}\n',
    "templates/loose.yaml": f"password: {PASSWORD}\n",
    "values.yaml": f"password: {PASSWORD}\n",
}
_ORDERS = {
    "Chart.yaml": _chart("orders", "apiVersion: v2", f"type: {PASSWORD}", "dependencies:", *_OF_ORDERS),
    "Chart.lock": "\n".join(
        (f"digest: {PASSWORD}", f"generated: {PASSWORD}", "dependencies:", _OF_ORDERS[2].replace("3.0.0", "4.0.0"))
    ),
    "values.yaml": f"db: {{password: {PASSWORD}}}\nkey: {PASSWORD}\n",
    "templates/_helpers.tpl": f'{{{{ define "orders.labels" }}}}\n{_LABELS}{{{{ end }}}}\n'
    f'{{{{ define "labels" }}}}{PASSWORD}{{{{ end }}}}\n',
    "templates/_more.tpl": f'{{{{ define "labels" }}}}{PASSWORD}{{{{ end }}}}\n'
    f'{{{{ define "lib.labels" }}}}{PASSWORD}{{{{ end }}}}\n',
    "templates/deployment.yaml": _DEPLOYMENT,
    "templates/service.yaml": _SERVICE.replace("CHART", "orders"),
    "templates/broken.yaml": f'password: {PASSWORD} {{{{ if eq "{PASSWORD}" }}}}{{{{ "{PASSWORD} }}}}\n',
    "templates/unclosed.yaml": f'password: {{{{ if eq .Values.key "{PASSWORD}" }}}}\n',
    **{f"charts/lib/{file}": text for file, text in _LIBRARY.items()},
    "charts/queue/Chart.yaml": _chart("queue", "apiVersion: v2"),
    "charts/unused/Chart.yaml": _chart("unused", "apiVersion: v2", "type: library"),
    "charts/unused/templates/_labels.tpl": f'{{{{ define "unused.labels" }}}}{PASSWORD}{{{{ end }}}}\n',
    "charts/other/Chart.yaml": _chart("other", "apiVersion: v2", "type: library"),
    "charts/other/templates/_labels.tpl": f'{{{{ define "other.labels" }}}}{PASSWORD}\n'
    "spec:\n  replicas: 7\n{{ end }}\n",
}
_BILLING = {
    "Chart.yaml": _chart("billing", "apiVersion: v1", "type: application"),
    "values.yaml": f"key: {PASSWORD}\n",
    "templates/_helpers.tpl": f'{{{{ define "billing.labels" }}}}\n{_LABELS}{{{{ end }}}}\n',
    "templates/deployment.yaml": _DEPLOYMENT,
    "templates/service.yaml": _SERVICE.replace("CHART", "billing").replace("  ports:", _EDITED),
}
_UMBRELLA = {
    "Chart.yaml": _chart(
        "umbrella",
        "apiVersion: v2",
        "dependencies:",
        _dependency("lib", "~9.0.0", f"https://user:{PASSWORD}@charts.example.com"),
        _dependency("billing", "~1.0.0", ""),
    ),
    "charts/lib/Chart.yaml": _chart("lib", "apiVersion: v2", "type: library").replace("1.0.0", "9.0.0"),
    "charts/lib/templates/_labels.tpl": f'{{{{ define "lib.labels" }}}}{PASSWORD}{{{{ end }}}}\n',
    **{f"charts/billing/{file}": text for file, text in _BILLING.items()},
}

CHARTS = ("lib", "orders", "umbrella", "umbrella/charts/billing")
FILES = {
    f"{folder}/{file}": text
    for folder, files in (("lib", _LIBRARY), ("orders", _ORDERS), ("umbrella", _UMBRELLA))
    for file, text in files.items()
}
"""Path below a folder -> text: an umbrella, two charts that copy each other, and their library."""
