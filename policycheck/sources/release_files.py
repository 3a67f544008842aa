"""A GoReleaser configuration and the workflows beside it that run GoReleaser, as one resource of kind GoReleaser.

Its body is {kind: GoReleaser, metadata: {name}, config: .goreleaser.yaml, workflows: what .github/workflows has, by
file}.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from policycheck.errors import ManifestError
from policycheck.kubernetes.kinds import OURS
from policycheck.model import Document, LeftOut, Path, Resource, Value
from policycheck.sources.chart_files import WORKSPACE
from policycheck.sources.mapping_files import File, document_of

KIND = "GoReleaser"
WORKFLOWS = ".github/workflows"

_SUFFIXES = (".yaml", ".yml")
_PROGRAM = b"goreleaser"


def workflow_paths(path: str) -> Iterator[str]:
    """The workflows of the project that the configuration at this path lies at the top of."""
    folder = os.path.join(os.path.dirname(path), *WORKFLOWS.split("/"))
    if os.path.isdir(folder):
        yield from (os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(_SUFFIXES))


def runs_it(workflow: File) -> bool:
    """Whether a workflow so much as names GoReleaser: any other is nobody's business here."""
    return _PROGRAM in workflow[1]


def read_release(config: File, workflows: Iterable[File]) -> list[Resource | LeftOut]:
    """The release that the files make, and those that could not be read; without its configuration there is none."""
    try:
        document = _unnoted(document_of(config, reader="GoReleaser"))
    except ManifestError as error:
        return [_left_out(config, error)]
    parts: dict[Path, Document] = {("config",): document}
    read: dict[str, Value] = {}
    refused = []
    for workflow in workflows:
        name = os.path.basename(workflow[0])
        try:
            of_workflow = document_of(workflow, reader="GitHub")
        except ManifestError as error:
            refused.append(_left_out(workflow, error))
        else:
            read[name] = _as_github_reads(of_workflow)
            parts["workflows", name] = _unnoted(of_workflow)
    name = _name(document)
    resource = Resource(
        api_version=f"{OURS}/v1",
        group=OURS,
        kind=KIND,
        name=name,
        namespace=None,
        body={"kind": KIND, "metadata": {"name": name}, "config": document.body, "workflows": read},
        document=document,
        render=WORKSPACE,
        parts={**parts, ("metadata",): document},
    )
    return [resource, *refused]


def _as_github_reads(workflow: Document) -> Mapping[str, Value]:
    """`on` is a word to GitHub, and true to Kubernetes."""
    written: dict[Path, str] = {note.path: note.written for note in workflow.key_notes if note.kind == "retyped"}
    body: Mapping[str, Value] = workflow.body if isinstance(workflow.body, dict) else {}
    return {written.get((key,), key): value for key, value in body.items()}


def _unnoted(document: Document) -> Document:
    """What Kubernetes would make of a key is no matter to these two."""
    return document._replace(key_notes=())


def _name(document: Document) -> str:
    body = document.body if isinstance(document.body, dict) else {}
    name = body.get("project_name")
    return name if isinstance(name, str) and name else os.path.basename(document.source)


def _left_out(file: File, error: ManifestError) -> LeftOut:
    return LeftOut(file[0], error.line, error.message, unread=True)
