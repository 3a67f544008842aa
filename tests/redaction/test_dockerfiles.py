"""A secret that stands in a Dockerfile reaches no report, though a custom policy quotes all there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import Overrides, check, configure
from policycheck.reporters import REPORTERS, render
from policycheck.reporters.view import View

CANARY = "hunter2-Canary"
EVERYTHING = View("all", "full", width=10**6)

QUOTING = """\
apiVersion: policycheck/v1
id: quoting
title: Quotes all it sees
severity: warning
match: {kind: Dockerfile}
foreach: [stages, arguments, "go_builds()", "run_commands()", "copied_files()", "images_used()"]
assert: false
message: "{{ to_string(@) }}"
examples:
  fail: [{name: a, files: {Dockerfile: "FROM a:1"}, at: ["Dockerfile/Dockerfile stages[0]"]}]
  pass: [{name: b, manifest: "{apiVersion: v1, kind: A}"}]
"""

PLACES = {
    "ENV": "ENV DB_PASSWORD=CANARY",
    "ENV in quotes": 'ENV A=b DB_PASSWORD="CANARY"',
    "ENV of old": "ENV DB_PASSWORD CANARY",
    "ARG": "ARG API_TOKEN=CANARY",
    "ARG in quotes": "ARG A B='b' API_TOKEN='CANARY'",
    "LABEL": "LABEL api-token=CANARY",
    "a URL": "ENV DATABASE_URL=postgres://u:CANARY@h/db",
    "put into another": "ARG API_TOKEN=CANARY\nENV OTHER=$API_TOKEN\nRUN echo $API_TOKEN",
    "put into an image": "ARG API_TOKEN=CANARY\nCOPY --from=a/$API_TOKEN:1 a b",
    "a shell's variable": "RUN PGPASSWORD=CANARY psql",
    "a flag": "RUN app --db-password CANARY",
    "a flag in JSON": 'RUN ["app", "--db-password=CANARY"]',
    "an option": "RUN curl -u admin:CANARY http://h",
    "a heredoc": "RUN <<EOF\ncurl -H 'Authorization: Bearer CANARY' h\nEOF",
    "a health check": "HEALTHCHECK CMD curl -u admin:CANARY localhost",
    "an entrypoint": 'ENTRYPOINT ["app", "--token", "CANARY"]',
    "a build": "RUN API_TOKEN=CANARY go build -ldflags '-X main.token=CANARY' .",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_reaches_no_report(place: str, tmp_path: Path) -> None:
    (tmp_path / "quoting.yaml").write_text(QUOTING, encoding="utf-8")
    file = tmp_path / "Dockerfile"
    file.write_text(f"FROM golang:1.24\n{PLACES[place].replace('CANARY', CANARY)}\nFROM scratch\n", encoding="utf-8")
    report = check(str(file), config=configure(overrides=Overrides(policies=(str(tmp_path / "quoting.yaml"),))))
    assert any(one.policy.id == "quoting" and one.findings for one in report.outcomes)
    assert CANARY not in "".join(render(report, EVERYTHING, format_name=name) for name in REPORTERS)
