"""From a container's image to the Dockerfile that it is built from: one that is meant without doubt, or none."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.index.dockerfiles import built_from
from policycheck.model import Resource
from policycheck.sources.dockerfiles import read_dockerfile
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load

IMAGE = "registry.example.com/shop/orders:1"
TITLE = 'FROM scratch\nLABEL org.opencontainers.image.title="orders"\n'
OTHER = "FROM scratch\nLABEL org.opencontainers.image.title=billing\n"


def index(dockerfiles: dict[str, str], *images: str) -> Index:
    pods = [
        f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: a, image: '{image}'}}]}}}}"
        for image in images
    ]
    resources = list(load([Input("stdin", "\n---\n".join(pods).encode())]).resources)
    for source, text in dockerfiles.items():
        found = read_dockerfile(source, text.encode())
        assert isinstance(found, Resource)
        resources.append(found)
    return Index(resources)


def source_of(found: Resource | None) -> str | None:
    return found and found.document.source


@pytest.mark.parametrize(
    "source",
    ["orders.Dockerfile", "build/Dockerfile.orders", "services/orders/Dockerfile", "orders/Containerfile"],
)
def test_an_image_is_built_from_what_is_called_like_it(source: str) -> None:
    assert source_of(built_from(index({source: "FROM scratch"}, IMAGE), IMAGE)) == source


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "# policycheck.dev/image: registry.example.com/shop/orders\nFROM scratch\n",
        "# policycheck.dev/image: shop/orders\nFROM scratch\n",
        "FROM scratch AS a\nLABEL org.opencontainers.image.title=orders\nFROM a\n",
    ],
)
def test_a_dockerfile_says_itself_what_it_builds(text: str) -> None:
    assert source_of(built_from(index({"Dockerfile": text}, IMAGE), IMAGE)) == "Dockerfile"


@pytest.mark.parametrize(
    ("dockerfiles", "image", "others"),
    [
        ({"Dockerfile": "FROM scratch"}, IMAGE, ()),
        ({"web/Dockerfile": "FROM scratch"}, IMAGE, ()),
        ({"orders/Dockerfile": "FROM scratch"}, "orders:1", ()),
        ({"orders/Dockerfile": "FROM scratch"}, "shop/orders:1", ()),
        ({"orders/Dockerfile": "FROM scratch"}, "No Image", ()),
        ({"orders/Dockerfile": "FROM scratch"}, IMAGE, ("docker.io/elsewhere/orders:1",)),
        ({"orders/Dockerfile": "FROM scratch", "b/orders.Dockerfile": "FROM scratch"}, IMAGE, ()),
        ({"orders/Dockerfile": "FROM scratch", "orders/Dockerfile.debug": "FROM scratch"}, IMAGE, ()),
        ({"orders/Dockerfile": OTHER}, IMAGE, ()),
        ({"orders/Dockerfile": "# policycheck.dev/image: shop/billing\nFROM scratch"}, IMAGE, ()),
        ({"Dockerfile": "# policycheck.dev/image: hop/orders\nFROM scratch"}, IMAGE, ()),
        ({"Dockerfile": TITLE}, "orders:1", ()),
    ],
)
def test_in_doubt_there_is_none(dockerfiles: dict[str, str], image: str, others: tuple[str, ...]) -> None:
    assert built_from(index(dockerfiles, IMAGE, *others), image) is None


def test_what_cannot_be_read_elsewhere_keeps_no_image_from_its_dockerfile() -> None:
    found = index({"orders/Dockerfile": "FROM scratch"}, IMAGE, "No Image")
    assert source_of(built_from(found, IMAGE)) == "orders/Dockerfile"
