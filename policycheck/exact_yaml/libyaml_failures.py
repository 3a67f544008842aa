"""What libyaml complains about, as a ManifestError in one line, with what to do."""

from __future__ import annotations

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from policycheck.errors import ManifestError
from policycheck.exact_yaml.failures import at

_WHAT_TO_DO = {
    "mapping values are not allowed in this context": "quote a value that holds a colon, or correct the indentation",
    "found character that cannot start any token": "quote a value that begins with %, @ or `; indent with spaces",
    "found unexpected end of stream": "close the quote",
    "could not find expected ':'": "a key needs its colon; indent a text of several lines",
    "did not find expected key": "correct the indentation, or a quote inside a quoted value",
    "did not find expected <document start>": (
        "text after the end of the document, which Kubernetes drops without a word; begin it with `---`"
    ),
}


def of_libyaml(text: str, error: YAMLError) -> ManifestError:
    if isinstance(error, ReaderError):
        index = len(text.encode()[: error.position].decode(errors="ignore"))
        return at(text, index, f"not YAML: {error.reason}; remove the character")
    if not isinstance(error, MarkedYAMLError):
        return ManifestError(f"not YAML: {error}", line=1)
    problem = f"{error.problem}"
    advice = _WHAT_TO_DO.get(problem, "correct the text here")
    said = f"{error.context}, {problem}" if error.context else problem
    mark = error.problem_mark or error.context_mark
    return at(text, mark.index if mark else 0, f"not YAML: {said}; {advice}")
