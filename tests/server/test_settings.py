"""Settings come from environment variables; an invalid one prevents startup with a reason."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from data.vocabulary.places import FOLDER, SOURCE_URL
from server.settings import VARIABLES, Settings, SettingsError, variable_name

ROOT = Path(__file__).parents[2]


def test_an_empty_environment_gives_the_defaults() -> None:
    found = Settings.from_environ({"HOME": "/root", "EE_SOMETHING_ELSE": "?"})
    assert found == Settings()
    assert (found.refresh_minutes, found.feed_url) == (30, SOURCE_URL)
    assert (found.data_dir, found.frame_ancestors) == (FOLDER, ("'self'",))


def test_an_empty_value_counts_as_unset() -> None:
    assert Settings.from_environ({"EE_FEED_URL": "", "EE_RATE_DATA": "  "}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("EE_REFRESH_MINUTES", "0", "refresh_minutes", 0),
        ("EE_REFRESH_MINUTES", "1.5", "refresh_minutes", 1.5),
        ("EE_REFRESH_MINUTES", "10080", "refresh_minutes", 10080),
        ("EE_FEED_URL", "https://example.org/a.json", "feed_url", "https://example.org/a.json"),
        ("EE_FEED_URL", "http://127.0.0.1:8/a", "feed_url", "http://127.0.0.1:8/a"),
        ("EE_FEED_URL", "http://[::1]:8/a", "feed_url", "http://[::1]:8/a"),
        ("EE_DATA_DIR", "/var/lib/ee", "data_dir", Path("/var/lib/ee")),
        ("EE_DATA_DIR", "s3://a-bucket/record/", "data_dir", "s3://a-bucket/record"),
        ("EE_DATA_DIR", "gs://a-bucket", "data_dir", "gs://a-bucket"),
        ("EE_DATA_DIR", "az://account/container/a", "data_dir", "az://account/container/a"),
        ("EE_PUBLIC_URL", "https://example.org/ee/", "public_url", "https://example.org/ee"),
        ("EE_SECURITY_CONTACT", "mailto:a@b.ca", "security_contact", "mailto:a@b.ca"),
        ("EE_SECURITY_CONTACT", "https://b.ca/flaw", "security_contact", "https://b.ca/flaw"),
        (
            "EE_ALLOWED_HOSTS",
            "a.org, *.b.org,[::1]",
            "allowed_hosts",
            ("a.org", "*.b.org", "[::1]"),
        ),
        ("EE_FRAME_ANCESTORS", "none", "frame_ancestors", ("'none'",)),
        (
            "EE_FRAME_ANCESTORS",
            "'self' https://*.a.org:8443",
            "frame_ancestors",
            ("'self'", "https://*.a.org:8443"),
        ),
        ("EE_HSTS_SECONDS", "0", "hsts_seconds", 0),
        ("EE_RATE_DATA", "7", "rate_data", 7),
        ("EE_RATE_PAGES", "8", "rate_pages", 8),
        ("EE_RATE_VISITS", "9", "rate_visits", 9),
        ("EE_RATE_MESSAGES", "60", "rate_messages", 60),
        ("EE_PAGE_RUNS", "2", "page_runs", 2),
        ("EE_REQUEST_SECONDS", "5", "request_seconds", 5),
        ("EE_MAX_REQUEST_BYTES", "10", "max_request_bytes", 10),
        ("EE_METRICS_LISTEN", "127.0.0.1:9464", "metrics_listen", ("127.0.0.1", 9464)),
        ("EE_METRICS_LISTEN", "[::]:9464", "metrics_listen", ("::", 9464)),
        ("EE_METRICS_TOKEN", "0123456789abcdef", "metrics_token", "0123456789abcdef"),
        ("EE_LIMITS_URL", "valkeys://:x@a.org:6379/1", "limits_url", "valkeys://:x@a.org:6379/1"),
    ],
)
def test_valid_values_are_read(name: str, text: str, field: str, value: object) -> None:
    assert getattr(Settings.from_environ({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("EE_REFRESH_MINUTES", "often"),
        ("EE_REFRESH_MINUTES", "-1"),
        ("EE_REFRESH_MINUTES", "0.5"),
        ("EE_REFRESH_MINUTES", "nan"),
        ("EE_REFRESH_MINUTES", "inf"),
        ("EE_FEED_URL", "http://example.org/a.json"),
        ("EE_FEED_URL", "file:///etc/passwd"),
        ("EE_FEED_URL", "https://"),
        ("EE_FEED_URL", "https://a:b@example.org"),
        ("EE_FEED_URL", "https://example.org:port"),
        ("EE_DATA_DIR", "https://example.org/record"),
        ("EE_DATA_DIR", "s3://"),
        ("EE_DATA_DIR", "s3://key:secret@bucket"),
        ("EE_DATA_DIR", "s3://bucket/?endpoint=x"),
        ("EE_PUBLIC_URL", "example.org"),
        ("EE_PUBLIC_URL", "https://example.org/?a=b"),
        ("EE_SECURITY_CONTACT", "a@b.ca"),
        ("EE_SECURITY_CONTACT", "mailto:a@b.ca\nContact: mailto:c@d.ca"),
        ("EE_ALLOWED_HOSTS", "https://example.org"),
        ("EE_ALLOWED_HOSTS", "a.org b.org"),
        ("EE_ALLOWED_HOSTS", "a.*.org"),
        ("EE_ALLOWED_HOSTS", "a.org,"),
        ("EE_FRAME_ANCESTORS", "https://a.org; script-src *"),
        ("EE_FRAME_ANCESTORS", "*"),
        ("EE_FRAME_ANCESTORS", "'none' https://a.org"),
        ("EE_HSTS_SECONDS", "a year"),
        ("EE_RATE_DATA", "-3"),
        ("EE_RATE_DATA", "1e3"),
        ("EE_RATE_DATA", "٣"),
        ("EE_MAX_REQUEST_BYTES", "9" * 30),
        ("EE_METRICS_LISTEN", "9464"),
        ("EE_METRICS_LISTEN", "127.0.0.1"),
        ("EE_METRICS_LISTEN", "http://127.0.0.1:9464"),
    ],
)
def test_invalid_value_is_refused_naming_variable_and_allowed_values(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ({name: text})
    variable = VARIABLES[name.removeprefix("EE_").lower()]
    assert str(refused.value).startswith(f"{name} is {text!r}")
    assert variable.allowed in str(refused.value)


@pytest.mark.parametrize(
    "text", ["memory://hidden", "valkey://:hidden@", "https://a:hidden@b.org", "redis://a hidden"]
)
def test_an_invalid_address_with_a_password_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ({"EE_LIMITS_URL": text})
    assert str(refused.value).startswith("EE_LIMITS_URL is set to a value which is not allowed. ")
    assert "hidden" not in str(refused.value)


def test_every_field_has_a_variable_of_its_own() -> None:
    assert list(VARIABLES) == [field.name for field in fields(Settings)]


def _markdown_table() -> str:
    """Return all variables as the Markdown table in the README."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for field in fields(Settings):
        variable, value = VARIABLES[field.name], field.default
        text = " ".join(value) if isinstance(value, tuple) else str(value)
        default = variable.default or f"`{text}`"
        lines.append(f"| `{variable_name(field.name)}` | {default} | {variable.meaning} |")
    return "\n".join(lines) + "\n"


def test_the_readme_has_the_table_of_all_variables() -> None:
    assert _markdown_table() in (ROOT / "README.md").read_text("utf-8")
