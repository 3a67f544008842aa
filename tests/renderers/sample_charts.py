"""Charts that use what Helm can do, one subject each: their files by path, and the ways to render them."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

Files = Mapping[str, str]

KINDS = [
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "APIService",
    "Ingress",
    "IngressClass",
    "CronJob",
    "Job",
    "StatefulSet",
    "HorizontalPodAutoscaler",
    "Deployment",
    "ReplicaSet",
    "ReplicationController",
    "Pod",
    "DaemonSet",
    "Service",
    "RoleBindingList",
    "RoleBinding",
    "RoleList",
    "Role",
    "ClusterRoleBindingList",
    "ClusterRoleBinding",
    "ClusterRoleList",
    "ClusterRole",
    "CustomResourceDefinition",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "StorageClass",
    "ConfigMap",
    "SecretList",
    "Secret",
    "ServiceAccount",
    "PodDisruptionBudget",
    "PodSecurityPolicy",
    "LimitRange",
    "ResourceQuota",
    "NetworkPolicy",
    "Namespace",
    "PriorityClass",
    "ServiceMonitor",
    "Certificate",
    "apple",
    "Zebra",
    "List",
]
SEPARATORS = [
    "---\n",
    "--- \t\n",
    "---\n---\n",
    "\n\n---\n\n",
    "--- # why\n",
    "----\n",
    "---",
    " ---\n",
    "...\n---\n",
    "---\r\n",
]


class Variant(NamedTuple):
    """What is asked of a chart; `files` are values files by their names."""

    files: tuple[tuple[str, str], ...] = ()
    set_values: tuple[str, ...] = ()
    set_strings: tuple[str, ...] = ()
    kube_version: str = "1.33"
    api_versions: tuple[str, ...] = ()
    include_crds: bool = False
    is_upgrade: bool = False


class Sample(NamedTuple):
    files: Files
    variants: Mapping[str, Variant]
    newest_only: str = ""
    """Why Helm 3 renders this one otherwise."""


def resource(kind: str, name: str, more: str = "") -> str:
    return f"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{more}"


def meta(name: str, more: str = "", version: str = "1.0.0") -> str:
    return f"apiVersion: v2\nname: {name}\nversion: {version}\n{more}"


def values(text: str) -> Variant:
    return Variant(files=(("values.yaml", text),))


def sample(files: Files, *, newest_only: str = "", **variants: Variant) -> Sample:
    """A chart named `demo` unless its files hold a Chart.yaml; its own values are always a variant."""
    return Sample({"Chart.yaml": meta("demo"), **files}, {"defaults": Variant(), **variants}, newest_only)


def subchart(name: str, files: Files, folder: str = "") -> dict[str, str]:
    own = {"Chart.yaml": meta(name), **files}
    return {f"charts/{folder or name}/{path}": text for path, text in own.items()}


def printed(expression: str, name: str = "shown") -> str:
    """A ConfigMap that shows what an expression gives, on one line."""
    return resource("ConfigMap", name, f"data:\n  shown: {{{{ {expression} | toJson | quote }}}}\n")


def dependencies(*entries: str) -> str:
    return meta("demo", "dependencies:\n" + "".join(f"- {{{entry}}}\n" for entry in entries))


WEB = {
    "values.yaml": "replicas: 2\nimage: {tag: stable}\n",
    "templates/web.yaml": resource(
        "Deployment", "{{ .Release.Name }}-{{ .Chart.Name }}", "spec: {{ toJson .Values }}\n"
    ),
}
DB = {
    "values.yaml": "port: 5432\nuser: {name: app, grants: [read]}\nexports: {shared: {db: here}}\n",
    "templates/db.yaml": printed("dict", "{{ .Chart.Name }}-db").replace("dict", ".Values"),
    "templates/NOTES.txt": "not shown {{ .Chart.Name }}\n",
}


def numbered_hooks() -> str:
    hooks = [
        "pre-install",
        "post-install,post-upgrade",
        " Test ",
        "test-success",
        "crd-install",
        "pre-rollback",
        "''",
        "5",
    ]
    return "---\n".join(
        resource("Job" if number % 2 else "Secret", f"hook-{number}", "").rstrip("\n")
        + f"\n  annotations:\n    helm.sh/hook: {hook}\n    helm.sh/hook-weight: '{-number}'\n"
        for number, hook in enumerate(hooks)
    )


def separated(seed: int) -> str:
    """Comments and resources between separators of every shape, in an order of the seed's."""
    choice = random.Random(seed)  # noqa: S311 - not for secrets
    pieces = [choice.choice(SEPARATORS) for _ in range(3)]
    bodies = [
        "# only a comment\n",
        "",
        "\n  \n",
        resource("ConfigMap", f"c{seed}"),
        resource("Secret", f"s{seed}", "\n\n"),
    ]
    return "".join(choice.choice(bodies) + piece for piece in pieces) + choice.choice(bodies)


def is_read_by_helm(text: str) -> bool:
    """Separators glued to the line above them make text that is no YAML: an error, which has tests of its own."""
    return not any(bad in text for bad in ("----", " ---", "---apiVersion", "---#", "...\n"))


def generated(seed: int) -> Files:
    """A chart of many templates and kinds with branches and loops on its values."""
    choice = random.Random(seed)  # noqa: S311 - idem
    templates = {}
    for number in range(choice.randint(3, 9)):
        kind, name = choice.choice(KINDS), f"r{number}"
        text = resource(
            kind, f'{{{{ include "demo.name" $ }}}}-{name}', "spec:\n  {{- toYaml $.Values.spec | nindent 2 }}\n"
        )
        wrapped = choice.choice(
            [
                text,
                f"{{{{- if .Values.enabled }}}}\n{text}{{{{- end }}}}\n",
                f"{{{{- range $i, $p := .Values.ports }}}}\n---\n{text}  port: {{{{ $p }}}}\n{{{{- end }}}}\n",
                f"# {name}\n{text}\n\n---\n{text}",
                f"{{{{- with .Values.none }}}}\n{text}{{{{- end }}}}\n\n",
            ]
        )
        templates[f"templates/{choice.choice(['', 'a/', 'z/b/'])}{name}.yaml"] = wrapped
    helpers = '{{- define "demo.name" -}}{{ .Release.Name | trunc 20 }}-{{ .Values.name }}{{- end -}}'
    own = "name: orders\nenabled: true\nports: [80, 443]\nnone: {}\n"
    own += "spec:\n  image: 'a:1'\n  args: [--x, \"ü\"]\n  big: 10000000\n"
    return {**templates, "templates/_helpers.tpl": helpers, "values.yaml": own}


def archive(name: str, files: Files) -> bytes:
    """A packaged chart, the same bytes every time."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as opened:
        for path, text in sorted({"Chart.yaml": meta(name), **files}.items()):
            entry = tarfile.TarInfo(f"{name}/{path}")
            entry.size = len(text.encode())
            opened.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(packed.getvalue(), mtime=0)


def write(files: Files, folder: Path) -> Path:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


SAMPLES: dict[str, Sample] = {
    "kinds in the order of installing": sample(
        {
            "templates/all.yaml": "---\n".join(resource(kind, f"k{i}") for i, kind in enumerate(KINDS)),
            "templates/again.yaml": "---\n".join(resource(kind, f"again{i}") for i, kind in enumerate(KINDS)),
        }
    ),
    "hooks": sample({"templates/hooks.yaml": numbered_hooks(), "templates/plain.yaml": resource("Job", "plain")}),
    "a hook that is null": sample(
        {"templates/hook.yaml": resource("Job", "j").rstrip() + "\n  annotations: {helm.sh/hook: }\n"}
    ),
    "separators": sample(
        {f"templates/s{seed}.yaml": text for seed in range(60) if is_read_by_helm(text := separated(seed))}
    ),
    "a separator in a block of text": sample(
        {
            "templates/t.yaml": resource("ConfigMap", "t", "data:\n  text: |\n    ---\n    a\n\n\n---\n")
            + resource("Secret", "s")
        }
    ),
    "comments and nothing else": sample(
        {
            "templates/c.yaml": "# a\n",
            "templates/e.yaml": "",
            "templates/w.yaml": " \n\t\n",
            "templates/d.yaml": "---\n---\n",
        }
    ),
    "nothing at all": sample({}),
    "windows line ends": sample(
        {"templates/w.yaml": (resource("Secret", "w") + "---\n" + resource("ConfigMap", "v")).replace("\n", "\r\n")}
    ),
    "no line end at the end": sample({"templates/a.yaml": resource("Secret", "a").rstrip(), "templates/b.yaml": "# b"}),
    "other names of files": sample(
        {
            "templates/a.json": '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "json"}}',
            "templates/b.txt": resource("Secret", "txt"),
            "templates/_hidden.yaml": "not shown",
            "templates/deep/er/x.yml": resource("Secret", "deep"),
            "templates/deep/_x.tpl": '{{ define "x" }}{{ end }}',
            "templates/MY-NOTES.txt": "not shown either",
        }
    ),
    "crds": sample(
        {
            "crds/b.yaml": resource("CustomResourceDefinition", "b"),
            "crds/a.yaml": "---\n" + resource("CustomResourceDefinition", "a") + "---\n" + resource("Other", "c"),
            **subchart("sub", {"crds/sub.yaml": resource("CustomResourceDefinition", "s"), **WEB}),
            "templates/x.yaml": resource("Widget", "w"),
        },
        crds=Variant(include_crds=True),
    ),
    "conditions and tags": sample(
        {
            "Chart.yaml": dependencies(
                "name: web, version: 1.0.0, condition: 'web.enabled,global.web'",
                "name: db, version: '>=1.0', condition: db.enabled, tags: [back]",
            ),
            "values.yaml": "tags: {back: false}\nweb: {enabled: true}\n",
            **subchart("web", WEB),
            **subchart("db", DB),
        },
        tagged=values("tags: {back: true}\n"),
        condition=values("db: {enabled: true}\nweb: {enabled: false}\n"),
        by_set=Variant(set_values=("tags.back=true,web.enabled=false",)),
        whole=Variant(set_values=("db.port=5", "web.replicas=10000000", r"db.ä😀\.\"{{.n=7")),
        no_boolean=values("db: {enabled: 'yes'}\n"),
    ),
    "aliases": sample(
        {
            "Chart.yaml": dependencies(
                "name: web, version: 1.0.0, alias: front",
                "name: web, version: 1.x.x, alias: back",
                "name: web, version: '*'",
            ),
            "values.yaml": "front: {replicas: 3}\nback: {image: {tag: old}}\n",
            **subchart("web", WEB, folder="some-folder"),
        },
        one=values("front: {replicas: 7}\nweb: {extra: [1]}\n"),
        whole=Variant(set_values=("front.replicas=9", "back.list={1,2}")),
    ),
    "import-values": sample(
        {
            "Chart.yaml": dependencies(
                "name: db, version: 1.0.0, import-values: [shared, {child: user, parent: account}]"
            ),
            "templates/x.yaml": printed(".Values"),
            **subchart("db", DB),
        },
        changed=values("db: {user: {name: root}}\naccount: {name: mine}\n"),
        by_string=Variant(set_strings=("db.user.name=1000000",)),
    ),
    "globals": sample(
        {
            "values.yaml": "global: {registry: example.com, deep: {a: 1}}\nweb: {global: {own: x, deep: {b: 2}}}\n",
            "templates/x.yaml": printed(".Values"),
            **subchart("web", {**WEB, **subchart("db", DB)}),
        },
        file=values("global: {registry: other}\nweb: {db: {port: 1}}\n"),
        whole=Variant(set_values=("global.n=10000000,global.deep.a=5,web.db.global.z=7", "global.l={1,x}")),
        nothing=values("global:\n"),
    ),
    "a library and its user": sample(
        {
            "Chart.yaml": dependencies("name: lib, version: 1.0.0"),
            "templates/x.yaml": '{{ include "lib.map" (dict "root" . "name" "x") }}\n',
            **subchart(
                "lib",
                {
                    "Chart.yaml": meta("lib", "type: library\n"),
                    "values.yaml": "size: 3\n",
                    "templates/_map.tpl": '{{ define "lib.map" }}'
                    + resource("ConfigMap", "{{ .name }}", "data: {size: '{{ .root.Values.lib.size }}'}")
                    + "{{ end }}",
                    "templates/not-rendered.yaml": "x",
                },
            ),
        }
    ),
    "the last definition counts": sample(
        {
            "templates/_a.tpl": '{{ define "n" }}mine{{ end }}',
            "templates/x.yaml": resource("Secret", '{{ include "n" . }}'),
            **subchart("web", {"templates/_a.tpl": '{{ define "n" }}theirs{{ end }}', **WEB}),
        }
    ),
    "nulls take values away": sample(
        {
            "values.yaml": "a: {b: 1, c: 2}\nl: [1]\nweb: {image: null}\n",
            "templates/x.yaml": printed(".Values"),
            **subchart("web", WEB),
        },
        newest_only="Helm 3 takes a parent's null for a subchart's mapping away, Helm 4 does not",
        file=values("a: {b: null}\nl:\nweb: {replicas: ~, image: {tag: null}}\n"),
        whole_map=values("a: null\n"),
        by_set=Variant(set_values=("a.b=null,web.replicas=null",)),
    ),
    "values as yaml 1.1": sample(
        {
            "values.yaml": "y: 1\non: off\noctal: 0644\nnew: 0o14\nsep: 1_000\nexp: 1e3\nhalf: .5\nday: 2026-01-02\n"
            "sexa: 1:30\nbig: 10000000\nhuge: 12345678901234567890\nodd: 9007199254740993\nneg: -0.0\n5: five\n1.5: x\n"
            "text: '07'\n",
            "templates/x.yaml": printed(".Values")
            + "plain: {{ .Values.big }} {{ .Values.half }} {{ kindOf .Values.octal }}\n",
        },
        file=values("odd: 1e22\nsmall: 1e-7\n? 07\n: x\ninf: '.inf'\n"),
    ),
    "merge keys, anchors and doubled keys": sample(
        {
            "values.yaml": "base: &base {a: 1, b: 2}\nuser:\n  <<: *base\n  b: 3\ntwice: 1\ntwice: 2\n",
            "templates/x.yaml": printed(".Values"),
        }
    ),
    "several values files": sample(
        {"values.yaml": "a: {x: 1, y: [1, 2]}\n", "templates/x.yaml": printed(".Values")},
        merged=Variant(files=(("a.yaml", "a: {y: [3], z: {q: 1}}\n"), ("b.yaml", "a: {z: {r: 2}, x: null}\n"))),
        empty=Variant(files=(("a.yaml", "# nothing\n"), ("b.yaml", "\n"))),
        comma=Variant(files=(('with, comma "and" quote.yaml', "a: {x: here}\n"), ("ünï cödé.yaml", "b: ä\n"))),
    ),
    "several documents of values": sample(
        {"templates/x.yaml": printed(".Values")},
        newest_only="Helm 3 takes the first document of a values file, Helm 4 merges all",
        documents=values("a: {x: 1}\n---\na: {y: 2}\n--- # c\nb: 3\n---\n"),
    ),
    "what --set can say": sample(
        {"values.yaml": "l: [{n: 1}, {n: 2}]\nm: {k: v}\n", "templates/x.yaml": printed(".Values")},
        typed=Variant(set_values=("a=1,b=true,c=null,d=007,e=,f=1.5,g=-3,h=TRUE,i=0", "j=10000000")),
        keys=Variant(set_values=(r"m.a\.b=1", r"m.c\,d=x\,y", "n.k.deep=1", "x=a=b")),
        lists=Variant(
            files=(("l.yaml", "l: [{n: 1}, {n: 2}]\n"),),
            set_values=("l[1].n=5", "p[2]=x", "q={a,2,null}", "r[0][1]=3", "s={}", "t={a},u=1"),
        ),
        strings=Variant(set_values=("a=1",), set_strings=("b=1,c=null,d=true", "e[0]=5")),
    ),
    "whole numbers stay whole": sample(
        {
            "templates/x.yaml": '# {{ printf "%d %T" .Values.many .Values.many }} {{ .Values.big }}\n'
            "# {{ range .Values.l }}{{ kindOf . }} {{ end }}\n# {{ range .Values.global }}{{ kindOf . }} {{ end }}\n"
            "# {{ range (.Values.m).l }}{{ kindOf . }} {{ if kindIs `map` . }}{{ kindOf .n }}{{ end }}{{ end }}\n"
            "# {{ add .Values.many 1 }} {{ eq (int .Values.many) 3 }} {{ mul .Values.big 2 }}\n"
            "# {{ typeOf .Values.global.g }}\n",
            "values.yaml": "many: 1\nbig: 1\nl: [1, 2]\nglobal: {g: 1}\n",
            **subchart("web", {"templates/x.yaml": "# {{ kindOf .Values.global.g }} {{ kindOf .Values.r }}\n"}),
            "charts/web/values.yaml": "r: 1\n",
        },
        nested=Variant(set_values=("l[0][1]=5,l[0][0]=x", "m.l[0].n=6,m.l[2]=7", "web.global.x=3", "global.l={1,a}")),
        whole=Variant(
            set_values=("many=3", "big=10000000", "l={1,7}", "global.g=4", "web.r=5", "low=-9223372036854775808")
        ),
    ),
    "capabilities": sample(
        {
            "Chart.yaml": meta("demo", 'kubeVersion: ">=1.22.0-0 <2 || 99.x"\n'),
            "templates/x.yaml": "# {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion.Major }}."
            '{{ .Capabilities.KubeVersion.Minor }} {{ semverCompare ">=1.29-0" .Capabilities.KubeVersion.Version }}\n'
            '# {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}\n'
            '# {{ .Capabilities.APIVersions.Has "apps/v1" }}\n'
            '# {{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}\n',
        },
        old=Variant(kube_version="1.24.3"),
        new=Variant(kube_version="v1.36", api_versions=("monitoring.coreos.com/v1", "policy/v1/PodDisruptionBudget")),
    ),
    "what only the newest helm knows": sample(
        {"templates/x.yaml": '# {{ .Capabilities.APIVersions.Has "storagemigration.k8s.io/v1" }}\n'},
        newest_only="the APIs that Kubernetes has had since that Helm",
    ),
    "tpl and include": sample(
        {
            "values.yaml": "name: '{{ .Release.Name }}-{{ include \"h\" . }}'\nlist: ['{{ .Values.name }}']\n",
            "templates/_h.tpl": '{{ define "h" }}h{{ .Chart.Version }}{{ end }}',
            "templates/x.yaml": resource("Secret", "{{ tpl .Values.name . }}")
            + "# {{ range .Values.list }}{{ tpl (tpl . $) $ }}{{ end }} {{ required `x` .Values.name | sha256sum }}\n",
        }
    ),
    "lookup finds nothing": sample(
        {
            "templates/x.yaml": printed('lookup "v1" "Secret" "ns" "x"')
            + '# {{ (lookup "v1" "Pod" "" "").items | default list | len }}\n'
        }
    ),
    "files of the chart": sample(
        {
            ".helmignore": "*.secret\nignored/\n",
            "files/a.conf": "a = 1\n# ü\n",
            "files/b.conf": "b",
            "files/c.secret": "no",
            "ignored/x.conf": "no",
            "templates/x.yaml": "data:\n{{ (.Files.Glob `files/*`).AsConfig | indent 2 }}\n"
            "{{ (.Files.Glob `**.conf`).AsSecrets | indent 2 }}\n"
            "# {{ .Files.Get `files/b.conf` }}{{ .Files.Get `nope` }}\n"
            "lines: {{ .Files.Lines `files/a.conf` | toJson }}\n",
        }
    ),
    "the release and the chart": sample(
        {
            "Chart.yaml": meta(
                "demo", "appVersion: 1.10\nannotations: {a: b}\nkeywords: [k]\nicon: x\n", "2.0.0-rc.1+b.5"
            ),
            "templates/x.yaml": printed(".Release")
            + "# {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion }} {{ .Chart.IsRoot }}\n"
            "# {{ .Chart.Annotations.a }}\n",
            "templates/t.yaml": "# {{ .Template.Name }} {{ .Template.BasePath }}\n"
            '# {{ include (print $.Template.BasePath "/x.yaml") . | sha256sum }}\n',
        },
        upgrade=Variant(is_upgrade=True),
    ),
    "one template changes what the next sees": sample(
        {
            "values.yaml": "seen: [a]\n",
            **{
                f"templates/{name}.yaml": "# {{ .Values.seen | join `,` }}\n"
                f"{{{{- $_ := set .Values `seen` (append .Values.seen `{name.replace('/', '-')}`) }}}}\n"
                for name in ("a", "b", "deep/c", "z/y/x")
            },
        }
    ),
    "heads that are hardly heads": sample(
        {
            "templates/a.yaml": "Kind: Secret\nMetadata: {Name: x, Annotations: {helm.sh/hook: pre-install}}\n",
            "templates/b.yaml": "kind: 5\nmetadata: {name: 7, annotations: {a: 5, b: true, c: 1.5}}\n",
            "templates/c.yaml": "kind:\nmetadata:\n",
            "templates/d.yaml": "kind: yes\nmetadata: {annotations: }\n",
            "templates/e.yaml": "just: a mapping\n",
        }
    ),
    "a chart of version v1": sample(
        {
            "Chart.yaml": "apiVersion: v1\nname: demo\nversion: 1.0.0\n",
            "requirements.yaml": "dependencies: [{name: web, version: 1.0.0, condition: web.enabled}]\n",
            **subchart("web", {**WEB, "Chart.yaml": "apiVersion: v1\nname: web\nversion: 1.0.0\n"}),
        },
        off=values("web: {enabled: false}\n"),
    ),
    "a schema that is kept": sample(
        {
            "values.schema.json": '{"properties": {"size": {"type": "integer"}, "s": {"enum": ["a"]}},'
            '"required": ["size"]}',
            "values.yaml": "size: 1\n",
            "templates/x.yaml": printed(".Values"),
        },
        by_set=Variant(set_values=("size=2", "s=a")),
    ),
    "words of the world": sample(
        {
            "values.yaml": 'a: "ä € 😀"\n',
            "templates/x.yaml": "# \u2003\n" + printed(".Values") + "# {{ .Values.a | upper | trunc 3 }}\n# \u3000\n",
            "templates/y.yaml": "\u00a0\n\u3000\n",
        }
    ),
    **{
        f"generated {seed}": sample(generated(seed), off=values("enabled: false\nports: []\nnone: {a: 1}\n"))
        for seed in range(8)
    },
}
