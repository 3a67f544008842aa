"""Manifests that policies on Prometheus, autoscalers, logs and configuration have something to say on."""

from __future__ import annotations

PRACTICES = r"""
# Source: shop/templates/mails.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: mails-worker, namespace: shop, annotations: {prometheus.io/scrape: "true"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: mails, app.kubernetes.io/component: worker}}
  template:
    metadata:
      labels: {app: mails, app.kubernetes.io/component: worker, app.kubernetes.io/name: mails, a.b: x, a-b: y}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9999"
        prometheus.io/path: /users/123
        prometheus.io/scheme: ftp
    spec:
      containers:
        - name: mails
          image: example/mails:latest
          command: [sh, -c, "/mails --serve"]
          env:
            - {name: LOG_FORMAT, value: plain}
            - {name: LOG_FILE, value: /var/log/mails/swordfish.log}
            - {name: AMQP_URL, value: amqp://mails@queue/mails}
            - {name: CURRENCY, value: CHF}
            - {name: REGION, valueFrom: {configMapKeyRef: {name: mails, key: REGION}}}
          envFrom: [{configMapRef: {name: mails}}]
          volumeMounts:
            - {name: logs, mountPath: /var/log/mails}
            - {name: node, mountPath: /node}
            - {name: config, mountPath: /etc/mails/mails.yaml, subPath: mails.yaml}
        - name: reader
          image: example/reader:1.2.3
          args: [--log-level=debug, --log-max-size=10, --log-format, text, --watch-config, --queue-password=swordfish]
          ports: [{name: metrics, containerPort: 9090}]
      volumes:
        - {name: logs, emptyDir: {}}
        - {name: node, hostPath: {path: /var/log/mails}}
        - {name: config, configMap: {name: mails}}
---
# Source: shop/templates/mails.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: mails, namespace: shop}
immutable: true
data:
  CURRENCY: EUR
  REGION: north
  mails.yaml: "log: {format: text, level: info, maxSize: 10}"
  rules.yaml: "groups: [{name: a, rules: [{record: 'a b', expr: 'sum by (pod) (x_ms)', labels: {user_id: x}}]}]"
  prometheus.yml: |
    scrape_configs:
      - {job_name: a, honor_labels: true, scrape_interval: 5s, scrape_timeout: 9s,
         static_configs: [{targets: [a], labels: {9a: x, userId: /users/123}}]}
---
# Source: shop/templates/mails.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: mails, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: mails-worker}
  minReplicas: 0
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 20}}}]
---
# Source: shop/templates/mails.yaml
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: mails, namespace: shop}
spec:
  scaleTargetRef: {name: mails-worker}
  minReplicaCount: 0
  idleReplicaCount: 0
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "20"}}]
---
# Source: shop/templates/mails.yaml
apiVersion: v1
kind: Service
metadata: {name: mails, namespace: shop, annotations: {prometheus.io/scrape: "yes"}, labels: {app: mails}}
spec:
  selector: {app: mails}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
# Source: queue/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: queue, namespace: shop}
spec: {selector: {app: queue}, ports: [{name: amqp, port: 5672}]}
---
# Source: shop/templates/parcels.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: parcels, namespace: shop}
spec:
  template:
    metadata: {labels: {app: parcels}}
    spec: {containers: [{name: parcels, image: "example/parcels:1", args: [--queue-url=amqp://a:swordfish@queue]}]}
---
# Source: shop/templates/parcels.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: parcels, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: parcels}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
---
# Source: shop/templates/monitors.yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: pushgateway, namespace: shop}
spec:
  selector: {matchLabels: {app: mails}}
  targetLabels: [1st]
  endpoints:
    - port: http
      interval: 5s
      scrapeTimeout: 9s
      path: /federate
      metricRelabelings:
        - {action: REPLACE, sourceLabels: [a], targetLabel: b}
        - {action: labeldrop, regex: le}
        - {targetLabel: __name__, replacement: "a:b"}
        - {targetLabel: user_id, replacement: /users/123}
        - {action: hashmod, sourceLabels: [a], targetLabel: c}
---
# Source: shop/templates/monitors.yaml
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: mails, namespace: shop}
spec:
  selector: {matchLabels: {app: mails}}
  podMetricsEndpoints:
    - {port: admin, honorLabels: true, interval: often}
    - {portNumber: 70000}
    - {port: metrics, relabelings: [{action: labelmap, regex: __meta_kubernetes_pod_label_(.+)}]}
    - {port: metrics, relabelings: [{targetLabel: host, replacement: a}, {targetLabel: podName, replacement: b}]}
---
# Source: shop/templates/monitors.yaml
apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: {name: outside, namespace: shop}
spec:
  targets: {staticConfig: {static: [a.example.com], labels: {9a: x, userId: /users/123}}}
---
# Source: shop/templates/rules.yaml
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: mails, namespace: shop}
spec:
  groups:
    - name: mails
      interval: often
      rules:
        - alert: Slow
          expr: sum by (pod) (rate(mails_ms[5m])) > 1
          for: long
          labels: {user_id: "{{ $labels.user }}", now: "{{ $value }}", __own: a, job: b, 9a: /users/123}
          annotations: {summary: "{{ swordfish", 9b: x}
        - {alert: Paths, expr: 'up{path="/users/123"} + up{path=~"/users/[0-9]+"} + delta(a_total[5m])'}
        - {alert: Broken, expr: 'up{token=~"(swordfish"}'}
        - {alert: Unquoted, expr: "up{token=swordfish}"}
        - {record: "mails ms", expr: sum by (user_id) (mails_ms), for: 5m, labels: {a: "{{ x }}"}}
        - {record: a, alert: b}
---
# Source: shop/templates/rules.yaml
groups:
  - {name: a, rules: [{alert: A, expr: up, runbook: swordfish}]}
  - {name: a, colour: swordfish, rules: [{record: job:a:sum, expr: sum by (host) (a)}]}
"""
"""With what reads like a password wherever a policy could quote one."""
