from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.config.packages import package_folder, package_names
from policycheck.errors import UsageError

NAME = "acme-policies"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Python looks for packages in."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def install(site: Path, value: str, *, package: str = "acme", name: str = NAME) -> Path:
    """A package whose import fails, and its entry point."""
    info = site / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[policycheck.policies]\n{name} = {value}\n", encoding="utf-8")
    folder = site / package
    (folder / "policies").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("value", ["acme", "acme.policies", "acme:policies"])
def test_the_folder_is_found_without_an_import(site: Path, value: str) -> None:
    folder = install(site, value)
    assert package_folder(NAME) == str(folder / "policies" if "policies" in value else folder)
    assert NAME in package_names()


def test_a_package_without_python_is_one_too(site: Path) -> None:
    folder = install(site, "acme:policies")
    (folder / "__init__.py").unlink()
    assert package_folder(NAME) == str(folder / "policies")


def test_a_name_that_nobody_has_is_no_package() -> None:
    assert package_folder("acme-policies-not-installed") is None


@pytest.mark.parametrize(
    "value",
    ["acme:../../etc", "acme./etc", "acme.nowhere", "nowhere", "json.decoder:x", "__main__:x", "sys", "a b", ""],
)
def test_an_entry_point_that_leads_nowhere_is_said(site: Path, value: str) -> None:
    install(site, value)
    with pytest.raises(UsageError, match="leads to no folder of its package"):
        package_folder(NAME)


def test_two_packages_of_one_name_are_both_named(site: Path) -> None:
    install(site, "acme", package="acme")
    install(site, "other", package="other")
    with pytest.raises(UsageError, match=f'"{NAME}" is brought by acme and other; uninstall all but one'):
        package_folder(NAME)
