{{- define "go-service.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* The name of most objects: `orders` for the release orders, `shop-orders` for the release shop.
       63 characters, since a Service's name is a DNS label. */ -}}
{{- define "go-service.fullname" -}}
{{- $name := include "go-service.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* 52 characters: the controller appends 11 to name each Job. */ -}}
{{- define "go-service.cronjobName" -}}
{{- include "go-service.fullname" . | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "go-service.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "go-service.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}
