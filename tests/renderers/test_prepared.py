"""What is done to a chart before Helm sees it, and that nothing is done to the chart itself."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck.errors import RenderError
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.rendering import render
from policycheck.renderers.request import LibraryChart, RenderRequest
from tests.renderers.helms import installed
from tests.renderers.sample_charts import WEB, archive, dependencies, meta, printed, write

CONTENT = {"templates/x.yaml": printed(".Values")}


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every entry below a folder with its time and content: what must be the same afterwards."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(autouse=True)
def untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test does, temporary folders are gone when it ends."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield
    assert list(temporary.iterdir()) == []


def refused(chart: Path) -> str:
    before = tree(chart.parent)
    with pytest.raises(RenderError) as caught, prepared(str(chart)):
        pass
    assert tree(chart.parent) == before
    return str(caught.value).replace(str(chart.parent) + "/", "")


def packed(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as opened:
        for member, content in members:
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return gzip.compress(stream.getvalue())


def linked(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([(tarfile.TarInfo("demo/../../evil"), b"x")], '"demo/../../evil" leads outside of it'),
        ([(tarfile.TarInfo("/evil"), b"x")], '"/evil" leads outside of it'),
        ([(tarfile.TarInfo("..\\evil"), b"x")], '"..\\evil" leads outside of it'),
        ([(tarfile.TarInfo("C:/evil"), b"x")], '"C:/evil" leads outside of it'),
        ([(linked("demo/x", "/etc"), b"")], "demo/x is a link to /etc; Helm takes files and folders only"),
        ([(linked("demo/x", "a", tarfile.LNKTYPE), b"")], "demo/x is a link to a; Helm takes files and folders only"),
        ([(linked("demo/x", "", tarfile.FIFOTYPE), b"")], "demo/x is neither a file nor a folder"),
        ([(tarfile.TarInfo("demo/big"), bytes(101 << 20))], "more than 100 MiB or 20000 files"),
    ],
    ids=["up", "absolute", "backslash", "drive", "link", "hard link", "pipe", "bomb"],
)
def test_a_hostile_archive_is_not_unpacked(
    members: list[tuple[tarfile.TarInfo, bytes]], says: str, tmp_path: Path
) -> None:
    chart = tmp_path / "charts" / "demo-1.0.0.tgz"
    chart.parent.mkdir()
    fine = tarfile.TarInfo("demo/Chart.yaml")
    chart.write_bytes(packed((fine, meta("demo").encode()), *members))
    assert refused(chart) == f"demo-1.0.0.tgz: refused and not unpacked: {says}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"text", "cannot be unpacked: not a gzip file; `helm package` makes a chart's archive"),
        (packed((tarfile.TarInfo("readme"), b"x")), "no folders with a Chart.yaml in it, and one is a chart"),
        (archive("demo", {})[:-40], "cannot be unpacked: "),
    ],
    ids=["text", "no chart", "cut off"],
)
def test_an_archive_that_holds_no_chart(content: bytes, says: str, tmp_path: Path) -> None:
    chart = tmp_path / "charts" / "demo.tgz"
    chart.parent.mkdir()
    chart.write_bytes(content)
    assert refused(chart).startswith(f"demo.tgz: {says}")


def test_an_error_in_an_archive_names_the_archive(tmp_path: Path) -> None:
    chart = tmp_path / "demo.tgz"
    chart.write_bytes(archive("demo", {"templates/x.yaml": "{{ fail `here` }}"}))
    with pytest.raises(RenderError, match=r"demo\.tgz/templates/x\.yaml:1:4: here"):
        render(RenderRequest(str(chart)), HelmSdk())


@pytest.mark.parametrize("target", [".", "..", "../demo", "templates", "loop", "nowhere", "/dev/null"])
def test_links_that_no_chart_can_hold(target: str, tmp_path: Path) -> None:
    chart = write({"Chart.yaml": meta("demo"), **CONTENT}, tmp_path / "c" / "demo")
    (chart / "templates" / "loop").symlink_to(".." if target == "templates" else target)
    says = refused(chart)
    assert says.startswith("demo/templates/loop")
    assert "link" in says


def test_links_are_followed_as_helm_follows_them(tmp_path: Path, helm: str, capfd: pytest.CaptureFixture[str]) -> None:
    elsewhere = write(CONTENT, tmp_path / "elsewhere")
    chart = write({"Chart.yaml": meta("demo"), "values.yaml": "a: 1\n"}, tmp_path / "c" / "my dämo")
    (chart / "templates").symlink_to(elsewhere / "templates")
    before = tree(tmp_path / "c")
    texts = {render(RenderRequest(str(chart)), renderer) for renderer in (installed(helm), HelmSdk())}
    assert len(texts) == 1
    assert "# Source: demo/templates/x.yaml" in str(texts)
    assert tree(tmp_path / "c") == before
    assert capfd.readouterr().err == ""


def test_file_dependencies_are_brought_and_theirs_too(tmp_path: Path, helm: str) -> None:
    """Relative to the chart that names them, by any path, and errors name the folders they lie in."""
    write(
        {
            "shop dir/ä/Chart.yaml": dependencies('name: web, version: ^1.0.0, repository: "file://../../lib/web"'),
            "shop dir/ä/templates/x.yaml": printed(".Values"),
            **{f"lib/web/{path}": text for path, text in WEB.items()},
            "lib/web/Chart.yaml": meta(
                "web", "dependencies: [{name: deep, version: '*', repository: 'file://../deep'}]\n"
            ),
            "lib/deep/Chart.yaml": meta("deep", version="1.2.3-rc.1".partition("-")[0]),
            "lib/deep/templates/x.yaml": "{{ if .Values.global.bad }}{{ fail `deep down` }}{{ end }}# deep\n",
        },
        tmp_path / "c",
    )
    chart, before = tmp_path / "c" / "shop dir" / "ä", tree(tmp_path / "c")
    for renderer in (installed(helm), HelmSdk()):
        text = render(RenderRequest(str(chart)), renderer)
        assert "# Source: demo/charts/web/charts/deep/templates/x.yaml" in str(text)
        with pytest.raises(RenderError) as caught:
            render(RenderRequest(str(chart), set_values=("global.bad=true",)), renderer)
        assert str(caught.value) == f"{tmp_path}/c/lib/deep/templates/x.yaml:1:31: deep down"
    assert tree(tmp_path / "c") == before


@pytest.mark.parametrize(
    ("dependency", "says"),
    [
        ("version: ^2.0.0, repository: 'file://../web'", 'which is 1.0.0, and "^2.0.0" leaves that out'),
        ("version: two, repository: 'file://../web'", 'and "two" is no version range'),
        ("version: 1.0.0, repository: 'file://../wbe'", "where no folder with a Chart.yaml is; mend the path"),
        ("version: 1.0.0, repository: 'file://../other'", 'whose chart is named "other"; write that name'),
        ("version: 1.0.0, repository: 'file://../back'", "which depends on this chart in turn; one of the two must go"),
    ],
)
def test_file_dependencies_that_cannot_be_brought(dependency: str, says: str, tmp_path: Path) -> None:
    write(
        {
            "demo/Chart.yaml": dependencies(f"name: {'back' if 'back' in dependency else 'web'}, {dependency}"),
            "web/Chart.yaml": meta("web"),
            "other/Chart.yaml": meta("other"),
            "back/Chart.yaml": meta(
                "back", "dependencies: [{name: demo, version: '*', repository: 'file://../demo'}]\n"
            ),
        },
        tmp_path / "c",
    )
    message = refused(tmp_path / "c" / "demo")
    assert message.endswith(says)
    assert message.partition(": ")[0] in ("demo/Chart.yaml", "back/Chart.yaml")


def test_a_dependency_in_charts_is_left_as_it_is(tmp_path: Path) -> None:
    chart = write(
        {"Chart.yaml": dependencies("name: web, version: 1.0.0, repository: 'file://../no'")}, tmp_path / "demo"
    )
    (chart / "charts").mkdir()
    (chart / "charts" / "web-1.0.0.tgz").write_bytes(archive("web", WEB))
    with prepared(str(chart)) as ready:
        assert ready.folder == str(chart)


def test_a_library_is_no_error(tmp_path: Path) -> None:
    chart = write({"Chart.yaml": meta("lib", "type: library\n"), "templates/_x.tpl": ""}, tmp_path / "lib")
    skipped = render(RenderRequest(str(chart)), HelmSdk())
    assert isinstance(skipped, LibraryChart)
    assert skipped.reason == "lib is a library chart: it renders nothing of its own, the charts that depend on it do"


def test_a_pipe_in_a_chart(tmp_path: Path) -> None:
    chart = write({"Chart.yaml": meta("demo")}, tmp_path / "c" / "demo")
    os.mkfifo(chart / "pipe")
    with pytest.raises(RenderError, match=r"demo/pipe: neither a file nor a folder; a chart holds files and folders"):
        prepared(str(chart)).__enter__()
