{{- /* Of a service that answers HTTP: on its port http, else (a worker) on the one that serves its metrics.
       /livez says that the process is not stuck, /readyz that it can answer now. A lost database is for /readyz alone:
       restarting does not bring it back. */ -}}
{{- define "go-service.httpProbes" -}}
{{- $port := hasKey .Values.ports "http" | ternary "http" "metrics" -}}
{{- $live := dict "httpGet" (dict "path" "/livez" "port" $port) -}}
{{- $ready := dict "httpGet" (dict "path" "/readyz" "port" $port) -}}
{{- include "go-service.probes" (dict "probes" .Values.probes "live" $live "ready" $ready) -}}
{{- end -}}

{{- /* Of a service that implements grpc.health.v1. The probe takes a number, no port's name, and speaks plaintext:
       a server with TLS brings exec probes in the values. */ -}}
{{- define "go-service.grpcProbes" -}}
{{- $handler := dict "grpc" (dict "port" (int .Values.ports.grpc)) -}}
{{- include "go-service.probes" (dict "probes" .Values.probes "live" $handler "ready" $handler) -}}
{{- end -}}

{{- /* Liveness and readiness wait until the startup probe has succeeded: a slow start kills nothing. */ -}}
{{- define "go-service.probes" -}}
startupProbe:
  {{- include "go-service.probe" (dict "probe" .probes.startup "handler" .live) | nindent 2 }}
livenessProbe:
  {{- include "go-service.probe" (dict "probe" .probes.liveness "handler" .live) | nindent 2 }}
readinessProbe:
  {{- include "go-service.probe" (dict "probe" .probes.readiness "handler" .ready) | nindent 2 }}
{{- end -}}

{{- /* The probe of the values; one without a handler of its own gets the one given. */ -}}
{{- define "go-service.probe" -}}
{{- if pick .probe "httpGet" "grpc" "tcpSocket" "exec" -}}
{{- toYaml .probe -}}
{{- else -}}
{{- toYaml (merge (dict) .handler .probe) -}}
{{- end -}}
{{- end -}}
