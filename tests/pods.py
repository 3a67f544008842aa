"""A workload that writes every field of a pod that policies read, as Kubernetes takes them, and what it needs."""

from __future__ import annotations

PODS = """\
# Source: shop/templates/payments.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: payments
  namespace: shop
  labels: {app.kubernetes.io/name: payments}
  annotations: {policycheck.dev/slow-start: 20s}
spec:
  replicas: 3
  progressDeadlineSeconds: 600
  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 25%, maxSurge: 1}}
  selector:
    matchLabels: {app: payments}
    matchExpressions: [{key: track, operator: NotIn, values: [canary]}]
  template:
    metadata:
      labels: {app: payments}
      annotations: {checksum/config: 59e489acda76c1b7}
    spec:
      restartPolicy: Always
      terminationGracePeriodSeconds: 60
      serviceAccountName: payments
      automountServiceAccountToken: true
      imagePullSecrets: [{name: registry}]
      nodeSelector: {kubernetes.io/os: linux}
      securityContext: {runAsNonRoot: true, fsGroup: 2000}
      resources: {requests: {cpu: "2", memory: 2Gi}, limits: {cpu: "4", memory: 2Gi}}
      initContainers:
        - name: migrate
          image: example/payments:2
          command: [migrate, up]
          env: [{name: STEP, value: up}]
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
        - name: proxy
          image: example/proxy:1
          restartPolicy: Always
          env: [{name: GOMEMLIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory}}}]
          ports: [{name: admin, containerPort: 9901}, {name: channel, containerPort: 50051}]
          readinessProbe: {exec: {command: [sh, -c, "proxy state | grep -q live"]}, timeoutSeconds: 5}
          livenessProbe: {tcpSocket: {port: 50051}, failureThreshold: 6, terminationGracePeriodSeconds: 30}
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
      containers:
        - name: payments
          image: example/payments:2
          command: [payments]
          args: [--listen, ":8080", --token, "$(API_TOKEN)"]
          workingDir: /srv
          env:
            - {name: LOG_LEVEL, value: info}
            - {name: GOMEMLIMIT, value: 460MiB}
            - {name: GOMAXPROCS, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "1"}}}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: API_TOKEN, valueFrom: {secretKeyRef: {name: payments, key: token}}}
            - {name: CURRENCY, valueFrom: {configMapKeyRef: {name: payments, key: CURRENCY, optional: true}}}
            - {name: DATABASE_URL, value: "postgres://payments:$(API_TOKEN)@db/payments"}
          envFrom: [{prefix: APP_, configMapRef: {name: payments}}, {secretRef: {name: payments, optional: false}}]
          ports:
            - {name: http, containerPort: 8080, protocol: TCP}
            - {name: metrics, containerPort: 9090}
          startupProbe:
            httpGet:
              path: /healthz
              port: http
              scheme: HTTP
              httpHeaders: [{name: X-Probe, value: start}, {name: Authorization, value: ""}]
            periodSeconds: 5
            failureThreshold: 30
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            initialDelaySeconds: 5
            timeoutSeconds: 2
            periodSeconds: 10
            successThreshold: 1
            failureThreshold: 6
            terminationGracePeriodSeconds: 30
          readinessProbe: {httpGet: {path: /healthz, port: 8080}}
          lifecycle:
            preStop: {sleep: {seconds: 5}}
            postStart: {exec: {command: [/payments, warm]}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          resources:
            requests: {cpu: 500m, memory: 512Mi, ephemeral-storage: 1Gi, hugepages-2Mi: 4Mi, example.com/gpu: 1}
            limits: {cpu: "1", memory: 512Mi, ephemeral-storage: 1Gi, hugepages-2Mi: 4Mi, example.com/gpu: 1}
          volumeMounts: [{name: config, mountPath: /etc/payments}, {name: scratch, mountPath: /tmp}]
        - name: ledger
          image: gcr.io/distroless/static:nonroot
          ports: [{name: grpc, containerPort: 9000}]
          env: [{name: GOMAXPROCS, value: "2"}, {name: GOGC, value: "100"}]
          startupProbe: {grpc: {port: 9000}, periodSeconds: 5, failureThreshold: 12}
          livenessProbe: {grpc: {port: 9000, service: live}, failureThreshold: 6}
          readinessProbe: {exec: {command: [/bin/grpc_health_probe, "-addr=:9000"]}, timeoutSeconds: 5}
          lifecycle: {preStop: {exec: {command: [/ledger, drain]}}}
          resources: {requests: {cpu: 500m, memory: 256Mi}, limits: {memory: 256Mi}}
          volumeMounts: [{name: tls, mountPath: /tls}]
      volumes:
        - {name: config, configMap: {name: payments, items: [{key: CURRENCY, path: currency}]}}
        - {name: tls, secret: {secretName: payments-tls, optional: true}}
        - {name: scratch, emptyDir: {}}
        - name: about
          downwardAPI:
            items: [{path: cpu, resourceFieldRef: {containerName: payments, resource: limits.cpu, divisor: 1m}}]
        - name: all
          projected:
            sources:
              - secret: {name: payments, items: [{key: token, path: token}]}
              - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
---
# Source: shop/templates/payments.yaml
apiVersion: v1
kind: Service
metadata: {name: payments, namespace: shop, labels: {app: payments}}
spec:
  selector: {app: payments}
  ports:
    - {name: http, port: 80, targetPort: http, appProtocol: http}
    - {name: grpc, port: 9000, targetPort: grpc, appProtocol: grpc}
---
# Source: shop/templates/payments.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: payments, namespace: shop}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: {matchLabels: {app: payments}}
---
# Source: shop/templates/payments.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: payments, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: payments}
  minReplicas: 3
  maxReplicas: 9
  metrics:
    - type: ContainerResource
      containerResource: {name: cpu, container: payments, target: {type: Utilization, averageUtilization: 80}}
---
# Source: shop/templates/payments.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: payments, namespace: shop}
data:
  CURRENCY: EUR
  service.yaml: "url: https://example.com"
---
# Source: shop/templates/payments.yaml
apiVersion: v1
kind: Secret
metadata: {name: payments, namespace: shop}
stringData: {token: swordfish-of-the-payments}
---
# Source: shop/templates/payments.yaml
apiVersion: v1
kind: Secret
metadata: {name: registry, namespace: shop}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"registry.example.com": {"password": "swordfish"}}}'}
---
# Source: shop/templates/limits.yaml
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: shop}
spec:
  limits:
    - type: Container
      default: {cpu: "2"}
      min: {memory: 16Mi}
      max: {memory: 4Gi}
      maxLimitRequestRatio: {memory: 4}
"""
