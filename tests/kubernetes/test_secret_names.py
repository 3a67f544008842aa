from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.secret_names import NameClass, classify, is_secret_header

NAMES: dict[NameClass, str] = {
    "secret": """
        DB_PASSWORD DB_PASS PGPASSWORD DBPASSWORD MYSQL_PWD dbPassword db-password MYSQL_ROOT_PASSWORD PASSWORD2
        DB_PASSWORD_2 KAFKA_CLIENT_PASSWORDS API_KEY APIKEY apiKey x-api-key DD_API_KEY STRIPE_API_KEY STRIPE_SECRET_KEY
        AWS_SECRET_ACCESS_KEY ENCRYPTION_KEY PRIVATE_KEY HMAC_KEY NEW_RELIC_LICENSE_KEY SECRET_KEY_BASE GITHUB_TOKEN
        VAULT_TOKEN SAS_TOKEN API_TOKEN JWT_SECRET SESSION_SECRET TOKEN_SECRET OAUTH_CLIENT_SECRET clientsecret
        CREDENTIALS GOOGLE_APPLICATION_CREDENTIALS PAT QUEUE_PASSWORD JWT BEARER .dockerconfigjson htpasswd SMTP_PW DSN
        PASSWORD_SALT LOGIN_OTP oauth2Token SSHPrivateKey passphrase REDIS_CREDS
    """,
    "meta": """
        AWS_ACCESS_KEY_ID PASSWORD_FILE DB_PASSWORD_FILE TOKEN_TTL TOKEN_TTL_SECONDS SECRET_NAME SECRET_REF secretName
        PRIVATE_KEY_PATH PASSWORD_MIN_LENGTH MAX_TOKENS TOKEN_BUCKET_SIZE ALLOW_EMPTY_PASSWORD AUTH_TOKEN_HEADER
        OAUTH_TOKEN_URL SECRETS_MANAGER_REGION BEARER_TOKEN_FILE PASSWORD_HASH_ALGORITHM SA_TOKEN_PATH CSRF_TOKEN_NAME
        COOKIE_SECRET_ROTATION TOKEN_URL SECRET_PROVIDER_CLASS GIT_TOKEN_USERNAME password-file secretKeyRefName
        DEFAULT_PASSWORD USE_JWT HAS_SECRET CASSANDRA_NUM_TOKENS DATABASE_URL_FILE password-stdin
    """,
    "url": """
        DATABASE_URL DB_URL REDIS_URL AMQP_URL BROKER_URL CELERY_BROKER_URL MONGO_URI MONGODB_URI databaseUrl
        AZURE_STORAGE_CONNECTION_STRING SLACK_WEBHOOK_URL SENTRY_DSN
    """,
    "no": """
        KEY_PREFIX PUBLIC_KEY STRIPE_PUBLISHABLE_KEY RECAPTCHA_SITE_KEY SSH_PUB_KEY KEY CACHE_KEY PARTITION_KEY SORT_KEY
        PRIMARY_KEY TLS_KEY_FILE TOKENIZER TOKENIZERS_PARALLELISM COMPASS_URL BYPASS_CACHE PASSENGER_COUNT PASSIVE_MODE
        SECRETARY SECRETARY_EMAIL MONKEY KEYCLOAK_URL KEYSPACE TURKEY_REGION OAUTH_CLIENT_ID PASS_THROUGH SALT_LENGTH
        AUTHOR PATH PATTERN SSH_AUTH_SOCK OTEL_EXPORTER_OTLP_HEADERS LOG_LEVEL PUBLIC_TOKEN averylongwordbeforepassword
        ETCD_AUTH_TOKEN ETCD_INITIAL_CLUSTER_TOKEN initial-cluster-token _ 42
    """,
}
TABLE = [(name, expected) for expected, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("name", "expected"), TABLE)
def test_a_name_says_what_its_value_is(name: str, expected: NameClass) -> None:
    assert classify(name) == expected


@pytest.mark.parametrize(
    "header", ["Authorization", "authorization", "Proxy-Authorization", "X-Api-Key", "X-Auth-Token"]
)
def test_a_header_carries_credentials(header: str) -> None:
    assert is_secret_header(header)


@pytest.mark.parametrize("header", ["", "Host", "Cookie", "Accept", "X-Token-Type", "Authorization-Mode"])
def test_other_headers_do_not(header: str) -> None:
    assert not is_secret_header(header)


def test_no_name_says_nothing() -> None:
    assert classify("") == "no"


def test_further_names_are_secret_exactly_as_they_stand() -> None:
    assert classify("ACME_PIN") == "no"
    assert classify("ACME_PIN", extra={"ACME_PIN"}) == "secret"
    assert classify("acme_pin", extra={"ACME_PIN"}) == "no"
    assert classify("TOKEN_TTL", extra={"TOKEN_TTL"}) == "secret"


def test_a_hostile_name_takes_no_longer_than_its_length() -> None:
    assert classify("A" * 200_000) == classify("a" * 200_000) == classify("_" * 200_000) == "no"


@given(st.sampled_from([name for name, _ in TABLE if "_" in name and name.isupper()]), st.sampled_from("-./ "))
def test_it_is_the_words_that_count(name: str, separator: str) -> None:
    expected = "no" if name == "GOOGLE_APPLICATION_CREDENTIALS" else classify(name)
    if expected != "no":
        assert classify(name.lower()) == classify(name.replace("_", separator)) == expected
        assert classify(name.title().replace("_", "")) == expected


@given(st.text(max_size=40))
def test_any_text_has_a_class(name: str) -> None:
    assert classify(name) in {"secret", "meta", "url", "no"}
