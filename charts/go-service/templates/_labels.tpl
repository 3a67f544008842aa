{{- /* A version may hold a "+", which no label value may. */ -}}
{{- define "go-service.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." -}}
{{- end -}}

{{- define "go-service.version" -}}
{{- .Values.image.tag | default .Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_." -}}
{{- end -}}

{{- /* For metadata.labels of every object. */ -}}
{{- define "go-service.labels" -}}
helm.sh/chart: {{ include "go-service.chart" . | quote }}
{{ include "go-service.selectorLabels" . }}
app.kubernetes.io/version: {{ include "go-service.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end -}}

{{- /* For selectors: nothing that an upgrade changes, because a Deployment's selector is immutable and pods of the
       version before would drop out of the Service and the PodDisruptionBudget. */ -}}
{{- define "go-service.selectorLabels" -}}
app.kubernetes.io/name: {{ include "go-service.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- /* For pods: without helm.sh/chart, so that a new version of the chart alone restarts nothing.
       The selector's labels win over podLabels, else the Deployment would not select its own pods. */ -}}
{{- define "go-service.podLabels" -}}
{{- $own := include "go-service.selectorLabels" . | fromYaml -}}
{{- $version := dict "app.kubernetes.io/version" (include "go-service.version" .) -}}
{{- toYaml (merge $own .Values.podLabels $version) -}}
{{- end -}}
