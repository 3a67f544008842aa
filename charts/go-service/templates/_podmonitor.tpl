{{- /* For a worker, which has no Service. */ -}}
{{- define "go-service.podmonitor" -}}
{{- if .Values.monitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.monitorLabels" . | nindent 4 }}
spec:
  selector:
    matchLabels:
      {{- include "go-service.selectorLabels" . | nindent 6 }}
  {{- include "go-service.scrapeLimits" . | nindent 2 }}
  podMetricsEndpoints:
    - {{ include "go-service.endpoint" . | indent 6 | trim }}
{{- end -}}
{{- end -}}
