"""The bytes of one source to its documents, and a document to its resources."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from policycheck.exact_yaml.stream import Slice, split
from policycheck.kubernetes.kinds import group_of
from policycheck.model import Document, DuplicateKey, KeyNote, LeftOut, Path, Resource, Value
from policycheck.records import Record
from policycheck.sources.strangers import why_no_resource, why_unparsed


def documents(data: bytes, source: str) -> Iterator[Document | LeftOut]:
    """Each document that holds something, in order; for one that cannot be read a LeftOut, and on with the next."""
    for piece in split(data):
        try:
            document = _document(piece, source)
        except ManifestError as error:
            line = piece.line - 1 + (error.line or 1)
            yield LeftOut(source, line, why_unparsed(piece.text, error), unread=True)
        else:
            if document.body is not None:
                yield document


def _document(piece: Slice, source: str) -> Document:
    reading = read(piece.text)
    above = piece.line - 1
    return Document(
        source=source,
        line=piece.line,
        text=piece.text,
        template=piece.template,
        body=reading.body,
        duplicates=tuple(
            DuplicateKey(again.path, above + again.first_line, above + again.line) for again in reading.duplicates
        ),
        key_notes=tuple(KeyNote(note.kind, note.path, above + note.line, note.written) for note in reading.key_notes),
    )


def resources(document: Document, *, render: str = "manifests", named: bool = True) -> Iterator[Resource | LeftOut]:
    """The resources of a document, Lists unwrapped; `namespace` is the written one until `namespaces.settle`.

    `named`: the text was given as manifests, so that whatever is none counts as unread. In a folder, YAML without
    apiVersion and kind is something else and only counted.
    """
    return _Unwrapping(document, render, named).resources(document.body, ())


class _Unwrapping(Record):
    document: Document
    render: str
    named: bool

    def resources(self, body: Value, base: Path) -> Iterator[Resource | LeftOut]:
        if not base and isinstance(body, dict) and "groups" in body:
            from policycheck.sources.rule_files import rules_of  # noqa: PLC0415 - most runs have none

            if (rules := rules_of(self.document, body, named=self.named)) is not None:
                yield rules
                return
        reason = why_no_resource(body, self.document.text)
        if reason or not isinstance(body, dict):
            yield self.left_out(base, f"{reason}", unread=self.named or base != () or _means_a_resource(body))
            return
        resource = self.resource(body, base)
        if resource.kind == "List" or (resource.kind.endswith("List") and "items" in body):
            yield from self.items(resource)
        else:
            yield resource

    def items(self, whole: Resource) -> Iterator[Resource | LeftOut]:
        """What a List holds. The items of a FooList need not say that each is a Foo."""
        base = (*whole.base, "items")
        items = whole.body.get("items") or []
        if not isinstance(items, list):
            yield self.left_out(base, "the `items` of a List are no list; write each as an entry with `-`", unread=True)
            return
        inherited = {"apiVersion": whole.api_version, "kind": whole.kind.removesuffix("List")}
        for index, item in enumerate(items):
            typed = {**inherited, **item} if inherited["kind"] and isinstance(item, dict) else item
            yield from self.resources(typed, (*base, index))

    def resource(self, body: dict[str, Value], base: Path) -> Resource:
        api_version = str(body["apiVersion"])
        metadata = body.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        return Resource(
            api_version=api_version,
            group=group_of(api_version),
            kind=str(body["kind"]),
            name=_text(metadata.get("name")) or _generated(metadata.get("generateName")),
            namespace=_text(metadata.get("namespace")) or None,
            body=body,
            document=self.document,
            base=base,
            render=self.render,
        )

    def left_out(self, base: Path, reason: str, *, unread: bool) -> LeftOut:
        from policycheck.exact_yaml.positions import locate_in_source  # noqa: PLC0415 - rarely needed

        line, _ = locate_in_source(self.document, [base]).get(base, (None, None))
        return LeftOut(self.document.source, line, reason, unread=unread)


def _means_a_resource(body: Value) -> bool:
    """Whether a value that is no resource was meant to be one."""
    return isinstance(body, dict) and ("kind" in body or isinstance(body.get("apiVersion"), str))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _generated(prefix: Value) -> str:
    """The name that the cluster makes up, with a star for what only it knows."""
    return f"{prefix}*" if isinstance(prefix, str) and prefix else ""
