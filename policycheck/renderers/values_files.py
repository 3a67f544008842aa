"""Values files: that they are there, their documents, and where one is no YAML."""

from __future__ import annotations

import os
import re

from policycheck.errors import ManifestError, RenderError, did_you_mean
from policycheck.exact_yaml.reader import read
from policycheck.patterns import regex
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.template_paths import shown
from policycheck.renderers.yaml_errors import go_words

_REFUSED = regex(r"failed to parse (?P<file>[^\n]+?): (?P<said>[^\n]*)")
_OWN = regex(r"cannot load values\.yaml: (?P<said>[^\n]*)")
_SEPARATOR = regex(r"^---[ \t]*(?:#.*)?\r?$", re.MULTILINE)


def all_there(files: tuple[str, ...]) -> None:
    """Raise RenderError for a name that is no file's. Helm would read stdin or fetch an address; no render does."""
    for file in files:
        if not os.path.isfile(file):
            folder, name = os.path.split(file)
            near = did_you_mean(name, os.listdir(folder or ".") if os.path.isdir(folder or ".") else [])
            raise RenderError(f"no such values file{near}", source=file)


def documents(text: str) -> list[str]:
    """The documents of a values file: Helm 4 merges them, Helm 3 takes the first."""
    return [document for document in _SEPARATOR.split(text) if document.strip()]


def values_error(chart: PreparedChart, request: RenderRequest, text: str) -> RenderError | None:
    """The error for a values file, or the chart's own values.yaml, that Helm cannot read."""
    if found := _REFUSED.search(text):
        file = found["file"]
        given = next((one for one in request.values_files if os.path.abspath(one) == file), file)
        return not_values(file, given, found["said"], text)
    if found := _OWN.search(text):
        own = os.path.join(chart.folder, "values.yaml")
        return not_values(own, shown(chart, own), found["said"], text)
    return None


def not_values(file: str, name: str, said: str, helm: str) -> RenderError:
    """The error at the line where our reader of YAML stops: Helm's names lines one off as often as not."""
    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
        for found in documents(text):
            body = read(found).body
            if not isinstance(body, dict | None):
                return RenderError("a values file is a mapping, of keys with values", source=name, line=1, helm=helm)
    except ManifestError as error:
        above = text.count("\n", 0, text.index(found))
        line = above + error.line if error.line else None
        return RenderError(error.message, source=name, line=line, column=error.column, helm=helm)
    except (OSError, UnicodeDecodeError):
        pass
    words, line = go_words(said.removeprefix("cannot unmarshal yaml document: "))
    return RenderError(f"not YAML: {words}", source=name, line=line, helm=helm)
