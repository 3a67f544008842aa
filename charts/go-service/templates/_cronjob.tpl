{{- /* Nothing scrapes a pod that lives for a minute: it pushes its metrics to a Pushgateway when it ends. So it has no
       port, and no probe: a liveness probe would only kill work. */ -}}
{{- define "go-service.cronjob" -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "go-service.cronjobName" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
spec:
  schedule: {{ .Values.schedule | quote }}
  timeZone: {{ .Values.timeZone | quote }}
  {{- /* Two at once would write the same rows, so one that is late is left out. */}}
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {{ int .Values.startingDeadlineSeconds }}
  jobTemplate:
    metadata:
      labels:
        {{- include "go-service.labels" . | nindent 8 }}
    spec:
      {{- include "go-service.jobSpec" . | nindent 6 }}
{{- end -}}

{{- define "go-service.jobSpec" -}}
backoffLimit: {{ int .Values.job.retries }}
activeDeadlineSeconds: {{ int .Values.job.deadlineSeconds }}
ttlSecondsAfterFinished: {{ int .Values.job.keepSeconds }}
template:
  metadata:
    {{- include "go-service.podMetadata" . | nindent 4 }}
  spec:
    {{- include "go-service.podSpec" . | nindent 4 }}
    {{- /* Never: each try is a pod of its own, whose log stays. */}}
    restartPolicy: Never
    containers:
      - {{ include "go-service.container" . | indent 8 | trim }}
      {{- with .Values.extraContainers }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end -}}
