{{- define "go-service.podMetadata" -}}
labels:
  {{- include "go-service.podLabels" . | nindent 2 }}
annotations:
  {{- include "go-service.podAnnotations" . | nindent 2 }}
{{- end -}}

{{- /* The checksum restarts the pods when the ConfigMap changes: variables are read at the start only. */ -}}
{{- define "go-service.podAnnotations" -}}
{{- $checksum := dict "checksum/config" (include "go-service.configData" . | sha256sum) -}}
{{- toYaml (merge $checksum .Values.podAnnotations) -}}
{{- end -}}

{{- /* What the pods of a Deployment and of a CronJob share, without the containers. */ -}}
{{- define "go-service.podSpec" -}}
serviceAccountName: {{ include "go-service.serviceAccountName" . }}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
{{ include "go-service.podSecurityContext" . }}
{{- range $field := list "imagePullSecrets" "initContainers" "nodeSelector" "tolerations" "affinity" "volumes" }}
{{- with get $.Values $field }}
{{ $field }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* One node that fails takes as few pods with it as can be; where there is one node only, all may stand on it. */ -}}
{{- define "go-service.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "go-service.selectorLabels" . | nindent 8 }}
{{- end -}}
