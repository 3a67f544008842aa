{{- define "go-service.endpoint" -}}
port: metrics
interval: {{ .Values.monitor.interval }}
scrapeTimeout: {{ .Values.monitor.scrapeTimeout }}
{{- with .Values.monitor.metricRelabelings }}
metricRelabelings:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* A label whose values never end costs this target its scrape, and not everybody the Prometheus. */ -}}
{{- define "go-service.scrapeLimits" -}}
sampleLimit: {{ int .Values.monitor.sampleLimit }}
labelLimit: {{ int .Values.monitor.labelLimit }}
{{- end -}}

{{- /* With those by which a Prometheus chooses its monitors. */ -}}
{{- define "go-service.monitorLabels" -}}
{{- toYaml (merge (include "go-service.labels" . | fromYaml) .Values.monitor.labels) -}}
{{- end -}}
