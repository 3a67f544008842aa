{{- define "go-service.configmap" -}}
{{- if .Values.config -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
data:
  {{- include "go-service.configData" . | trim | nindent 2 }}
{{- end -}}
{{- end -}}

{{- /* Quoted one by one: toYaml would write the string 1e3 as a number. */ -}}
{{- define "go-service.configData" -}}
{{- range $key, $value := .Values.config }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}
