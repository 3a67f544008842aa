"""Where a kind lives: its API groups, and whether it belongs to a namespace (semantics 0.3)."""

from __future__ import annotations

OURS = "policycheck"
"""The group of what we make resources of ourselves: no API server knows it."""

NAMESPACED: dict[str, tuple[str, ...]] = {
    "": (
        *("Binding", "ConfigMap", "Endpoints", "Event", "LimitRange", "PersistentVolumeClaim", "Pod", "PodTemplate"),
        *("ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount"),
    ),
    "apps": ("ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    "autoscaling": ("HorizontalPodAutoscaler",),
    "autoscaling.k8s.io": ("VerticalPodAutoscaler",),
    "apps.openshift.io": ("DeploymentConfig",),
    "argoproj.io": ("AnalysisTemplate", "AppProject", "ApplicationSet", "CronWorkflow", "Rollout", "WorkflowTemplate"),
    "batch": ("CronJob", "Job"),
    "bitnami.com": ("SealedSecret",),
    "coordination.k8s.io": ("Lease",),
    "discovery.k8s.io": ("EndpointSlice",),
    "events.k8s.io": ("Event",),
    "extensions": ("DaemonSet", "Deployment", "Ingress", "NetworkPolicy", "ReplicaSet"),
    "external-secrets.io": ("ExternalSecret", "PushSecret", "SecretStore"),
    "gateway.networking.k8s.io": ("GRPCRoute", "HTTPRoute", "ReferenceGrant", "TCPRoute", "TLSRoute", "UDPRoute"),
    "keda.sh": ("ScaledJob", "ScaledObject", "TriggerAuthentication"),
    "monitoring.coreos.com": (
        *("Alertmanager", "AlertmanagerConfig", "PodMonitor", "Probe", "Prometheus", "PrometheusAgent"),
        *("PrometheusRule", "ScrapeConfig", "ServiceMonitor", "ThanosRuler"),
    ),
    "networking.k8s.io": ("Ingress", "NetworkPolicy"),
    "policy": ("Eviction", "PodDisruptionBudget"),
    "rbac.authorization.k8s.io": ("Role", "RoleBinding"),
    "resource.k8s.io": ("ResourceClaim", "ResourceClaimTemplate"),
    "route.openshift.io": ("Route",),
    "storage.k8s.io": ("CSIStorageCapacity",),
}
"""API group -> its kinds whose objects have a namespace. Custom kinds only where no other project uses the name."""

CLUSTER_SCOPED: dict[str, tuple[str, ...]] = {
    "": ("ComponentStatus", "Namespace", "Node", "PersistentVolume"),
    "admissionregistration.k8s.io": (
        *("MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration"),
        *("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration"),
    ),
    "apiextensions.k8s.io": ("CustomResourceDefinition",),
    "apiregistration.k8s.io": ("APIService",),
    "argoproj.io": ("ClusterAnalysisTemplate", "ClusterWorkflowTemplate"),
    "cert-manager.io": ("ClusterIssuer",),
    "certificates.k8s.io": ("CertificateSigningRequest", "ClusterTrustBundle"),
    "cilium.io": ("CiliumClusterwideNetworkPolicy",),
    "external-secrets.io": ("ClusterExternalSecret", "ClusterPushSecret", "ClusterSecretStore"),
    "extensions": ("PodSecurityPolicy",),
    "flowcontrol.apiserver.k8s.io": ("FlowSchema", "PriorityLevelConfiguration"),
    "gateway.networking.k8s.io": ("GatewayClass",),
    "keda.sh": ("ClusterTriggerAuthentication",),
    "kyverno.io": ("ClusterCleanupPolicy", "ClusterPolicy"),
    "networking.k8s.io": ("IPAddress", "IngressClass", "ServiceCIDR"),
    "node.k8s.io": ("RuntimeClass",),
    "policy": ("PodSecurityPolicy",),
    OURS: ("Chart", "Dockerfile", "GoReleaser", "PrometheusRules"),
    "rbac.authorization.k8s.io": ("ClusterRole", "ClusterRoleBinding"),
    "resource.k8s.io": ("DeviceClass", "DeviceTaintRule", "ResourceSlice"),
    "scheduling.k8s.io": ("PriorityClass",),
    "security.openshift.io": ("SecurityContextConstraints",),
    "snapshot.storage.k8s.io": ("VolumeSnapshotClass", "VolumeSnapshotContent"),
    "storage.k8s.io": ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"),
    "storagemigration.k8s.io": ("StorageVersionMigration",),
}
"""API group -> its kinds whose objects have no namespace; one that is written is dropped by the API server."""


def _home_groups() -> dict[str, tuple[str, ...]]:
    homes: dict[str, tuple[str, ...]] = {}
    for table in (NAMESPACED, CLUSTER_SCOPED):
        for group, kinds in table.items():
            for kind in kinds:
                homes[kind] = (*homes.get(kind, ()), group)
    return homes


HOME_GROUPS: dict[str, tuple[str, ...]] = _home_groups()
"""Bare kind -> the groups it lives in, legacy ones included: Deployment is in apps and extensions."""

_CLUSTER_SCOPED = frozenset((group, kind) for group, kinds in CLUSTER_SCOPED.items() for kind in kinds)
_CORE = ("core", "v1")


def group_of(api_version: str) -> str:
    """Return the API group of an apiVersion: "apps" of "apps/v1", "" of "v1"."""
    return api_version.rpartition("/")[0]


def matches_kind(choice: str, group: str, kind: str) -> bool:
    """Whether a policy's choice of kind takes an object of this group and kind.

    A bare `Service` means the Kubernetes one, not any group's: where the home groups of a kind are known only they
    count, else any group does. `group/Kind` names the group; the core group is written `core/Service` or `v1/Service`.
    """
    chosen_group, slash, chosen_kind = choice.rpartition("/")
    if chosen_kind != kind:
        return False
    if slash:
        return group == ("" if chosen_group in _CORE else chosen_group)
    return group in HOME_GROUPS.get(kind, (group,))


def is_custom(group: str) -> bool:
    """Whether the group is an operator's: those of Kubernetes itself have no dot or end in .k8s.io."""
    return "." in group and not group.endswith(".k8s.io")


def is_cluster_scoped(group: str, kind: str) -> bool:
    """Whether objects of this kind have no namespace; a kind we do not know is taken to have one."""
    return (group, kind) in _CLUSTER_SCOPED
