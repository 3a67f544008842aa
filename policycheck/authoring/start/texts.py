"""What the first files say."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable

from policycheck.records import Record

INSTALL = "pip install 'policycheck[helm]' pytest"
REPORT = "policycheck.xml"

_SETTINGS = """\
# How policycheck checks what is in this folder; `policycheck config` says what holds and where it comes from.
namespace: {namespace}
kubeVersion: "{kube_version}"   # the oldest cluster that this is installed on
"""

_SAMPLE = """\

# What you accept, with a reason and a last day ("never" is one too):
# exceptions:
#   - policy: memory-limit-set
#     match: {kind: Deployment, name: legacy-*}
#     reason: the vendor's chart takes no limits
#     expires: 2030-12-31
"""

_KNOWN = """\

# What was found when policycheck came. Mend one, take its entry out; after its last day it fails.
exceptions:
"""

_GITHUB = """\
name: policycheck
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  charts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: {install}
{steps}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: policycheck
          path: {report}
          if-no-files-found: ignore
"""

_GITLAB = """\
policycheck:
  image: python:3.13
  script:
    - {install}
{steps}
  artifacts:
    when: always
    reports:
      junit: {report}
"""


class Known(Record):
    """Findings that were there at first: those of one policy in one template or kind, in one container if in any."""

    policy: str
    template: str | None
    kind: str
    container: str | None


def settings(namespace: str, kube_version: str, known: Iterable[Known], expires: str) -> str:
    text = _SETTINGS.format(namespace=_scalar(namespace), kube_version=kube_version)
    entries = [_exception(one, expires) for one in known]
    return text + (_KNOWN + "".join(entries) if entries else _SAMPLE)


def _exception(known: Known, expires: str) -> str:
    chosen = {"template": known.template} if known.template else {"kind": known.kind}
    match = {**chosen, **({"container": known.container} if known.container else {})}
    written = ", ".join(f"{key}: {_scalar(value)}" for key, value in match.items())
    return (
        f"  - policy: {known.policy}\n    match: {{{written}}}\n"
        f"    reason: was there when policycheck came\n    expires: {expires}\n"
    )


def github(chart: str, tests: str | None) -> str:
    """A workflow. The paths count from the repository's root; without tests there is no step for them."""
    steps = "\n".join(f"      - run: {_scalar(step)}" for step in _steps(chart, tests))
    return _GITHUB.format(install=INSTALL, steps=steps, report=REPORT)


def gitlab(chart: str, tests: str | None) -> str:
    """A job of a .gitlab-ci.yml."""
    steps = "\n".join(f"    - {_scalar(step)}" for step in _steps(chart, tests, "--junit-flavor gitlab"))
    return _GITLAB.format(install=INSTALL, steps=steps, report=REPORT)


def _steps(chart: str, tests: str | None, *options: str) -> list[str]:
    check = ["policycheck check", shlex.quote(chart), f"--report junit={REPORT}", *options]
    return [" ".join(check), *([f"pytest {shlex.quote(tests)}"] if tests else [])]


def _scalar(text: str) -> str:
    """A YAML scalar that is this text: plain where nothing in it means anything to YAML."""
    plain = text.replace("-", "").replace("/", "").replace(".", "").replace("_", "").replace("=", "").replace(" ", "")
    is_word = plain.isascii() and plain.isalnum() and text[0].isalpha() and text.lower() not in _WORDS
    return text if is_word and text == text.strip() else json.dumps(text, ensure_ascii=False)


_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
