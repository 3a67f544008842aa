"""The library chart keeps the rules of library charts, and the charts that use it name it as Helm wants it named."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest
import yaml

from policycheck.model import Value
from tests.charts import APPLICATIONS, LIBRARY, template

TEMPLATES = sorted((LIBRARY / "templates").rglob("*.*"))
COMMENT = re.compile(r"\{\{-? ?/\*.*?\*/ ?-?\}\}", re.DOTALL)
DEFINE = re.compile(r'\{\{- define "([^"]+)" -\}\}')
BLOCK = re.compile(r"\{\{-? *(define|if|with|range|end)\b[^}]*\}\}")
PATH = re.compile(r"\.Values\.([A-Za-z.]+)")

each_chart = pytest.mark.parametrize("chart", APPLICATIONS, ids=lambda chart: chart.name)


def read(path: Path) -> dict[str, Value]:
    loaded: dict[str, Value] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def sources(chart: Path) -> str:
    """The templates of a chart, without their comments."""
    files = sorted((chart / "templates").iterdir())
    return "\n".join(COMMENT.sub("", file.read_text(encoding="utf-8")) for file in files)


def paths(values: Value, above: str = "") -> set[str]:
    """`image`, `image.tag` and so on."""
    if not isinstance(values, dict):
        return set()
    own = {f"{above}{name}" for name in values}
    return own.union(*(paths(value, f"{above}{name}.") for name, value in values.items()))


def test_helm_loads_every_file_of_the_library() -> None:
    assert TEMPLATES
    assert [path.name for path in TEMPLATES if not path.name.startswith("_")] == []


def test_the_library_is_definitions_of_its_own_name_and_nothing_else() -> None:
    text = sources(LIBRARY)
    names = DEFINE.findall(text)
    assert len(names) == text.count("define ") == len(set(names))
    assert [name for name in names if not name.startswith(f"{LIBRARY.name}.")] == []
    assert outside(text).split() == []


def outside(text: str) -> str:
    """What stands in no block."""
    kept, depth, start = "", 0, 0
    for block in BLOCK.finditer(text):
        if depth == 0:
            kept += text[start : block.start()]
        depth += -1 if block[1] == "end" else 1
        start = block.end()
    return kept + text[start:]


def test_every_definition_is_included_by_somebody() -> None:
    defined = set(DEFINE.findall(sources(LIBRARY)))
    included = set(re.findall(r'include "([^"]+)"', "\n".join(map(sources, [LIBRARY, *APPLICATIONS]))))
    assert included == defined


@each_chart
def test_a_chart_is_little_more_than_includes(chart: Path) -> None:
    for file in (chart / "templates").glob("*.yaml"):
        assert re.fullmatch(r'\{\{- include "go-service\.\w+" .*\}\}\n', file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize("chart", [LIBRARY, *APPLICATIONS], ids=lambda chart: chart.name)
def test_every_value_a_template_reads_is_in_values(chart: Path) -> None:
    assert set(PATH.findall(sources(chart))) <= paths(read(chart / "values.yaml"))


@each_chart
def test_every_value_of_a_chart_is_one_of_the_library(chart: Path) -> None:
    """Beside the keys that the user chooses: variables, labels."""
    library = paths(read(LIBRARY / "values.yaml"))
    free = tuple(f"{path}." for path, value in flat(read(LIBRARY / "values.yaml")) if value == {})
    strange = {path for path in paths(read(chart / "values.yaml")) - library if not path.startswith(free)}
    assert strange == set()


def flat(values: dict[str, Value], above: str = "") -> list[tuple[str, Value]]:
    below = (flat(value, f"{above}{name}.") for name, value in values.items() if isinstance(value, dict))
    return [*((f"{above}{name}", value) for name, value in values.items()), *chain.from_iterable(below)]


@each_chart
def test_the_schema_and_the_values_name_the_same_keys(chart: Path) -> None:
    schema = json.loads((chart / "values.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"].keys() - {LIBRARY.name, "global"} == read(chart / "values.yaml").keys()
    assert all("description" in value for value in schema["properties"].values())


@each_chart
def test_the_dependency_is_the_library_next_door(chart: Path) -> None:
    (dependency,) = as_mappings(read(chart / "Chart.yaml")["dependencies"])
    assert dependency["repository"] == f"file://../{LIBRARY.name}"
    assert re.fullmatch(r"~\d+\.\d+\.\d+", str(dependency["version"]))
    folder = chart / "charts"
    assert [path.name for path in folder.iterdir()] == [LIBRARY.name], (
        "an archive beside the link may be an old library"
    )
    assert (folder / LIBRARY.name).resolve() == LIBRARY


@each_chart
def test_the_lock_is_what_helm_would_write(chart: Path) -> None:
    """The digest is of Go's JSON of both lists: semantics B6.12."""
    lock = read(chart / "Chart.lock")
    asked, locked = as_mappings(read(chart / "Chart.yaml")["dependencies"]), as_mappings(lock["dependencies"])
    assert [one["version"] for one in locked] == [read(LIBRARY / "Chart.yaml")["version"]]
    fields = ("name", "version", "repository")
    hashed = [[{field: one[field] for field in fields} for one in some] for some in (asked, locked)]
    assert lock["digest"] == f"sha256:{sha256(json.dumps(hashed, separators=(',', ':')).encode()).hexdigest()}"


def as_mappings(value: Value) -> list[dict[str, Value]]:
    assert isinstance(value, list)
    return [one for one in value if isinstance(one, dict)]


def test_the_library_alone_renders_nothing(helm: str) -> None:
    done = template(helm, LIBRARY)
    assert done.returncode != 0
    assert "library charts are not installable" in done.stderr
