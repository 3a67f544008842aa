"""Builds of Go: how each is linked, and whether it gets into the image."""

from __future__ import annotations

import pytest

from policycheck.docker.go_builds import GoBuild, go_builds
from policycheck.docker.module_cache import modules
from policycheck.docker.stages import dockerfile


def builds(build: str, final: str = "FROM scratch\nCOPY --from=build /app /app\n") -> list[GoBuild]:
    return go_builds(dockerfile(f"FROM golang:1.24 AS build\n{build}\n{final}"))


def only(build: str, final: str = "FROM scratch\nCOPY --from=build /app /app\n") -> GoBuild:
    (one,) = builds(build, final)
    return one


@pytest.mark.parametrize(
    ("build", "cgo"),
    [
        ("RUN go build .", ""),
        ("RUN CGO_ENABLED=0 go build .", "0"),
        ("RUN env CGO_ENABLED=0 GOOS=linux go build .", "0"),
        ("RUN export CGO_ENABLED=0 && go build .", "0"),
        ("RUN go env -w CGO_ENABLED=0; go build .", "0"),
        ("ENV CGO_ENABLED=0\nRUN go build .", "0"),
        ("ENV CGO_ENABLED=0\nRUN CGO_ENABLED=1 go build .", "1"),
        ("ENV CGO_ENABLED=0\nRUN CGO_ENABLED=1; go build .", "1"),
        ("RUN CGO_ENABLED=0; go build .", ""),
        ("ARG CGO_ENABLED=0\nRUN go build .", "0"),
        ("ARG CGO_ENABLED\nRUN go build .", None),
        ("ARG CGO=0\nENV CGO_ENABLED=$CGO\nRUN go build .", "0"),
        ("RUN CGO_ENABLED=$(go env CGO_ENABLED) go build .", None),
        ("RUN go build . && export CGO_ENABLED=0", ""),
        ("RUN <<EOF\nset -e\nCGO_ENABLED=0 go build .\nEOF", "0"),
        ('RUN ["go", "build", "."]', ""),
        ('RUN ["sh", "-c", "CGO_ENABLED=0 go build ."]', "0"),
        ("RUN sh -c 'CGO_ENABLED=0 go build .'", "0"),
        ("RUN if true; then CGO_ENABLED=0 go build .; fi", "0"),
        ("RUN CGO_ENABLED=0 xx-go --wrap build .", "0"),
        ("RUN CGO_ENABLED=0 /usr/local/go/bin/go install ./...", "0"),
    ],
)
def test_cgo_is_what_the_build_sees(build: str, cgo: str | None) -> None:
    assert only(build).cgo == cgo


@pytest.mark.parametrize(
    "build",
    [
        "RUN make build",
        "RUN go test ./...",
        "RUN echo go build",
        "RUN go mod download",
        "RUN <<EOF python3\ngo build\nEOF",
    ],
)
def test_what_builds_no_go_is_none(build: str) -> None:
    assert builds(build) == []


@pytest.mark.parametrize(
    ("flags", "static"),
    [
        ("", False),
        ("""-ldflags '-extldflags "-static"'""", True),
        ("""-ldflags="-linkmode external -extldflags=-static -s" """, True),
        ("-tags netgo,osusergo", True),
        ('-tags "osusergo netgo extra"', True),
        ("-tags netgo", False),
        ("-tags=$TAGS", None),
        ('-ldflags "$LDFLAGS"', None),
        ("-ldflags=-s", False),
    ],
)
def test_a_build_is_static_or_not_or_nobody_knows(flags: str, *, static: bool | None) -> None:
    assert only(f"RUN go build {flags} .").is_static is static


@pytest.mark.parametrize(
    ("flags", "stripped"),
    [
        ("", False),
        ("-ldflags=-s", False),
        ("-ldflags=-s -w", False),
        ('-ldflags="-s -w"', True),
        ("-ldflags '-w -X main.version=$VERSION -s'", True),
        ("--ldflags='-w -s'", True),
        ('-ldflags "-X main.version=$VERSION"', False),
        ('-ldflags "$LDFLAGS"', None),
        ('-ldflags "$(./flags)"', None),
        ('-ldflags "-s $MORE"', None),
    ],
)
def test_a_build_is_stripped_or_not_or_nobody_knows(flags: str, *, stripped: bool | None) -> None:
    assert only(f"RUN go build {flags} .").is_stripped is stripped


@pytest.mark.parametrize(
    ("output", "source", "shipped"),
    [
        ("-o /app", "/app", True),
        ("-o /out/app", "/out/", True),
        ("-o /out/app", "/", True),
        ("-o /out/", "/out/app", True),
        ("-o /out", "/out/app", True),
        ("-o app", "/src/app", True),
        ("-o app", "src/app", True),
        ("-o bin/app", "/src/bin/*", True),
        ("-o /tool", "/app", False),
        ("-o /out/tool", "/out/app", False),
        ("", "/src/app", True),
        ("", "/go/bin/app", False),
        ("-o $OUT", "/app", True),
    ],
)
def test_what_is_copied_is_shipped(output: str, source: str, *, shipped: bool) -> None:
    final = f"FROM scratch\nCOPY --from=build {source} /app\n"
    assert only(f"WORKDIR /src\nRUN go build {output} .", final).shipped is shipped


@pytest.mark.parametrize(
    ("variables", "output"),
    [
        ("", "/go/bin/"),
        ("GOBIN=/out ", "/out/"),
        ("GOPATH=/work ", "/work/bin/"),
        ("GOBIN=$DIR ", ""),
        ("GOPATH=$(pwd) ", ""),
    ],
)
def test_go_install_puts_programs_into_its_folder(variables: str, output: str) -> None:
    assert only(f"RUN {variables}go install ./...").output == output


@pytest.mark.parametrize(
    ("final", "shipped"),
    [
        ("FROM alpine:3.22 AS pack\nCOPY --from=build /app /app\nFROM scratch\nCOPY --from=pack /app /app", True),
        ("FROM build AS more\nRUN a\nFROM scratch\nCOPY --from=more /app /app", True),
        ("FROM build", True),
        ("FROM scratch AS side\nCOPY --from=build /app /app\nFROM scratch\nCOPY app /app", False),
        ("FROM scratch\nCOPY app /app", False),
    ],
)
def test_a_build_is_followed_through_stages(final: str, *, shipped: bool) -> None:
    assert only("RUN go build -o /app .", final).shipped is shipped


@pytest.mark.parametrize(
    ("build", "cached"),
    [
        ("COPY . .\nRUN go build .", False),
        ("COPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build .", True),
        ("COPY go.mod ./\nCOPY go.sum ./\nRUN go mod download -x && go mod verify\nCOPY . .\nRUN go build .", True),
        ("COPY go.* .\nRUN go mod download\nCOPY . .\nRUN go build .", True),
        ("ADD src/go.mod .\nRUN go mod download\nADD src src\nRUN go build .", True),
        ("COPY go.mod .\nCOPY . .\nRUN go mod download\nRUN go build .", False),
        ("COPY go.mod .\nRUN go mod download\nCOPY ./ ./\nRUN go build .", True),
        ("COPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build .", True),
        ("COPY . .\nRUN --mount=type=cache,dst=/go/pkg/mod/ go mod download\nRUN go build .", True),
        ("COPY . .\nRUN --mount=type=cache,target=/root/.cache/go-build go build .", False),
        ("RUN --mount=type=bind,target=. go mod download\nRUN --mount=target=. go build .", False),
        ("RUN --mount=source=go.mod,target=go.mod go mod download\nRUN --mount=target=. go build .", True),
        ("COPY . .\nENV GOFLAGS=-mod=vendor\nRUN go build .", None),
        ("COPY . .\nRUN go install example.com/tool@v1", None),
        ("COPY vendor vendor\nCOPY . .\nRUN go build .", None),
    ],
)
def test_modules_are_cached_or_not_or_vendored(build: str, *, cached: bool | None) -> None:
    file = dockerfile(f"FROM golang:1.24 AS build\n{build}\nFROM scratch\nCOPY --from=build /app /app\n")
    one = go_builds(file)[-1]
    assert modules(file)[one.instruction].serve(one) is cached
