{{- define "go-service.resources" -}}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- end -}}

{{- /* 90 % of the memory limit, in MiB. Go collects garbage harder as it comes near, instead of being killed at the
       limit; the rest is for what Go does not count: stacks of C code, the kernel's buffers.
       Kubernetes writes 256Mi, Go 256MiB: a limit handed over as it is would stop the process at its start. */ -}}
{{- define "go-service.goMemLimit" -}}
{{- $limit := .Values.resources.limits.memory | toString -}}
{{- if not (regexMatch "^[1-9][0-9]*[MG]i$" $limit) -}}
{{- fail (printf "resources.limits.memory is %s: write whole Mi or Gi, for GOMEMLIMIT is made of it" $limit) -}}
{{- end -}}
{{- $mebibytes := regexFind "^[0-9]+" $limit | int -}}
{{- if hasSuffix "Gi" $limit -}}
{{- $mebibytes = mul $mebibytes 1024 -}}
{{- end -}}
{{- printf "%dMiB" (div (mul $mebibytes 90) 100) -}}
{{- end -}}
