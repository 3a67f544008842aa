"""The helm command: what it prints is what a chart renders."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from tempfile import TemporaryDirectory

from policycheck.errors import RenderError, UsageError
from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.renderers.helm_errors import from_helm
from policycheck.renderers.refusals import full_kube_version, release_name
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.values_files import all_there

_SECONDS = 120
_VERSION = regex(r"v?(\d+\.\d+\.\d+)")
_KEPT = ("PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LC_ALL")
_OUTPUT = regex(r"^---\n# Source: (?P<name>[^\n]+)\n(?P<text>.*?)(?=^---\n# Source: |\Z)", re.DOTALL | re.MULTILINE)


class HelmCli(Record):
    """A helm binary, which `helm_at` has seen answer."""

    path: str
    version: str

    @property
    def name(self) -> str:
        return f"helm {self.version}"

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:
        release_name(request.release)
        all_there(request.values_files)
        arguments = _arguments(chart, request)
        done = _run(self.path, arguments)
        if done.returncode == 0:
            return done.stdout
        again = _LazyOutput(self.path, arguments)
        raise from_helm(chart, request, done.stderr, again.of)


class _LazyOutput(Record):
    """What the templates rendered, which helm shows with --debug only."""

    path: str
    arguments: list[str]

    def of(self, name: str) -> str | None:
        printed = _run(self.path, ["--debug", *self.arguments]).stdout
        return next((found["text"] for found in _OUTPUT.finditer(printed) if found["name"] == name), None)


def helm_at(path: str) -> HelmCli:
    """The helm of a path or a name on PATH; UsageError if it is not there or does not answer as helm does."""
    found = shutil.which(path)
    if not found:
        raise UsageError("no such helm; name the binary, or install it", source=path)
    try:
        done = _run(found, ["version", "--template", "{{.Version}}"])
    except OSError as error:
        raise UsageError(f"cannot be run: {error.strerror}", source=path) from error
    version = _VERSION.match(done.stdout)
    if done.returncode or not version:
        raise UsageError("does not say its version as helm does, so it is none", source=path)
    return HelmCli(os.path.abspath(found), version[1])


def _arguments(chart: PreparedChart, request: RenderRequest) -> list[str]:
    return [
        "template",
        f"--namespace={request.namespace}",
        f"--kube-version={full_kube_version(request.kube_version)}",
        *(f"--values={_listed(os.path.abspath(file))}" for file in request.values_files),
        *(f"--set={one}" for one in request.set_values),
        *(f"--set-string={one}" for one in request.set_strings),
        *(f"--api-versions={_listed(one)}" for one in request.api_versions),
        *(["--include-crds"] if request.include_crds else []),
        *(["--is-upgrade"] if request.is_upgrade else []),
        "--",
        request.release,
        chart.folder,
    ]


def _listed(value: str) -> str:
    """One value of an option that takes a comma-separated list, quoted as in CSV."""
    return '"' + value.replace('"', '""') + '"' if set(value) & set('",\n\r') else value


class _Done(Record):
    returncode: int
    stdout: str
    stderr: str


def _run(path: str, arguments: list[str]) -> _Done:
    """Run helm with nobody's configuration, plugins, repositories, registry log-ins or cluster within its reach."""
    with TemporaryDirectory(prefix="policycheck-helm-") as home:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["HOME"] = home
        environment |= {f"HELM_{one}_HOME": os.path.join(home, one.lower()) for one in ("CACHE", "CONFIG", "DATA")}
        environment["KUBECONFIG"] = os.path.join(home, "kubeconfig")
        try:
            done = subprocess.run(  # noqa: S603 - the helm that the user named
                [path, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderError(f"helm did not end within {_SECONDS} s; does a template run in a circle?") from error
    # Not text mode, which would rewrite line ends. Of bytes that are no text helm makes an error, for they are no YAML.
    return _Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
