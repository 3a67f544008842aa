"""Image references, taken apart as a kubelet does, and what their names say of a shell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.images import Image, has_shell, image
from tests.effort import tries

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("nginx", ("", "nginx", "", "")),
        ("nginx:1.27", ("", "nginx", "1.27", "")),
        ("library/nginx", ("", "library/nginx", "", "")),
        ("docker.io/library/nginx:1.27-alpine", ("docker.io", "library/nginx", "1.27-alpine", "")),
        ("localhost/web:1", ("localhost", "web", "1", "")),
        ("localhost:5000/web", ("localhost:5000", "web", "", "")),
        ("registry.example.com:5000/shop/web:1.2", ("registry.example.com:5000", "shop/web", "1.2", "")),
        (f"shop/web@{DIGEST}", ("", "shop/web", "", DIGEST)),
        (f"shop/web:1.2@{DIGEST}", ("", "shop/web", "1.2", DIGEST)),
        ("shop__a/web--b.c_d:V_1", ("", "shop__a/web--b.c_d", "V_1", "")),
    ],
)
def test_a_reference_is_taken_apart(reference: str, parts: tuple[str, str, str, str]) -> None:
    assert image(reference) == Image(*parts)


@pytest.mark.parametrize(
    "reference",
    ["", " ", "nginx:", ":1", "Shop/web", "shop/web:1:2", "web@", "web@1", "a//b", "/a", "a/", "web :1", "web:-1"],
)
def test_what_a_kubelet_refuses_cannot_be_read(reference: str) -> None:
    with pytest.raises(Unreadable):
        image(reference)


PART = st.from_regex(r"[a-z0-9]{1,8}([._-][a-z0-9]{1,8})?", fullmatch=True)


@tries(30)
@given(
    st.sampled_from(["", "localhost", "gcr.io", "localhost:5000", "registry.example.com:443"]),
    st.lists(PART, min_size=1, max_size=3),
    st.sampled_from(["", "1", "v1.2-debug"]),
    st.sampled_from(["", DIGEST]),
)
def test_parts_put_together_are_found_again(registry: str, path: list[str], tag: str, digest: str) -> None:
    if not registry and len(path) > 1 and ("." in path[0] or path[0] == "localhost"):
        return  # that is how a registry is written
    repository = "/".join(path)
    written = f"{registry}/{repository}" if registry else repository
    written += (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    assert image(written) == Image(registry, repository, tag, digest)


@pytest.mark.parametrize(
    "reference",
    [
        "gcr.io/distroless/static",
        "gcr.io/distroless/base-debian12:nonroot",
        f"gcr.io/distroless/static:nonroot@{DIGEST}",
        "registry.example.com:5000/mirror/distroless/java21:latest",
        "shop/web-distroless:1.2",
        "shop/web:1.2-distroless",
        "shop/web:v1.2-scratch",
        "cgr.dev/chainguard/nginx:latest",
        "registry.example.com/chainguard/redis",
        "cgr.dev/shop/static:latest",
    ],
)
def test_names_of_images_without_a_shell(reference: str) -> None:
    assert has_shell(reference) is False


@pytest.mark.parametrize(
    "reference",
    [
        "gcr.io/distroless/base:debug",
        "gcr.io/distroless/static-debian12:debug-nonroot",
        "cgr.dev/chainguard/nginx:latest-dev",
        "cgr.dev/chainguard/busybox",
    ],
)
def test_names_of_images_with_a_shell(reference: str) -> None:
    assert has_shell(reference) is True


@pytest.mark.parametrize(
    "reference",
    [
        f"gcr.io/distroless/static@{DIGEST}",
        "registry.example.com/shop/static:1.2",
        "alpine:3.20",
        "shop/web",
        "shop/scratchpad:1",
    ],
)
def test_of_other_images_nothing_is_known(reference: str) -> None:
    assert has_shell(reference) is None
