{{- /* A pod that ends still gets requests until every node has heard of it: it waits that long before it gets SIGTERM.
       The kubelet does the waiting, for there is no shell or sleep in a distroless image. Before 1.30 it cannot: the
       API server would drop the action and refuse the empty hook. There the service's own program waits. */ -}}
{{- define "go-service.preStop" -}}
{{- with .Values.shutdown -}}
{{- if .delaySeconds -}}
lifecycle:
  preStop:
    {{- if semverCompare ">=1.30-0" $.Capabilities.KubeVersion.Version }}
    sleep:
      seconds: {{ .delaySeconds }}
    {{- else }}
    exec:
      command: {{ append .sleepCommand (toString .delaySeconds) | toJson }}
    {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* The wait counts: what is left of it is for requests in flight. */ -}}
{{- define "go-service.grace" -}}
terminationGracePeriodSeconds: {{ .Values.shutdown.graceSeconds }}
{{- end -}}
