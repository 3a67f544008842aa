"""Whether a name (of a variable, a key, a flag) says that its value is a secret (semantics B1.0)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Literal

from policycheck.kubernetes.name_words import words

NameClass = Literal["secret", "meta", "url", "no"]
"""`meta`: something about a secret, such as TOKEN_TTL. `url`: only the value can tell, such as DATABASE_URL."""

EXTRA_NAMES = frozenset({"GOOGLE_APPLICATION_CREDENTIALS"})

_KNOWN_HARMLESS = (("etcd", "auth", "token"), ("initial", "cluster", "token"))
"""Ends of names, in words: etcd calls its kind of token and the name of its cluster tokens too."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOUNS = _words(
    "password passwords passwd passphrase passcode pwd secret secrets apikey authtoken accesstoken secretkey "
    "privatekey credential credentials creds cred htpasswd dockerconfigjson hmac token jwt bearer"
)
_NOUNS_AT_THE_END = _words("pass pw pat salt pepper otp sas psk dsn")
_ENDINGS = (
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "secretkey",
    "privatekey",
    "accesskey",
    "authtoken",
    "clientsecret",
)
_LONGEST_BEFORE_ENDING = 12
_BEFORE_KEY = _words(
    "api access private secret encryption signing master account license session auth client ssh hmac service storage "
    "cookie"
)
_URLS = frozenset(
    {
        *((word, "url") for word in ("database", "db", "redis", "amqp", "broker", "webhook")),
        *((word, "uri") for word in ("mongo", "mongodb")),
        ("connection", "string"),
    }
)
_PUBLIC = _words("public pub publishable site")
_COUNTED = "tokens"
_META = _words(
    "file files path paths dir directory name names ref refs ttl expiry expires expiration lifetime duration timeout "
    "interval age max min length len size count limit limits policy enabled disabled enable disable required require "
    "type format algorithm alg algo prefix suffix header headers issuer audience endpoint host hostname port url uri "
    "version id ids namespace mount mode rotation rotate retries attempts cost rounds strength hint reset field column "
    "provider source store backend manager class scope scopes region cache cookie allow empty bucket buckets topic per "
    "budget usage tokenizer encoder encoding validator validation complexity username user through by stdin"
)
_HEADERS = _words("authorization proxy-authorization")
_QUALIFIERS = _words("max min num allow enable disable use require has is show hide log skip default")


def classify(name: str, extra: Collection[str] = EXTRA_NAMES) -> NameClass:
    """Classify a name by its words: snake_case, kebab-case or camelCase. The `extra` names are secret as they stand."""
    return "secret" if name in extra else _classify(name)


def is_secret_header(name: str) -> bool:
    """Whether an HTTP header of that name carries credentials: `Authorization`, `X-Api-Key`."""
    return name.lower() in _HEADERS or classify(name) == "secret"


@lru_cache(maxsize=4096)
def _classify(name: str) -> NameClass:
    split = _split(name)
    noun = _last_noun(split)
    if noun is None or not _PUBLIC.isdisjoint(split) or tuple(split[-3:]) in _KNOWN_HARMLESS:
        return "no"
    at, found = noun
    if not _META.isdisjoint(split[at + 1 :]) or split[0] in _QUALIFIERS:
        return "meta"
    return found


def _split(name: str) -> list[str]:
    """Split into lower-case words without their trailing digits: PASSWORD2 is a password."""
    return [bare for word in words(name) if (bare := word.rstrip("0123456789"))]


def _last_noun(split: Sequence[str]) -> tuple[int, NameClass] | None:
    """Return where the last word that names a secret stands, and what it alone would make of the name."""
    last = len(split) - 1
    for at in range(last, -1, -1):
        word, before = split[at], split[at - 1] if at else ""
        if (before, word) in _URLS or (word == "dsn" and at == last and before):
            return at, "url"
        if _is_noun(word) or (word in _NOUNS_AT_THE_END and at == last) or (word == "key" and before in _BEFORE_KEY):
            return at, "secret"
        if word == _COUNTED:
            return at, "meta"
    return None


def _is_noun(word: str) -> bool:
    if word in _NOUNS:
        return True
    return word.endswith(_ENDINGS) and any(
        word.endswith(ending) and len(word) - len(ending) <= _LONGEST_BEFORE_ENDING for ending in _ENDINGS
    )
