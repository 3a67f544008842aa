from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.secret_values import is_reference
from policycheck.model import Document, Resource
from policycheck.redaction.hiding import Hide, hider
from tests.effort import tries

ODD = 'hun"ter\\2\n<grüße>\t&\U0001f511/'
LONG = "long-" + 'a"\\\n\u00fc' * 5000


def hiding(*secrets: str) -> Hide:
    body: dict[str, object] = {"kind": "Secret", "stringData": {str(key): one for key, one in enumerate(secrets)}}
    return hider([Resource("v1", "", "Secret", "a", None, body, Document("stdin", None, memoryview(b""), None, body))])


def html_safe(text: str) -> str:
    """As Go writes JSON."""
    return "".join(f"\\u{ord(one):04x}" if one in "<>&" else one for one in text)


QUOTED = {
    "as it is": ODD,
    "in JSON": json.dumps(ODD),
    "in JSON that is not ASCII": json.dumps(ODD, ensure_ascii=False),
    "in JSON by Go": html_safe(json.dumps(ODD, ensure_ascii=False)),
    "in JSON in JSON": json.dumps([json.dumps({"a": ODD})]),
    "in JSON in JSON in JSON": json.dumps([json.dumps([json.dumps([ODD])])]),
    "in base64": b64encode(ODD.encode()).decode(),
    "in base64 of URLs": urlsafe_b64encode(ODD.encode()).decode(),
    "in base64 without padding": b64encode(ODD.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_a_secret_is_hidden_however_it_is_quoted(text: str) -> None:
    assert hiding(ODD)(text).count("****") == 1
    assert "hun" not in hiding(ODD)(text)


@pytest.mark.parametrize("text", [LONG, json.dumps(LONG), json.dumps([json.dumps([LONG])])], ids=["plain", "1", "2"])
def test_a_long_secret_is_hidden_in_linear_time(text: str) -> None:
    assert "aaa" not in hiding(LONG)(text)
    assert "long-" not in hiding(LONG)(text)


def test_a_short_secret_in_base64_is_hidden_with_its_padding_only() -> None:
    assert hiding("1")("MQ== and RabbitMQ") == "**** and RabbitMQ"


def test_many_secrets_of_all_lengths_are_hidden() -> None:
    secrets = [f"swordfish-{number}-" + "x" * (number % 900) + "." for number in range(300)]
    hide = hiding(*secrets)
    assert {hide(json.dumps(one)) for one in secrets} == {'"****"'}
    assert hide("swordfish-300-") == "swordfish-300-"


@tries(40)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=12).filter(lambda text: text == text.strip())
)
def test_no_secret_survives_json_or_base64(secret: str) -> None:
    if not is_reference(secret):
        hide = hiding(secret)
        assert hide(json.dumps(secret)) == '"****"'
        assert hide(f"<{secret}>") == "<****>"
        assert hide(b64encode(secret.encode()).decode()) == "****"


def test_nothing_is_looked_at_before_there_is_a_text() -> None:
    hide = hider(iter([]))
    assert hide("ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6 web") == "ghp_**** web"
