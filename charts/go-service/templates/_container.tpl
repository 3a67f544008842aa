{{- /* What a container of a Deployment and one of a CronJob share. */ -}}
{{- define "go-service.container" -}}
name: {{ include "go-service.name" . }}
image: {{ include "go-service.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.args }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{ include "go-service.env" . }}
{{- with include "go-service.envFrom" . }}
{{ . }}
{{- end }}
{{ include "go-service.resources" . }}
{{ include "go-service.securityContext" . }}
{{- with .Values.volumeMounts }}
volumeMounts:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
