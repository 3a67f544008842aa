"""Kustomize folders, built by kubectl."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from tempfile import TemporaryDirectory

from policycheck.errors import ManifestError, RenderError, UsageError
from policycheck.exact_yaml.reader import read
from policycheck.patterns import regex

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_SECONDS = 120
_NOWHERE = "http://127.0.0.1:9"
_LOGGED = regex(r'"command failed" err="((?:[^"\\\\]|\\\\.)*)"')
_RESOURCE = regex(r"accumulating resources from '([^']+)'")
_PLACE = regex(
    r"(?P<file>[^\s':]+\.ya?ml)'?[^\n]*?yaml: line (?P<line>\d+): (?P<said>[^\n]*?)(?: in File: [^\n]*)?$", re.MULTILINE
)


def is_kustomize_folder(folder: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, name)) for name in FILES)


def is_component(folder: str) -> bool:
    """Whether it is a part of others, which cannot be built by itself."""
    try:
        name = next(name for name in FILES if os.path.isfile(os.path.join(folder, name)))
        with open(os.path.join(folder, name), "rb") as file:
            body = read(file.read()).body
    except (StopIteration, OSError, ManifestError):
        return False
    return isinstance(body, dict) and body.get("kind") == "Component"


def kubectl() -> str | None:
    """The kubectl of $KUBECTL, else of PATH; UsageError where $KUBECTL names none."""
    named = os.environ.get("KUBECTL")
    found = shutil.which(named or "kubectl")
    if named and not found:
        raise UsageError("no such kubectl; mend $KUBECTL", source=named)
    return found


def build(folder: str, command: str | None = None) -> str:
    """The text of `kubectl kustomize FOLDER`. Nothing is fetched: a remote base is a RenderError."""
    found = command or kubectl()
    if not found:
        raise UsageError(
            "no kubectl on PATH, which builds Kustomize folders; install it or name it in $KUBECTL", source=folder
        )
    with TemporaryDirectory(prefix="policycheck-kubectl-") as home:
        # No git and no way out: kustomize would clone what a URL names.
        environment = {"HOME": home, "PATH": home, "TMPDIR": home, "HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE}
        try:
            done = subprocess.run(  # noqa: S603 - the kubectl that the user named
                [os.path.abspath(found), "kustomize", os.path.abspath(folder)],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderError(f"kubectl did not end within {_SECONDS} s", source=folder) from error
    if done.returncode:
        raise _error(folder, done.stderr.decode(errors="replace"))
    try:
        return done.stdout.decode()
    except UnicodeDecodeError as error:
        raise RenderError(f"renders bytes that are not UTF-8: {error.reason}", source=folder) from error


def _error(folder: str, text: str) -> RenderError:
    """Of all that kubectl wraps around it, the resource it stumbled over counts."""
    logged = _LOGGED.search(text)
    said = logged[1].replace('\\"', '"') if logged else text.strip().removeprefix("error: ")
    if found := _PLACE.search(said):
        source = os.path.join(folder, found["file"])
        return RenderError(f"not YAML: {found['said']}", source=source, line=int(found["line"]), helm=text)
    resource = _RESOURCE.search(said)
    if resource and ("no 'git' program" in said or "://" in resource[1]):
        message = f"{resource[1]} is not in this folder, and nothing is fetched; copy it here and name the copy"
    elif resource and "no such file or directory" in said:
        message = f"{resource[1]} is not there; mend the path"
    else:
        message = said.partition("\n")[0] or "kubectl kustomize failed and said nothing"
    return RenderError(message, source=folder, helm=text)
