"""What `helm template` prints, made of what Helm's engine rendered file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from policycheck.model import Value
from policycheck.records import Record
from policycheck.renderers.documents import SPACE, Generation
from policycheck.renderers.install_order import HOOK, is_known_hook, rank

_NOTES = "NOTES.txt"


class Head(Record):
    """What the place of a document in the output depends on."""

    kind: str
    hook: str | None


ReadHead = Callable[[str], Head]
"""The `head` of one document, read as Helm reads YAML; raises ValueError with what Helm would say of it."""


class NotYamlError(Exception):
    """A rendered document that Helm would refuse; `name` is the template's, `said` what Helm would say."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(said)
        self.name = name
        self.said = said


class CrdFile(Record):
    name: str
    text: str


class _Manifest(Record):
    name: str
    text: str
    kind: str
    hook: str | None


def assembled(files: Mapping[str, str], *, crds: Sequence[CrdFile], generation: Generation, read_head: ReadHead) -> str:
    """The text, of rendered files by Helm's names for them. NotYamlError for the first that is none."""
    manifests = [
        manifest for name in _in_order(files) for manifest in _manifests(name, files[name], generation, read_head)
    ]
    manifests.sort(key=lambda manifest: rank(manifest.kind, generation))
    plain = [_printed(crd.name, crd.text) for crd in crds]
    plain += [_printed(manifest.name, manifest.text) for manifest in manifests if manifest.hook is None]
    hooks = [manifest for manifest in manifests if manifest.hook is not None and is_known_hook(manifest.hook)]
    return "".join(plain).strip(SPACE) + "\n" + "".join(_printed(hook.name, hook.text) for hook in hooks)


def _in_order(files: Mapping[str, str]) -> list[str]:
    """The files that hold manifests, in the order of their bytes."""
    return sorted((name for name in files if _holds_manifests(name)), key=str.encode)


def _holds_manifests(name: str) -> bool:
    return not name.endswith(_NOTES) and not name.rpartition("/")[2].startswith("_")


def _manifests(name: str, output: str, generation: Generation, read_head: ReadHead) -> Iterator[_Manifest]:
    if not output.strip(SPACE):
        return
    for document in generation.documents(output):
        try:
            found = read_head(document)
        except ValueError as error:
            raise NotYamlError(name, str(error)) from error
        yield _Manifest(name, document, found.kind, found.hook)


def head(body: Value) -> Head:
    """Of a document's value; ValueError where Helm would refuse its type."""
    resource = _mapping(body, "the document")
    annotations = _mapping(_field(_mapping(_field(resource, "metadata"), "metadata"), "annotations"), "annotations")
    for value in (_field(resource, "apiVersion"), *annotations.values()):
        _text(value)
    return Head(_text(_field(resource, "kind")), _text(annotations[HOOK]) if HOOK in annotations else None)


def _mapping(value: Value, what: str) -> dict[str, Value]:
    if not isinstance(value, dict | None):
        raise ValueError(f"{what} is no mapping")  # noqa: TRY004 - as what Helm's reader of YAML raises
    return value or {}


def _field(value: dict[str, Value], key: str) -> Value:
    """Go finds a field whatever its case, if nothing has its very name."""
    if key in value:
        return value[key]
    return next((value[one] for one in reversed(value) if one.lower() == key.lower()), None)


def _text(value: Value) -> str:
    """Helm takes any scalar where it wants text."""
    if isinstance(value, dict | list):
        raise ValueError("a mapping or list stands where text belongs")  # noqa: TRY004 - idem
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _printed(name: str, text: str) -> str:
    return f"---\n# Source: {name}\n{text}\n"
