"""Every way in which a check cannot be made. Each error says where and what to do, and ends in exit code 2.

PolicycheckError
 +-- UsageError      the command or the call cannot mean anything
 +-- ConfigError     a policycheck.yaml, or what it extends, is wrong
 +-- ManifestError   a text is not YAML that Kubernetes would read
 +-- PolicyError     a policy file, or an expression in it, is wrong
 +-- RenderError     a chart does not render
 `-- Unreadable      a value Kubernetes itself would refuse: not our error, the judged item fails
"""

from __future__ import annotations

from collections.abc import Iterable


class PolicycheckError(Exception):
    """Formats itself as `source:line:column: what is wrong; what to do`, leaving out what is not known."""

    def __init__(
        self, message: str, *, source: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = [str(part) for part in (self.source, self.line, self.column) if part is not None]
        return ":".join(place) + ": " + self.message if place else self.message


class UsageError(PolicycheckError):
    """An unknown option, id, format or path."""


class ManifestError(PolicycheckError):
    """A document that cannot be parsed; `line` is the line in its source, from 1."""


class ConfigError(PolicycheckError):
    """A policycheck.yaml, or what it extends, is wrong."""


class PolicyError(PolicycheckError):
    """A policy that cannot be loaded, or that broke while judging."""


class RenderError(PolicycheckError):
    """A chart that does not render; its place is one in a template, a values file or Chart.yaml.

    `helm` is what Helm said, word for word; `rendered_line` is a line of what the template made, never one of the
    template; `pointer` is the JSON pointer of the value at fault.
    """

    def __init__(  # noqa: PLR0913 - what is known differs from error to error
        self,
        message: str,
        *,
        source: str | None = None,
        line: int | None = None,
        column: int | None = None,
        helm: str | None = None,
        rendered_line: int | None = None,
        pointer: str | None = None,
    ) -> None:
        super().__init__(message, source=source, line=line, column=column)
        self.helm = helm
        self.rendered_line = rendered_line
        self.pointer = pointer


class Unreadable(PolicycheckError):  # noqa: N818 - the field's word for it; nothing of ours is broken
    """A value that Kubernetes would refuse. The message never quotes a value that could be a secret.

    `path` is where the value stands in its resource, if the one who raised it knew.
    """

    def __init__(self, message: str, *, path: tuple[str | int, ...] | None = None) -> None:
        super().__init__(message)
        self.path = path


def fault_of(error: BaseException) -> str:
    """The type and the place of an error that is a fault of ours; its text may hold a secret."""
    place, step = "", error.__traceback__
    while step:
        code = step.tb_frame.f_code
        file = code.co_filename.replace("\\", "/").rpartition("/")[2]
        place, step = f" in {code.co_name} ({file}:{step.tb_lineno})", step.tb_next
    advice = "please report this line; POLICYCHECK_TRACEBACK=1 shows more, values included"
    return f"a fault of policycheck itself: {type(error).__name__}{place}; {advice}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the near miss of a known word, else nothing."""
    import difflib  # noqa: PLC0415 - only an error needs it

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
