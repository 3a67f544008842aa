"""What a name says it sets of logs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.log_settings import log_setting

NAMES = {
    "file": "log-file LOG_FILE SHOP_LOG_PATH logDirectory log_dir LOGFILE logging.file log-file-name",
    "format": "log-format LOG_FORMAT logging.format ARGOCD_SERVER_LOGFORMAT log.encoder loggerFormatter",
    "level": "log-level SHOP_LOG_LEVEL loglevel logVerbosity logger.level",
    "rotation": "log-max-size LOG_ROTATE_DAYS log.file.max-backups logMaxAge lumberjack.filename log-maxsize logrotate",
}


@pytest.mark.parametrize(("name", "found"), [(name, found) for found, names in NAMES.items() for name in names.split()])
def test_a_name_says_what_it_sets(name: str, found: str) -> None:
    assert log_setting(name) == found


@pytest.mark.parametrize(
    "name",
    [
        "CATALOG_PATH",
        "blogfile",
        "dialog.dir",
        "LOGIN_FORMAT",
        "log",
        "LOG_FORMAT_VERSION",
        "log-max-line",
        "max-size",
        "level",
    ],
)
def test_other_names_say_nothing_of_logs(name: str) -> None:
    assert log_setting(name) is None


@given(st.text(max_size=30))
def test_any_text_is_a_name(text: str) -> None:
    assert log_setting(text) in {None, "file", "format", "level", "rotation"}
    assert log_setting(text) == log_setting(f"--{text}")
