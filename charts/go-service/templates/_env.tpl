{{- /* What differs between environments comes from the ConfigMap, so that it can be read in one place. */ -}}
{{- define "go-service.envFrom" -}}
{{- if .Values.config -}}
envFrom:
  - configMapRef:
      name: {{ include "go-service.fullname" . }}
{{- end -}}
{{- end -}}

{{- /* Secrets stand before what may need them: $(NAME) is replaced only where NAME was defined before.
       A chart names Secrets and never makes them: their values would stand in the release and in somebody's shell. */ -}}
{{- define "go-service.env" -}}
env:
  {{- if not (hasKey .Values.env "GOMEMLIMIT") }}
  - name: GOMEMLIMIT
    value: {{ include "go-service.goMemLimit" . | quote }}
  {{- end }}
  {{- range $name, $secret := .Values.secretEnv }}
  - name: {{ $name }}
    valueFrom:
      secretKeyRef:
        name: {{ $secret.name }}
        key: {{ $secret.key }}
  {{- end }}
  {{- range $name, $value := .Values.env }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
