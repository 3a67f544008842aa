"""Small charts, one way each in which a rendered line or field hides where it comes from."""

from __future__ import annotations

from tests.renderers.sample_charts import Files, dependencies, meta, resource, subchart

HELPERS = """{{- define "demo.labels" -}}
app: {{ .Chart.Name }}
team: {{ .Values.team }}
{{- end }}
{{ define "demo.name" }}{{ default .Chart.Name .Values.fullnameOverride }}{{ end }}
"""
DB = {
    "values.yaml": "auth: {username: app}\nglobal: {registry: example.com}\nport: 5432\nenabled: true\n",
    "templates/db.yaml": resource(
        "ConfigMap",
        "{{ .Chart.Name }}-db",
        "data:\n  user: {{ .Values.auth.username }}\n"
        "  image: {{ .Values.global.registry }}/db\n  port: {{ .Values.port | quote }}\n",
    ),
}


def chart(body: str, values: str, **more: str) -> dict[str, str]:
    """A chart of one template, `templates/x.yaml`."""
    return {"Chart.yaml": meta("demo"), "values.yaml": values, "templates/x.yaml": body, **more}


PITFALLS: dict[str, Files] = {
    "range and with": chart(
        "{{- range $name, $port := .Values.ports }}\n---\n"
        + resource("Service", "{{ $name }}", "spec:\n  port: {{ $port }}\n")
        + "{{- end }}\n---\n"
        + resource("Service", "one", "spec:\n  {{- with .Values.selector }}\n  selector:\n    app: {{ .app }}\n")
        + "  {{- else }}\n  type: ExternalName\n  {{- end }}\n",
        "ports: {web: 80, metrics: 9090}\nselector: {app: web}\n",
    ),
    "include and toYaml": {
        **chart(
            resource(
                "Deployment",
                '{{ include "demo.name" . }}',
                '  labels:\n    {{- include "demo.labels" . | nindent 4 }}\n'
                "spec:\n  resources: {{- toYaml .Values.resources | nindent 4 }}\n"
                "  args:\n    {{- range .Values.args }}\n    - {{ . | quote }}\n    {{- end }}\n",
            ),
            'team: shop\nfullnameOverride: ""\n'
            "resources: {limits: {memory: 64Mi}, requests: {cpu: 10m}}\nargs: [-x, -y]\n",
        ),
        "templates/_helpers.tpl": HELPERS,
    },
    "tpl": chart(
        resource(
            "ConfigMap",
            "x",
            'data:\n  text: {{ tpl .Values.text . }}\n  file: |\n    {{- tpl (.Files.Get "f.txt") . | nindent 4 }}\n',
        ),
        'text: "{{ .Release.Name }}-{{ .Values.suffix }}"\nsuffix: blue\n',
        **{"f.txt": "line {{ .Values.suffix }}\nand {{ .Release.Name }}\n"},
    ),
    "comments": chart(
        "{{/* a comment with }} in it\n   over two lines, don't mind */}}\n"
        + resource("ConfigMap", "x", "  # of YAML\ndata:\n  {{- /* one */}}\n  a: b # behind\n  c: '#{{/* x */}}'\n"),
        "{}\n",
    ),
    "multi-line actions": chart(
        resource(
            "ConfigMap",
            "x",
            'data:\n  a: {{ printf "%s}}%s"\n       .Values.one\n       `raw }} text\n` | trim | quote\n     }}\n'
            "  b: {{ .Values.one }}\n  {{- if and\n      .Values.one\n      .Values.two }}\n  c: d\n  {{- end }}\n",
        ),
        "one: eins\ntwo: zwei\n",
    ),
    "trimming": chart(
        resource(
            "ConfigMap",
            "x",
            'data:\n  a: {{ .Values.one -}}\n  {{ "" }}\n  b: {{ "x" }}\n'
            "  {{- if .Values.two }} # why\n  c: d\n  {{- end }}\n"
            "\n\n  {{ if .Values.one -}}\n  e: f\n  {{- end }}\n  {{- $x := 1 }}\n  g: {{ $x }}   \n",
        ).replace('a: {{ .Values.one -}}\n  {{ "" }}\n', 'a: "{{ .Values.one -}}\n  "\n'),
        "one: eins\ntwo: true\n",
    ),
    "a whole template that trims": {
        **chart('{{- include "demo.all" . -}}\n', "one: eins\n"),
        "templates/_all.tpl": '{{ define "demo.all" }}\n'
        + resource("Secret", "x", "data:\n  a: {{ .Values.one }}\n")
        + "{{ end }}",
    },
    "conditionals": chart(
        "{{ if .Values.enabled }}\n"
        + resource("Service", "x", "spec:\n  type: {{ .Values.type }}\n")
        + '  {{- if eq .Values.type "NodePort" }}\n  nodePort: 30080\n'
        "  {{- else if .Values.ip }}\n  clusterIP: None\n  {{- end }}\n"
        + '  mode: {{ ternary "a" "b" (eq .Values.mode "fast") }}\n{{ end }}\n',
        "enabled: true\ntype: ClusterIP\nip: true\nmode: slow\n",
    ),
    "subchart, alias and global": {
        "Chart.yaml": dependencies(
            "name: db, version: 1.0.0, alias: postgresql", "name: db, version: 1.0.0, condition: db.enabled"
        ),
        "values.yaml": "postgresql:\n  auth:\n    username: shop\nglobal: {}\n",
        "templates/x.yaml": resource("ConfigMap", "x", "data:\n  user: {{ .Values.postgresql.auth.username }}\n"),
        **subchart("db", DB, folder="some-db"),
    },
    "names that rename everything": chart(
        resource(
            "Deployment",
            "{{ .Values.name }}",
            "spec:\n  containers:\n  - name: {{ .Values.name }}\n    image: {{ .Values.image }}\n",
        )
        + "---\n"
        + resource("Service", "{{ .Values.name }}", "spec:\n  port: {{ .Values.port }}\n"),
        "name: web\nimage: nginx:1\nport: 80\n",
    ),
    "values that bind": chart(
        '{{- if not (semverCompare ">=1.0.0" .Values.version) }}{{ fail "too old" }}{{ end }}\n'
        '{{- if not (has .Values.mode (list "a" "b")) }}{{ fail "no such mode" }}{{ end }}\n'
        '{{- if .Values.broken }}{{ required "host" .Values.host }}{{ end }}\n'
        + resource(
            "ConfigMap",
            "x",
            "data:\n  version: v{{ .Values.version }}\n  mode: {{ .Values.mode }}\n"
            "  flag: {{ .Values.flag }}\n  text: {{ .Values.text }}\n",
        ),
        "version: 1.2.3\nmode: a\nbroken: false\nhost: ''\nflag: true\ntext: hello\n",
    ),
    "chance": chart(
        resource(
            "Secret",
            "x",
            "stringData:\n  a: {{ randAlphaNum 12 | quote }}\n"
            "  b: {{ .Values.b }}-{{ randAlphaNum 4 }}\n  c: {{ .Values.b }}\n",
        ),
        "b: word\n",
    ),
    "notes and a checksum": chart(
        resource(
            "Deployment",
            "x",
            "  annotations:\n"
            '    checksum: {{ include (print $.Template.BasePath "/y.yaml") . | sha256sum }}\nspec:\n  a: 1\n',
        ),
        "a: b\n",
    )
    | {
        "templates/NOTES.txt": "Hello\n{{ .Values.a }}\n",
        "templates/y.yaml": resource("ConfigMap", "y", "data:\n  a: {{ .Values.a }}\n"),
    },
    "a switch and a value": chart(
        resource(
            "ConfigMap",
            "x",
            'data:\n  a: {{ .Values.name | default (ternary "left" "right" .Values.enabled) }}\n'
            "  b: {{ if and .Values.one .Values.two }}both{{ else }}other{{ end }}\n"
            "  {{- if .Values.host }}\n  c: d\n  {{- end }}\n"
            '  webhookName: {{ .Values.webhook.name | default .Values.fullname | default "x" }}\n',
        ),
        "host: h\nfullname: ''\nwebhook: {name: ''}\nenabled: true\nname: ''\none: false\ntwo: false\n",
    ),
    "a loop that counts": chart(
        "{{- range $i := until (int .Values.count) }}\n---\n"
        + resource("ConfigMap", "x{{ $i }}", "data:\n  count: '{{ $.Values.count }}'\n  port: '{{ $.Values.port }}'\n")
        + "{{- end }}\n",
        "count: 2\nport: '80'\n",
    ),
    "windows line ends": chart(
        resource(
            "ConfigMap", "x", "data:\n  {{- if .Values.a }}\n  a: {{ .Values.a }}\n  {{- end }}\n  c: d\n"
        ).replace("\n", "\r\n"),
        "a: b\r\n",
    ),
    "scalars over several lines": chart(
        resource(
            "ConfigMap",
            "x",
            'data:\n  plain: this goes\n    on and on\n  double: "a\n    b"\n  folded: >-\n'
            "    x\n    y {{ .Values.a }}\n  block: |\n    p\n      q\n",
        ),
        "a: b\n",
    ),
    "no line end at the end": chart(resource("ConfigMap", "x", "data:\n  a: {{ .Values.a }}"), "a: b\n"),
    "json": chart(
        '{"apiVersion": "v1",\n "kind": "ConfigMap",\n "metadata": {"name": "x"},\n'
        ' "data": {"a": {{ .Values.a | quote }} }\n}\n',
        "a: b\n",
    ),
}
