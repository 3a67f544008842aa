{{- /* Call it with the chart's context and the probes of what it speaks:
         include "go-service.deployment" (list . (include "go-service.httpProbes" .)) */ -}}
{{- define "go-service.deployment" -}}
{{- $probes := index . 1 -}}
{{- with index . 0 -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
spec:
  {{- /* An autoscaler's count must not be set back by every upgrade. */}}
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  progressDeadlineSeconds: {{ .Values.progressDeadlineSeconds }}
  strategy:
    {{- toYaml .Values.strategy | nindent 4 }}
  selector:
    matchLabels:
      {{- include "go-service.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      {{- include "go-service.podMetadata" . | nindent 6 }}
    spec:
      {{- include "go-service.podSpec" . | nindent 6 }}
      {{- include "go-service.spread" . | nindent 6 }}
      {{- include "go-service.grace" . | nindent 6 }}
      containers:
        - {{ include "go-service.container" . | indent 10 | trim }}
          {{- include "go-service.containerPorts" . | nindent 10 }}
          {{- $probes | nindent 10 }}
          {{- with include "go-service.preStop" . }}
          {{- . | nindent 10 }}
          {{- end }}
        {{- with .Values.extraContainers }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end -}}
{{- end -}}
