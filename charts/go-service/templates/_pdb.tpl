{{- /* maxUnavailable is right for every number of replicas; minAvailable: 1 would block each drain once there is one.
       AlwaysAllow lets a drain evict pods that are not ready: they serve nobody and would hold it up for ever. */ -}}
{{- define "go-service.pdb" -}}
{{- if .Values.podDisruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "go-service.fullname" . }}
  labels:
    {{- include "go-service.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: {{ .Values.podDisruptionBudget.unhealthyPodEvictionPolicy }}
  selector:
    matchLabels:
      {{- include "go-service.selectorLabels" . | nindent 6 }}
{{- end -}}
{{- end -}}
