"""Manifests as charts render them, with every kind and much that is wrong, and ways to change manifests."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from functools import cache

from policycheck.exact_yaml.reader import read
from policycheck.model import Path, Value

RENDER = """\
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
  namespace: shop
  labels: {app.kubernetes.io/name: orders, helm.sh/chart: shop-1.4.0}
  annotations: {example.com/owner: checkout, deployment.kubernetes.io/revision: "3"}
spec:
  replicas: 3
  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 25%, maxSurge: 1}}
  selector: {matchLabels: {app.kubernetes.io/name: orders}}
  template:
    metadata:
      labels: {app.kubernetes.io/name: orders}
      annotations: {prometheus.io/scrape: true, checksum/config: 59e489acda76c1b7}
    spec:
      serviceAccountName: orders
      initContainers:
        - {name: migrate, image: "example/orders:2", command: [migrate, --password=swordfish, up]}
      containers:
        - name: orders
          image: example/orders:2
          args: [--listen, ":8080", --db-password, swordfish]
          env:
            - {name: DB_HOST, value: db.example.com}
            - {name: DB_PASSWORD, value: swordfish}
            - {name: DATABASE_URL, value: "postgres://orders@db/orders"}
            - {name: API_TOKEN, valueFrom: {secretKeyRef: {name: orders, key: token}}}
          envFrom: [{prefix: APP_, configMapRef: {name: orders}}, {secretRef: {name: orders}}]
          ports: [{name: http, containerPort: 8080, protocol: TCP}, {name: metrics, containerPort: 9090}]
          livenessProbe: {httpGet: {path: /healthz, port: http, httpHeaders: [{name: X-Probe, value: live}]}}
          resources: {requests: {cpu: 100m, memory: 64Mi}}
          volumeMounts: [{name: config, mountPath: /etc/orders}]
        - name: proxy
          image: example/proxy:1
          ports: [{containerPort: 9901}]
          livenessProbe: {tcpSocket: {port: 9901}}
      volumes: [{name: config, configMap: {name: orders}}, {name: tls, secret: {secretName: orders-tls}}]
---
# Source: shop/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: orders, labels: {app.kubernetes.io/name: orders}}
spec:
  type: ClusterIP
  selector: {app.kubernetes.io/name: orders}
  ports: [{name: http, port: 80, targetPort: http}, {name: http-metrics, port: 9090, targetPort: metrics}]
---
# Source: shop/templates/pdb.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders, namespace: other}
spec: {maxUnavailable: 1, selector: {matchLabels: {app.kubernetes.io/name: orders}}}
---
# Source: shop/templates/hpa.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
---
# Source: shop/templates/monitor.yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: orders}
spec:
  namespaceSelector: {matchNames: [shop]}
  selector: {matchLabels: {app.kubernetes.io/name: orders}}
  endpoints:
    - {port: metrics, interval: 30s, bearerTokenSecret: {name: orders, key: token}}
    - {targetPort: admin, basicAuth: {password: {name: orders, key: password}}}
    - {port: http, relabelings: [{sourceLabels: [__meta_a], targetLabel: a, regex: "(.+)"}]}
    - {path: /metrics}
---
# Source: shop/templates/monitor.yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: everything}
spec: {selector: {}, endpoints: []}
---
# Source: shop/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: orders, labels: {release: 1.10}}
data:
  CURRENCY: EUR
  GIFT_WRAP: y
  ADMIN_PASSWORD: swordfish
  orders.yaml: |
    db: {host: db, password: swordfish}
---
# Source: shop/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata: {name: orders}
type: Opaque
data: {token: c3dvcmRmaXNo, config.json: eyJhIjogInN3b3JkZmlzaCJ9}
stringData: {password: swordfish, pin: 1234, name: swordfish, nested: {deep: swordfish}}
---
# Source: shop/templates/cronjob.yaml
apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: 15 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: example/orders:2
              env: [{name: SMTP_PASS, value: swordfish}]
              resources: {limits: {memory: 64Mi}}
---
# Source: shop/templates/limits.yaml
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: other}
spec: {limits: [{type: Container, default: {memory: 512Mi}, defaultRequest: {memory: 64Mi}}]}
---
# Source: shop/templates/ingress.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: orders, annotations: {nginx.ingress.kubernetes.io/auth-secret: basic, session-token: swordfish}}
spec:
  rules:
    - host: orders.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: orders, port: {name: http}}}}]}
---
# Source: shop/templates/external.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: orders}
spec: {data: [{secretKey: password, remoteRef: {key: shop/orders, property: password}}]}
---
# Source: shop/templates/malformed.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: malformed}
spec:
  replicas: two
  revisionHistoryLimit: "5"
  template:
    metadata: {labels: {app: 7}}
    spec:
      terminationGracePeriodSeconds: 30s
      containers:
        - name: malformed
          image: example/db:1
          env: [{name: DB_PASSWORD, value: 1234}, {name: PORT, value: 8080}]
          ports: [{name: Not A Port, containerPort: http}]
          resources: {limits: {memory: 512mb}}
---
# Source: shop/templates/malformed.yaml
apiVersion: v1
kind: Service
metadata: {name: malformed, namespace: elsewhere}
spec: {selector: {app: [7]}, ports: [{port: "80", targetPort: Not A Port}]}
---
# Source: shop/templates/malformed.yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: malformed}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: orders}}
  endpoints: [{port: {number: 9090}}, {port: [metrics]}, {targetPort: {name: metrics}}]
---
# Source: shop/templates/ledger.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ledger}
spec:
  replicas: 3
  serviceName: ledger
  selector: {matchLabels: {app: ledger}}
  template:
    metadata: {labels: {app: ledger}}
    spec: {containers: [{name: ledger, image: "example/ledger:2"}]}
---
# Source: shop/templates/ledger.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ledger}
spec: {minAvailable: 2, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: ledger}}}
---
# Source: shop/templates/ledger.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ledger}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: ledger}
  minReplicas: 3
  maxReplicas: 9
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: debug, annotations: {helm.sh/hook: test}}
    spec: {containers: [{name: debug, image: "example/debug:1", env: [{name: TOKEN, value: swordfish}]}]}
"""


@cache
def documents(render: str = RENDER) -> tuple[Value, ...]:
    """The bodies of a render's documents. Not to be changed."""
    return tuple(read(text).body for text in render.split("\n---\n"))


def positions(value: Value, path: Path = ()) -> Iterator[Path]:
    """Every place below a value, parents first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in inner:
        yield (*path, part)
        yield from positions(child, (*path, part))


def with_value(body: Value, path: Path, value: Value) -> Value:
    """A copy in which something else stands at an existing place."""
    changed = copy.deepcopy(body)
    _parent(changed, path)[path[-1]] = value
    return changed


def with_key(body: Value, path: Path, key: str) -> Value:
    """A copy in which the key at the end of the path is another one."""
    changed = copy.deepcopy(body)
    parent = _parent(changed, path)
    entries = list(parent.items())
    parent.clear()
    parent.update((key if name == path[-1] else name, value) for name, value in entries)
    return changed


def _parent(body: Value, path: Path) -> dict[Value, Value]:
    """A list is written to as a mapping is."""
    found = body
    for part in path[:-1]:
        found = found[part]  # type: ignore[index]  # the path exists
    return found  # type: ignore[return-value]


def as_stream(bodies: Iterable[Value]) -> str:
    """Documents of a stream, in JSON, which is YAML too."""
    return "\n---\n".join(json.dumps(body) for body in bodies)
