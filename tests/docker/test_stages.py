"""Stages: what each is built on, what is in the image, and which values variables have where."""

from __future__ import annotations

from policycheck.docker.stages import Stage, dockerfile

FILE = dockerfile("""\
ARG GO=1.24
ARG BASE=golang:${GO}
ARG FOREIGN
FROM --platform=$BUILDPLATFORM ${BASE}-alpine AS Build
ARG GO
ARG VERSION=1 TARGETARCH
ENV A=$GO B="two $VERSION" ARCH=$TARGETARCH
RUN first
ENV A=later
FROM build AS test
ARG VERSION
USER 1
ENTRYPOINT ["/old"]
FROM ${FOREIGN} AS foreign
FROM scratch AS build
FROM test
COPY --from=0 /a /a
COPY --from=BUILD /a /a
COPY --from=9 /a /a
COPY --from=nginx:1 /a /a
COPY --from=$FOREIGN /a /a
COPY a /a
ENTRYPOINT ["/app"]
""")
BUILD, TEST, FOREIGN, SECOND, FINAL = FILE.stages


def test_an_image_is_resolved_through_arguments_and_stages() -> None:
    assert [stage.image for stage in FILE.stages] == ["golang:1.24-alpine", "build", None, "scratch", "test"]
    assert [stage.parent for stage in FILE.stages] == [None, 0, None, None, 1]
    assert [FILE.base(stage) for stage in FILE.stages] == [
        "golang:1.24-alpine",
        "golang:1.24-alpine",
        None,
        "scratch",
        "golang:1.24-alpine",
    ]
    assert FILE.lineage(FINAL) == [BUILD, TEST, FINAL]


def test_what_holds_in_the_image_is_the_last_of_all_its_stages() -> None:
    user, entrypoint = FILE.holding("USER"), FILE.holding("ENTRYPOINT")
    assert user is not None
    assert entrypoint is not None
    assert (user.arguments, entrypoint.arguments) == (("1",), ("/app",))
    assert FILE.holding("HEALTHCHECK") is None


def test_a_copy_comes_from_a_stage_an_image_or_the_context() -> None:
    origins = [FILE.origin(one.flag("from"), FINAL) for one in FINAL.instructions if one.keyword == "COPY"]
    assert [one.number if isinstance(one, Stage) else one for one in origins] == [
        0,
        0,
        "9",
        "nginx:1",
        "$FOREIGN",
        None,
    ]


def test_variables_have_their_value_of_that_place() -> None:
    run = next(one for one in BUILD.instructions if one.keyword == "RUN")
    before = {"GO": "1.24", "VERSION": "1", "TARGETARCH": None, "A": "1.24", "B": "two 1", "ARCH": None}
    assert FILE.values_in(BUILD, run) == before
    assert FILE.values_in(BUILD)["A"] == "later"


def test_only_env_goes_on_to_the_next_stage() -> None:
    assert FILE.values_in(TEST) == {"VERSION": None, "A": "later", "B": "two 1", "ARCH": None}
    assert FILE.values_in(SECOND) == {}


def test_a_long_chain_of_stages_is_followed() -> None:
    file = dockerfile("FROM scratch AS s0\nENV A=1\n" + "".join(f"FROM s{at} AS s{at + 1}\n" for at in range(1500)))
    assert file.base(file.final) == "scratch"
    assert file.values_in(file.final) == {"A": "1"}
