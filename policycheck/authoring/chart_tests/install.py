"""A chart installed into a cluster by helm, and taken out again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from policycheck.errors import UsageError
from policycheck.records import Record
from policycheck.renderers.choose import command
from policycheck.renderers.helm_cli import HelmCli

__tracebackhide__ = True

_MINUTES = 5


class Installation(Record):
    """What is installed, and where. `folder` is a chart as helm can read it; the namespace is made by helm."""

    folder: str
    release: str
    namespace: str
    kubeconfig: str
    values_files: Sequence[str] = ()


@contextmanager
def installed(what: Installation) -> Iterator[None]:
    """`helm install --wait`; when the block ends, `helm uninstall --wait`, also where the install failed half-way.

    AssertionError with helm's words where the chart does not install. UsageError where there is no helm: Helm in
    process installs nothing.
    """
    helm = _helm()
    values = [f"--values={file}" for file in what.values_files]
    try:
        _run(helm, what, "install", "--create-namespace", *values, "--", what.release, what.folder)
        yield
    finally:
        _run(helm, what, "uninstall", "--ignore-not-found", "--", what.release)


def _helm() -> HelmCli:
    found = command(None)
    if found is None or not isinstance(found.renderer, HelmCli):
        raise UsageError("no helm on PATH, which installs charts; install it, or name it in $HELM")
    return found.renderer


def _run(helm: HelmCli, what: Installation, verb: str, *arguments: str) -> None:
    """With the user's own environment: the way into a cluster often leads through a command that logs in."""
    where = [f"--kubeconfig={what.kubeconfig}", f"--namespace={what.namespace}"]
    done = subprocess.run(  # noqa: S603 - the helm that the user named
        [helm.path, verb, *where, "--wait", f"--timeout={_MINUTES}m", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{helm.name} {verb} {what.release}: {done.stderr.strip().removeprefix('Error: ')}")
