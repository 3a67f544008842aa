{{- /* For work that waits in a queue: a worker waits for its database and its CPU stays idle while the queue grows.
       KEDA makes the HorizontalPodAutoscaler itself, so a chart includes this or go-service.hpa, never both. */ -}}
{{- define "go-service.scaledobject" -}}
{{- if .Values.autoscaling.enabled -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
spec:
  {{- include "go-service.scaleTargetRef" . | nindent 2 }}
  minReplicaCount: {{ .Values.autoscaling.minReplicas }}
  maxReplicaCount: {{ .Values.autoscaling.maxReplicas }}
  pollingInterval: {{ .Values.autoscaling.pollingInterval }}
  cooldownPeriod: {{ .Values.autoscaling.cooldownPeriod }}
  triggers:
    {{- toYaml .Values.autoscaling.triggers | nindent 4 }}
{{- end -}}
{{- end -}}
