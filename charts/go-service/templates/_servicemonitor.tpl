{{- /* Finds the Service by its labels, the port by the name that the Service gives it. */ -}}
{{- define "go-service.servicemonitor" -}}
{{- if .Values.monitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.monitorLabels" . | nindent 4 }}
spec:
  selector:
    matchLabels:
      {{- include "go-service.selectorLabels" . | nindent 6 }}
  {{- include "go-service.scrapeLimits" . | nindent 2 }}
  endpoints:
    - {{ include "go-service.endpoint" . | indent 6 | trim }}
{{- end -}}
{{- end -}}
