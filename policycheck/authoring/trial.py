"""An example tried: its manifest read once, and what one policy after another makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from policycheck import engine
from policycheck.errors import PolicyError
from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.compiled import Compiled, with_params
from policycheck.language.context import Release, Releases
from policycheck.model import Example, ExampleVerdict, LeftOut, Resource, dotted
from policycheck.records import Record
from policycheck.sources.dockerfile_names import is_dockerfile
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load
from policycheck.sources.release_names import is_release_file

Files = Mapping[str, tuple[str, bytes]]
"""An example's files by their names, as `chart_files.Files`."""


class Trial(Record):
    """An example with its manifest read."""

    example: Example
    resources: Sequence[Resource]
    joins: Index
    release: Release


class Tried(Record):
    """What a policy made of an example: the verdict, and how many findings at each `Kind/name path`.

    `error` says why it could not be judged.
    """

    verdict: ExampleVerdict
    places: Counter[str]
    error: str | None

    def holds(self, example: Example) -> bool:
        """Whether this is exactly what the example states."""
        return self.error is None and self.verdict == example.verdict and self.places == Counter(example.at)


def prepared(example: Example) -> Trial:
    """PolicyError where there is nothing to judge."""
    resources = [*map(_without_text, _rendered(example)), *_files(example)]
    version = parse_kube_version(example.kube_version) if example.kube_version else NEWEST
    return Trial(example, resources, Index(resources), Release(None, example.namespace, version))


def _rendered(example: Example) -> Sequence[Resource]:
    if example.files and not example.manifest:
        return ()
    contents = load([Input(example.name, example.manifest.encode())], namespace=example.namespace)
    if contents.left_out:
        raise PolicyError(f"its manifest cannot be read: {contents.left_out[0].reason}")
    if not contents.resources:
        raise PolicyError("its manifest holds no resource")
    return contents.resources


def _files(example: Example) -> Sequence[Resource]:
    """What is read from files: Dockerfiles, charts, and configurations of releases with the workflows beside them."""
    if not example.files:
        return ()
    files = {name: (name, text.encode()) for name, text in example.files.items()}
    found = [*_dockerfiles(files), *_charts(files), *_releases(files)]
    if not found:
        raise PolicyError("its files are no chart, Dockerfile or release: add a Chart.yaml, or name one Dockerfile")
    for one in found:
        if isinstance(one, LeftOut):
            raise PolicyError(f"its {one.source} cannot be read: {one.reason}")
    return [one for one in found if isinstance(one, Resource)]


def _dockerfiles(files: Files) -> list[Resource | LeftOut]:
    names = [name for name in files if is_dockerfile(name)]
    if not names:
        return []
    from policycheck.sources.dockerfiles import read_dockerfile  # noqa: PLC0415 - few examples have a Dockerfile

    ignored = files.get(".dockerignore", ("", None))[1]
    return [read_dockerfile(name, files[name][1], ignored) for name in names]


def _charts(files: Files) -> list[Resource | LeftOut]:
    """The chart at the top of the files, or those in folders there; what lies in charts/ or above belongs to them."""
    folders = chart_folders(files)
    if not folders:
        return []
    from policycheck.sources.chart_files import read_chart, seen_from  # noqa: PLC0415 - few examples have a chart

    return [one for folder in folders for one in read_chart(seen_from(folder, files))]


def _releases(files: Files) -> list[Resource | LeftOut]:
    configs = [file for name, file in files.items() if is_release_file(name)]
    if not configs:
        return []
    from policycheck.sources.release_files import WORKFLOWS, read_release  # noqa: PLC0415 - few have one

    workflows = [file for name, file in files.items() if name.startswith(f"{WORKFLOWS}/")]
    return [one for config in configs for one in read_release(config, workflows)]


def chart_folders(files: Iterable[str]) -> list[str]:
    """The folders of the charts to judge: "" where the files are those of one chart."""
    names = [name for name in files if name.rpartition("/")[2] == "Chart.yaml" and not name.startswith("../")]
    if "Chart.yaml" in names:
        return [""]
    return sorted(name.rpartition("/")[0] for name in names if "/charts/" not in name)


def tried(default: Compiled, trial: Trial) -> Tried:
    """Judge the example by a policy, with the example's own parameters instead of the policy's defaults."""
    compiled = with_params(default, trial.example.params)
    outcomes = engine.check(trial.resources, [compiled], trial.joins, Releases(trial.release))
    places = Counter(
        f"{outcome.resource.kind}/{outcome.resource.name} {dotted(finding.path)}".rstrip()
        for outcome in outcomes
        for finding in outcome.findings
    )
    errors = [outcome.reason for outcome in outcomes if outcome.status == "error"]
    return Tried(_verdict({outcome.status for outcome in outcomes}), places, errors[0] if errors else None)


def _verdict(statuses: set[str]) -> ExampleVerdict:
    """Of several resources the worst counts. A resource that the policy does not match is not judged: a skip."""
    return "fail" if "fail" in statuses else "pass" if "pass" in statuses else "skip"


def _without_text(resource: Resource) -> Resource:
    """An example states paths; without a text no line is looked up for each policy anew."""
    return resource._replace(document=resource.document._replace(text=memoryview(b"")))
