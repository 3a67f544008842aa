{{- /* A port's name says what it speaks: http, grpc, metrics. Service, probes and monitors call it by that name. */ -}}
{{- define "go-service.containerPorts" -}}
ports:
  {{- range $name, $port := .Values.ports }}
  - name: {{ $name }}
    containerPort: {{ $port }}
    protocol: TCP
  {{- end }}
{{- end -}}

{{- define "go-service.servicePorts" -}}
ports:
  {{- range $name, $port := .Values.service.ports }}
  - name: {{ $name }}
    port: {{ $port }}
    targetPort: {{ $name }}
    protocol: TCP
    appProtocol: {{ eq $name "metrics" | ternary "http" $name }}
  {{- end }}
{{- end -}}
