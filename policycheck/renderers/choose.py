"""Which renderer is used: the helm that is named, $HELM, the helm on PATH, and without any of them Helm in process."""

from __future__ import annotations

import os
import shutil

from policycheck.errors import RenderError, UsageError
from policycheck.records import Record
from policycheck.renderers import helm_native
from policycheck.renderers.documents import generation_of
from policycheck.renderers.helm_cli import HelmCli, helm_at
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest

VARIABLE = "HELM"
NOTHING_RENDERS = "nothing here renders charts; install helm, or `pip install 'policycheck[helm]'`"


class NoRendererError(UsageError):
    """There is no helm, and no Helm in process."""


class Choice(Record):
    """`why` says how the renderer was found, for people."""

    renderer: Renderer
    why: str


class Absent(Record):
    """Stands where nothing renders: each render says so, and the rest of the run is checked."""

    name: str = "none"

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:  # noqa: ARG002 - every renderer's
        raise RenderError(NOTHING_RENDERS, source=request.chart)


class Wanted(Record):
    """What is to render: the helm that was found, and whether it makes all; nothing of Helm is loaded yet."""

    helm: Renderer | None
    by_command: bool


def for_renders(number: int, helm: str | None = None) -> Wanted:
    """What renders so many, made one after the other.

    One render is the helm's: to start it takes less than to load Helm into this process. Several are made in process
    where that is installed, as that helm would print them, byte for byte. A helm named with --helm makes all.
    UsageError for a helm that is none.
    """
    found = command(helm) if number else None
    return Wanted(found.renderer if found else None, by_command=not number or bool(found and (helm or number == 1)))


def loaded(wanted: Wanted) -> Renderer:
    """The renderer: in a process that comes here Helm may live from now on."""
    if wanted.by_command:
        return wanted.helm or Absent()
    return in_process(wanted.helm if isinstance(wanted.helm, HelmCli) else None) or wanted.helm or Absent()


def by_commands(wanted: Wanted) -> bool:
    """Whether what is `loaded` is a command, so that several may run side by side; it loads nothing of Helm."""
    return wanted.by_command or not helm_native.is_installed()


def choose(helm: str | None = None) -> Choice:
    """The renderer, of which helm is the definition of truth; UsageError where there is none at all."""
    found = command(helm)
    if found:
        return found
    sdk = in_process(None)
    if sdk:
        return Choice(sdk, "no helm is named with --helm or $HELM, and none is on PATH")
    raise NoRendererError(NOTHING_RENDERS)


def quickest(helm: str | None = None) -> Choice:
    """Helm in process where it is installed, printing as the helm that `choose` finds would, if it finds one."""
    found = command(helm)
    cli = found.renderer if found and isinstance(found.renderer, HelmCli) else None
    sdk = in_process(cli)
    return Choice(sdk, "the extra [helm] is installed") if sdk else found or choose(helm)


def quicker(renderer: Renderer) -> Renderer:
    """Helm in process for a helm command, printing as that one does, where it is installed: for dozens of renders."""
    return (in_process(renderer) if isinstance(renderer, HelmCli) else None) or renderer


def command(helm: str | None) -> Choice | None:
    """The helm command, if there is one."""
    if helm:
        return Choice(helm_at(helm), "named with --helm")
    if named := os.environ.get(VARIABLE):
        return Choice(helm_at(named), f"named in ${VARIABLE}")
    on_path = shutil.which("helm")
    return Choice(helm_at(on_path), "found on PATH") if on_path else None


def in_process(cli: HelmCli | None) -> HelmSdk | None:
    """Helm in process, if it is installed and does what we ask; what it cannot do alike is left to `cli`."""
    if not helm_native.is_installed() or not helm_native.takes_capabilities():
        return None
    return HelmSdk(generation_of(cli.version), cli) if cli else HelmSdk()
