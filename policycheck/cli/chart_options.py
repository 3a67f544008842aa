"""The options that say how charts are rendered, named as helm names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycheck.cli.values import kube_version, release

if TYPE_CHECKING:
    from policycheck.cli.parser import Parser


def chart_options(parser: Parser) -> None:
    group = parser.add_argument_group("charts")
    for flags, name, metavar, purpose in (
        (("-f", "--values"), "values_files", "FILE", "values on top of every set of values"),
        (("--set",), "set_values", "KEY=VALUE", "one value, as helm takes it"),
        (("--set-string",), "set_strings", "KEY=VALUE", "one value that is text"),
        (("--values-set",), "values_sets", "NAME", "render with this set only: default, ci/ha-values.yaml, or a name"),
        (("-a", "--api-versions"), "api_versions", "API", "what .Capabilities.APIVersions has too"),
    ):
        group.add_argument(
            *flags, metavar=metavar, action="append", default=[], dest=name, help=f"{purpose}; may be repeated"
        )
    group.add_argument(
        "--release",
        metavar="NAME",
        action="append",
        type=release,
        default=[],
        dest="releases",
        help="the release's name (default: the chart's); repeated, each is rendered",
    )
    group.add_argument(
        "--kube-version",
        metavar="VERSION",
        action="append",
        type=kube_version,
        default=[],
        dest="kube_versions",
        help="the cluster's version, as 1.33; repeated, charts are rendered for each",
    )
    group.add_argument("--helm", metavar="PATH", help="the helm to render with (default: $HELM, the one on PATH)")
