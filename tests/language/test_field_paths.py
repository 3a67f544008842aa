from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.errors import PolicyError
from policycheck.language.policy_file import read_policy
from policycheck.language.verify import verify
from policycheck.model import Policy

HEAD = """apiVersion: policycheck/v1
id: a-policy
title: A policy
severity: error
"""


def policy(body: str) -> Policy:
    return read_policy((HEAD + body).encode(), "policies/area/a-policy.yaml", examples=False)


def refusal(body: str) -> str:
    with pytest.raises(PolicyError) as error:
        verify(policy(body))
    return error.value.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            "match: {kind: Deployment}\nassert: spec.contaners\n",
            'assert: no matched kind has spec.contaners; did you mean "spec.template.spec.containers"? '
            "(column 6 of `spec.contaners`)",
            id="in assert",
        ),
        pytest.param(
            "match: {kind: ServiceMonitor}\nforeach: spec.endpoint[]\nassert: port\n",
            'foreach: no matched kind has spec.endpoint; did you mean "spec.endpoints"? '
            "(column 6 of `spec.endpoint[]`)",
            id="in foreach",
        ),
        pytest.param(
            "match: {kind: ServiceMonitor}\nforeach: spec.endpoints[]\nwhen: prot\nassert: port\n",
            'when: no matched kind has prot; did you mean "port"? (column 1 of `prot`)',
            id="of an item, in when",
        ),
        pytest.param(
            "match: {kind: ServiceMonitor}\nforeach: spec.endpoints[]\nassert: port\nat: prot\n",
            'at: no matched kind has prot; did you mean "port"? (column 1 of `prot`)',
            id="of an item, in at",
        ),
        pytest.param(
            "match: {kind: Service}\nassert: spec\nmessage: 'Service {{ metadata.nmae }}'\n",
            'message: no matched kind has metadata.nmae; did you mean "metadata.name"? (column 10 of `metadata.nmae`)',
            id="in message",
        ),
        pytest.param(
            "match: {pod: any}\nforeach: $env\nassert: vlaue\n",
            'assert: no matched kind has vlaue; did you mean "value"? (column 1 of `vlaue`)',
            id="of a ready collection's item, whatever is matched",
        ),
        pytest.param(
            "match: {kind: ServiceMonitor}\nforeach: spec.endpoints[]\nassert: $item.prot\n",
            'assert: no matched kind has $item.prot; did you mean "$item.port"? (column 7 of `$item.prot`)',
            id="of the item by its name",
        ),
        pytest.param(
            "match: {kind: ServiceMonitor}\nforeach: spec.endpoints[]\nassert: $self.spec.endpoint\n",
            'assert: no matched kind has $self.spec.endpoint; did you mean "$self.spec.endpoints"? '
            "(column 12 of `$self.spec.endpoint`)",
            id="of the resource by its name",
        ),
        pytest.param(
            "match: {kind: [ServiceMonitor, PodMonitor]}\n"
            "foreach: ['spec.endpoints[]', 'spec.podMetricsEndpoints[]']\nassert: prot\n",
            'assert: no matched kind has prot; did you mean "port"? (column 1 of `prot`)',
            id="of joined items",
        ),
    ],
)
def test_a_path_that_no_matched_kind_has_is_refused(body: str, message: str) -> None:
    assert refusal(body) == message


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("match: {kind: [Deployment, example.com/Widget]}\nassert: spec.contaners\n", id="an unknown kind"),
        pytest.param("match: {kind: example.com/Widget}\nassert: spec.contaners\n", id="only unknown kinds"),
        pytest.param("match: {}\nassert: spec.contaners\n", id="every kind"),
        pytest.param("match: {pod: any}\nassert: spec.contaners\n", id="whatever has a pod template"),
        pytest.param("match: {kind: Deployment}\nforeach: duplicate_keys()\nassert: 'false'\n", id="a computed item"),
        pytest.param(
            "match: {kind: [ServiceMonitor, PodMonitor]}\n"
            "foreach: ['spec.endpoints[]', 'spec.podMetricsEndpoints[]']\nassert: targetPort && portNumber\n",
            id="a field of one of the joined items",
        ),
    ],
)
def test_a_path_that_some_matched_thing_may_have_passes(body: str) -> None:
    verify(policy(body))


def test_every_bundled_policy_passes(root: Path) -> None:
    files = [path for path in sorted((root / "policies").glob("*/*.yaml")) if path.parent.name != "profiles"]
    assert files
    for file in files:
        verify(read_policy(file.read_bytes(), str(file)))
