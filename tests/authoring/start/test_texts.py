from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.authoring.start.new_files import ignored
from policycheck.authoring.start.texts import Known, github, gitlab, settings
from policycheck.config.effective import configure
from policycheck.exact_yaml.reader import read
from policycheck.model import Value
from tests.reporters.reports import FEW

PATHS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\x85"), min_size=1, max_size=20)


def mapping(value: Value) -> dict[str, Value]:
    assert isinstance(value, dict)
    return value


def entries(value: Value) -> list[Value]:
    assert isinstance(value, list)
    return value


def workflow_steps(text: str) -> list[dict[str, Value]]:
    job = mapping(mapping(mapping(read(text.encode()).body)["jobs"])["charts"])
    return [mapping(one) for one in entries(job["steps"])]


def test_the_workflow_is_what_github_takes() -> None:
    body = mapping(read(github("charts/orders", "charts/orders/tests").encode()).body)
    # Read as Kubernetes and GitHub read it: `on` is a word here, and true to YAML 1.1.
    assert list(body) == ["name", "true", "permissions", "jobs"]
    steps = workflow_steps(github("charts/orders", "charts/orders/tests"))
    assert all(set(step) <= {"uses", "run", "with", "if"} for step in steps)
    assert all(len({"uses", "run"} & set(step)) == 1 for step in steps)
    assert [step["run"] for step in steps if "run" in step] == [
        "pip install 'policycheck[helm]' pytest",
        "policycheck check charts/orders --report junit=policycheck.xml",
        "pytest charts/orders/tests",
    ]


def test_without_tests_no_step_runs_any() -> None:
    assert "\n      - run: pytest" not in github("charts/lib", None)
    assert "\n    - pytest" not in gitlab("charts/lib", None)


@FEW
@given(PATHS)
def test_any_path_is_one_word_of_one_step(path: str) -> None:
    check, tests = (str(step["run"]) for step in workflow_steps(github(path, f"{path}/tests"))[3:5])
    assert shlex.split(check) == ["policycheck", "check", path, "--report", "junit=policycheck.xml"]
    assert shlex.split(tests) == ["pytest", f"{path}/tests"]
    script = entries(mapping(mapping(read(gitlab(path, None).encode()).body)["policycheck"])["script"])
    assert shlex.split(str(script[1]))[:3] == ["policycheck", "check", path]


@pytest.mark.parametrize(
    "known",
    [
        (),
        (Known("memory-limit-set", "shop/templates/web.yaml", "Deployment", "web"),),
        (Known("values-hold-no-secret", None, "Chart", None), Known("pdb-present", "s/t'\"#.yaml", "Deployment", "1")),
    ],
)
def test_the_settings_are_settings(known: tuple[Known, ...], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("settings") / "policycheck.yaml"
    path.write_text(settings("y", "1.33", known, "2027-01-01"), encoding="utf-8")
    config = configure(str(path))
    assert (config.namespace, config.kube_version) == ("y", "1.33")
    found = [(one.policy, one.template, one.match.kinds, one.container, one.expires) for one in config.exceptions]
    assert found == [
        (one.policy, one.template, () if one.template else (one.kind,), one.container, "2027-01-01") for one in known
    ]


def test_the_commented_exception_of_the_settings_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = settings("shop", "1.33", (), "2027-01-01")
    head, sample = text.split("# What you accept")
    uncommented = "\n".join(line.removeprefix("# ") for line in sample.splitlines()[1:])
    path = tmp_path_factory.mktemp("settings") / "policycheck.yaml"
    path.write_text(f"{head}{uncommented}\n", encoding="utf-8")
    assert [one.policy for one in configure(str(path)).exceptions] == ["memory-limit-set"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "/tests/\n"),
        ("", "/tests/\n"),
        ("*.swp", "*.swp\n/tests/\n"),
        ("*.swp\n", "*.swp\n/tests/\n"),
        ("tests/\n*.swp\n", None),
        ("/tests", None),
    ],
)
def test_a_helmignore_gets_a_line_only_where_it_has_none(
    before: str | None, after: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("chart")
    path = folder / ".helmignore"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    found = ignored(str(folder))
    assert (found is None) == (after is None)
    assert path.read_text(encoding="utf-8") == (before if after is None else after)
    assert found is None or found.created == (before is None)
