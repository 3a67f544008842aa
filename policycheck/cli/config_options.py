"""The options that say which settings hold, and the settings they lead to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from policycheck.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace

    from policycheck.cli.parser import Parser
    from policycheck.config.effective import Config

CONFIG_FILE = "policycheck.yaml"


def config_options(parser: Parser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument(
        "--config",
        metavar="FILE",
        help=f"the settings to use (default: {CONFIG_FILE} of this folder, where there is one)",
    )
    group.add_argument("--no-config", action="store_true", help=f"read no {CONFIG_FILE}")


def configured(options: Namespace | SimpleNamespace, *, examples: bool = False) -> Config:
    """The effective settings: the file's, then the command line's."""
    from policycheck.config.effective import Overrides, configure  # noqa: PLC0415 - `--help` needs none of it

    given = vars(options)
    overrides = Overrides(
        namespace=given.get("namespace"),
        kube_version=next(iter(given.get("kube_versions", ())), None),
        fail_on=given.get("fail_on"),
        policies=options.policies,
        bundled=not options.no_bundled,
        enable=given.get("enable", ()),
        disable=given.get("disable", ()),
    )
    return configure(_config_file(options), overrides, examples=examples)


def _config_file(options: Namespace | SimpleNamespace) -> str | None:
    if options.config is not None:
        if options.no_config:
            raise UsageError("--config and --no-config exclude each other")
        return str(options.config)
    return CONFIG_FILE if not options.no_config and os.path.isfile(CONFIG_FILE) else None
