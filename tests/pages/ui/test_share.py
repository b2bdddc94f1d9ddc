"""Sharing a chart: the link keeps the view, and embed code and citation are escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages.language import Words
from pages.ui import share
from tests.pages.support.app_views import DAY, charts, copyables, framed, opened, view
from tests.pages.support.shelf import serve

BASE = "https://rounds.example.org"
MINE: dict[str, str | list[str]] = {
    "score": "500",
    "eligible": ["cec", "fsw"],
    "since": "2024-01-01",
    "link": "true",
}


@pytest.fixture(autouse=True)
def serve_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, record, "whole", public_url=BASE)


def shared(app: AppTest, chart: str) -> dict[str, Any]:
    """Return what the browser gets to share a chart."""
    assert not app.exception
    found: dict[str, Any] = charts(app)[chart]["share"]
    return found


def dialog(app: AppTest, chart: str) -> dict[str, str]:
    """Return the texts of the dialog that shares a chart."""
    found: dict[str, str] = charts(app)[chart]["labels"]["dialog"]
    return found


class IframeParser(HTMLParser):
    """Collects the attributes of each iframe, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.iframes: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.iframes.append(dict(attrs))


def test_nothing_to_copy_is_on_a_page_until_it_is_asked_for() -> None:
    assert not copyables(opened("cut-offs"))


@pytest.mark.parametrize(
    ("path", "chart", "query"),
    [
        ("", "standing", {}),
        ("cut-offs", "cut-offs", {"category": ["cec", "french"], "from_": "2024-01-01"}),
        ("week", "week-year", {"week": "2023-W49"}),
        ("my-score", "my-rounds", MINE),
    ],
)
def test_texts_to_share_have_a_place_for_the_address_that_the_browser_shows(
    path: str, chart: str, query: dict[str, str | list[str]]
) -> None:
    got = shared(opened(path, **query), chart)
    assert got["page"] == f"{BASE}/{path}"
    assert not got["private"]
    (iframe,) = IframeParser(got["frame"]).iframes
    assert iframe["src"] == share.ADDRESS
    assert f"{share.ADDRESS}, accessed on" in got["text"]
    assert f"url     = {{{share.ADDRESS}}}" in got["bibtex"]


def test_links_pass_on_none_but_our_own_parameters() -> None:
    query = {"category": "cec", "fbclid": "IwAR0", "utm_source": "x", "chart": "cut-offs"}
    names = shared(opened("cut-offs", **query), "cut-offs")["parameters"]
    assert {"category", "from", "with-pnp", "lang", "score"} <= set(names)
    assert not {"fbclid", "utm_source", "chart", "embed"} & set(names)
    (source,) = (m.value for m in framed("cut-offs", **query).markdown if "full page" in m.value)
    assert "(?category=cec)" in source


def test_score_absent_from_the_address_is_in_no_link_and_no_address() -> None:
    app = opened("my-score")
    app.multiselect(key="eligible-shown").set_value(["cec"]).run()
    app.number_input(key="score").set_value(500).run()
    assert shared(app, "my-rounds")["private"]
    assert "so there is no link to this chart" in dialog(app, "my-rounds")["private"]
    for chart in charts(app).values():
        assert "address" not in chart["numbers"]
        assert [file["format"] for file in chart["files"]] == ["csv", "png", "svg"]


@pytest.mark.parametrize("ancestors", [("'self'",), ("'none'",)])
def test_dialog_offers_the_picture_first_where_no_other_site_may_frame(
    record: Record, monkeypatch: pytest.MonkeyPatch, ancestors: tuple[str, ...]
) -> None:
    serve(monkeypatch, record, "whole", frame_ancestors=ancestors)
    texts = dialog(opened("pool"), "pool-density")
    assert texts["instead"].startswith("Other sites can’t show this chart in a frame yet. Save it")
    assert "EE_FRAME_ANCESTORS" in texts["where"]


def test_dialog_names_the_sites_that_may_frame_the_chart(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = ("'self'", "https://news.example", "https://*.gc.example")
    serve(monkeypatch, record, "whole", frame_ancestors=sites)
    texts = dialog(opened("pool"), "pool-density")
    assert texts["where"].startswith(
        "This code shows the chart with the newest data we have, on https://news.example and "
        "https://*.gc.example. On any other site the frame stays empty."
    )
    assert texts["instead"] == ""


@pytest.mark.parametrize("text", ['"><script>a</script>', "a & b <i>", "' onload='x", "</iframe>"])
def test_text_in_the_embed_code_is_escaped(text: str) -> None:
    (iframe,) = IframeParser(share.iframe(f"{BASE}/?x={text}", text, 300)).iframes
    assert iframe["title"] == text
    assert iframe["src"] == f"{BASE}/?x={text}"
    assert set(iframe) == {"src", "title", "width", "height", "loading", "style"}


def test_chart_citation_gives_data_date_address_and_access_date() -> None:
    record = view().record
    text = share.chart_citation("A title", f"{BASE}/pool", DAY, record, Words())
    assert text == (
        "“A title”. Chart by Express Entry rounds, not affiliated with IRCC. Data: Immigration, "
        "Refugees and Citizenship Canada, Express Entry rounds of invitations, as of "
        f"20 August 2026 (SHA-256 {record.source.sha256}). {BASE}/pool, accessed on 20 August 2026."
    )


def test_bibtex_entry_has_balanced_braces_whatever_the_title() -> None:
    record = view().record
    title = r"50% of {a} & b_c \d ~ $5 #6 ^"
    entry = share.chart_bibtex("pool", title, f"{BASE}/pool?a=%7B", DAY, record, Words())
    assert r"{{50\% of \{a\} \& b\_c \textbackslash{}d" in entry
    assert "urldate = {2026-08-20}" in entry
    assert f"SHA-256 {record.source.sha256}" in entry
    bare = entry.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert entry.startswith("@misc{express-entry-pool-2026-08-20,\n")


def test_share_button_help_contains_the_chart_title() -> None:
    got = shared(opened("cut-offs", category="cec"), "cut-offs")
    assert got["help"].startswith("Link, embed code and citation for CEC rose 7 points to 523")
