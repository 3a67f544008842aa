"""Kustomize folders are built by a real kubectl, without a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.errors import RenderError, UsageError
from policycheck.renderers.kustomize import build, is_kustomize_folder, kubectl
from tests.renderers.sample_charts import resource, write

BASE = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": resource("Service", "web"),
    "prod/kustomization.yml": "resources: [../base]\nnamePrefix: prod-\n",
}
REFUSALS = {
    "resources: [x.yaml]\n": "prod/x.yaml:2: not YAML: mapping values are not allowed in this context",
    "resources: [nope.yaml]\n": "prod: nope.yaml is not there; mend the path",
    "resources: ['https://example.com/a//b?ref=v1']\n": "prod: https://example.com/a//b?ref=v1 is not in this folder,"
    " and nothing is fetched; copy it here and name the copy",
}
with_kubectl = pytest.mark.skipif(kubectl() is None, reason="no kubectl on PATH")


@with_kubectl
def test_a_folder_is_built(tmp_path: Path) -> None:
    write(BASE, tmp_path)
    assert build(str(tmp_path / "prod")) == resource("Service", "prod-web")


@with_kubectl
@pytest.mark.parametrize("kustomization", REFUSALS)
def test_a_folder_that_cannot_be_built(kustomization: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"prod/kustomization.yaml": kustomization, "prod/x.yaml": "a: 1\n b: [\n"}, tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RenderError) as caught:
        build("prod")
    assert str(caught.value) == REFUSALS[kustomization]
    assert caught.value.helm


def test_other_words_are_kept_as_they_are(tmp_path: Path) -> None:
    command = tmp_path / "kubectl"
    command.write_text("#!/bin/sh\necho 'error: something new' >&2\nexit 1\n")
    command.chmod(0o755)
    with pytest.raises(RenderError, match="prod: something new"):
        build("prod", str(command))


def test_where_kubectl_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("KUBECTL", raising=False)
    with pytest.raises(UsageError, match="no kubectl on PATH, which builds Kustomize folders"):
        build(str(tmp_path))
    monkeypatch.setenv("KUBECTL", "/bin/sh")
    assert kubectl() == "/bin/sh"
    monkeypatch.setenv("KUBECTL", "nothing")
    with pytest.raises(UsageError, match=r"nothing: no such kubectl; mend \$KUBECTL"):
        kubectl()


def test_what_is_a_kustomize_folder(tmp_path: Path) -> None:
    write(BASE, tmp_path)
    assert [is_kustomize_folder(str(tmp_path / name)) for name in ("base", "prod", ".")] == [True, True, False]
