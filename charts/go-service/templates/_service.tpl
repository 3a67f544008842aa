{{- define "go-service.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: ClusterIP
  {{- if .Values.service.headless }}
  clusterIP: None
  {{- end }}
  selector:
    {{- include "go-service.selectorLabels" . | nindent 4 }}
  {{- include "go-service.servicePorts" . | nindent 2 }}
{{- end -}}
