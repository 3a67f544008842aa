from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.secret_values import PATTERNS, find, is_reference, redact, without

# Put together here, so that nobody's scanner takes this file for a leak.
AWS = "AKIA" + "ABCDEFGHIJKLMNOP"
JWT = "eyJ" + "hbGciOiJI.eyJ" + "zdWIiOiIx.c2lnbmF0dXJl"
GITHUB = "ghp_" + "a1" * 18
PEM = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE\nowIB\n-----END RSA " + "PRIVATE KEY-----"

REDACTED = [
    (JWT, "eyJ****"),
    (AWS, "AKIA****"),
    ("ASIA" + "ABCDEFGHIJKLMNOP", "ASIA****"),
    (PEM, "-----BEGIN RSA PRIVATE KEY-----****-----END RSA PRIVATE KEY-----"),
    ("-----BEGIN " + "PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----****"),
    ("-----BEGIN EC " + "PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----****"),
    (GITHUB, "ghp_****"),
    ("github_pat_" + "a" * 22, "github_pat_****"),
    ("glpat-" + "a1b2", "glpat-****"),
    ("xoxb-" + "123-abc", "xoxb-****"),
    ("https://hooks.slack.com/services/" + "T0/B0/x1", "https://hooks.slack.com/services/****"),
    ("sk_" + "live_a1b2", "sk_live_****"),
    ("AIza" + "a" * 35, "AIza****"),
    ("npm_" + "a" * 36, "npm_****"),
    ("SG." + "a" * 22 + "." + "b" * 43, "SG.****"),
    ("AccountName=a;AccountKey=" + "ab/c+d==;Suffix=x", "AccountName=a;AccountKey=****;Suffix=x"),
    ("SharedAccessKey=" + "/ab=", "SharedAccessKey=****"),
    ("postgres://u:pw@h/db", "postgres://u:****@h/db"),
    ("redis://:pw@h", "redis://:****@h"),
    ("amqp://u:${PW:-pw}@h", "amqp://u:****@h"),
    ("root:pw@tcp(db:3306)/shop", "root:****@tcp(db:3306)/shop"),
    ("first: line\nroot:pw@unix(/run/db)/shop", "first: line\nroot:****@unix(/run/db)/shop"),
    ("jdbc:mysql://h/db?user=u&password=pw", "jdbc:mysql://h/db?user=u&password=****"),
    ("host=h user=u password=p&w dbname=d", "host=h user=u password=**** dbname=d"),
    ("Authorization: Bearer a1b2", "Authorization: Bearer ****"),
    ("curl -H 'authorization: Basic dTpw' h", "curl -H 'authorization: Basic ****' h"),
    ('{"Authorization": "token a1b2"}', '{"Authorization": "token ****"}'),
    ('password="hunter2"', "password=****"),
    ("password=$X-hunter2", "password=****"),
    (f"two {AWS} and {AWS}.", "two AKIA**** and AKIA****."),
    (f"https://u:{GITHUB}@h/", "https://u:****@h/"),
    (f"é \ud800 {AWS}", "é \ud800 AKIA****"),
]
HARMLESS = [
    "",
    "AKIAIOSFODNN7EXAMPLE",
    "XAKIAABCDEFGHIJKLMNOP",
    "-----BEGIN PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----",
    "postgres://u@h/db",
    "postgres://db/app",
    "http://h:8080/a@b",
    "postgres://u:$(DB_PASS)@h/db",
    "postgres://u:${DB_PASS}@h/db",
    "host=h password=$(DB_PASS)",
    "password= ",
    'password=""',
    "password='$(DB_PASS)' host=h",
    "password=$(cat /run/pw)",
    'password="$PW"',
    "password=`cat /run/pw`",
    "password=${PW}",
    "password=${PW:?is needed}",
    "password=$1",
    "password=%s",
    "password=%(password)s",
    "password=%PASSWORD%",
    "password={password}",
    "password=<password>",
    "password=os.environ['PW']",
    "password=getpass()",
    "password=****",
    'password="controller-password-placeholder"',
    "sed -i 's/password=.*/password=$PW/' f",
    "grep -oP 'password=\\K.+' f",
    "sed 's/password=[^ ]*/password=/' f",
    "Authorization: Bearer $TOKEN",
    "Authorization: Bearer <token>",
    "authorization: enabled",
    "https://<user>:<password>@h",
    "npm_config_cache=/tmp",
    "ghp_short",
    "image@sha256:0a1b",
    "risk_lively",
    "SG.a.b",
    "-----BEGIN PRIVATE KEY-----{{ .Data.key }}-----END PRIVATE KEY-----",
]


@pytest.mark.parametrize(("text", "redacted"), REDACTED)
def test_a_secret_is_hidden_but_for_its_known_prefix(text: str, redacted: str) -> None:
    assert find(text)
    assert redact(text) == redacted


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert find(text) == ()
    assert redact(text) == text


def test_what_is_found_says_what_it_is_and_where() -> None:
    found = find(f"a {AWS} b postgres://u:pw@h")
    assert [(one.what, one.start, one.end) for one in found] == [
        ("AWS access key", 6, 22),
        ("password in a URL", 38, 40),
    ]


def test_a_text_without_the_secrets_that_are_told_elsewhere() -> None:
    text = f"a: {AWS}\nb: |\n  " + PEM.replace("\n", "\n  ") + "\nc: postgres://u:pw@h"
    assert [found.what for found in find(text)] == ["AWS access key", "private key", "password in a URL"]
    left = without(text, [AWS, PEM])
    assert [found.what for found in find(left) if left[found.start : found.end].strip()] == ["password in a URL"]
    assert left.count("\n") == text.count("\n")
    assert without(text, []) == text


def test_every_pattern_finds_something_in_these_tests() -> None:
    assert {one.what for text, _ in REDACTED for one in find(text)} == {pattern.what for pattern in PATTERNS}


@given(st.text(), st.sampled_from([AWS, JWT, GITHUB]), st.text())
def test_a_secret_is_hidden_between_any_words(before: str, secret: str, after: str) -> None:
    assert secret[4:] not in redact(f"{before} {secret} {after}")


@given(st.lists(st.sampled_from([AWS, JWT, PEM, GITHUB, " ", "\n", "a", "://", ":", "@", "$(X)", "password="])))
def test_redacting_again_changes_nothing(parts: list[str]) -> None:
    redacted = redact("".join(parts))
    assert redact(redacted) == redacted


@given(st.text())
def test_any_text_can_be_redacted(text: str) -> None:
    assert isinstance(redact(text), str)


@pytest.mark.parametrize("part", ["a://b:", "{{", "$(a", "${", "password=", "-----BEGIN A ", "eyJaaaaaaaa.", "@tcp("])
def test_a_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    assert isinstance(redact(part * 20_000), str)
    assert isinstance(is_reference(part * 20_000), bool)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$(DB_PASS)",
        "${DB_PASS}",
        "${env:DB_PASS}",
        "$(USER):$(PASS)",
        "Bearer $(API_TOKEN)",
        "vault:secret/data/db#password",
        "ref+awssm://db/password",
        "sm://project/db",
        "op://vault/db/password",
        "arn:aws:secretsmanager:eu-west-1:1:secret:db",
        "arn:aws:ssm:eu-west-1:1:parameter/db",
        "<path:secret/data/db#password>",
        "projects/shop/secrets/db/versions/1",
        '{{ with secret "db" }}{{ .Data.password }}{{ end }}',
        "file:/run/secrets/db",
        "/run/secrets/db-password",
    ],
)
def test_a_reference_is_no_literal(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "hunter2",
        "1234",
        "true",
        " ",
        "$$(DB_PASS)",
        "$(",
        "${DB_PASS:-hunter2}",
        "hunter2$(SUFFIX)",
        "vault:",
        "arn:aws:iam::1:role/db",
        "/ab+c/d==",
        "vault:a\nhunter2",
        "{{}",
        "changeme",
    ],
)
def test_a_literal_is_no_reference(text: str) -> None:
    assert not is_reference(text)
