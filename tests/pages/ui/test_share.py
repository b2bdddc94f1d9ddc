"""Sharing a chart: the link keeps the view, and embed code and citation are escaped."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages.language import Words
from pages.ui import share
from tests.pages.support.app_views import DAY, copyables, figures, framed, opened, view
from tests.pages.support.app_views import plain as read
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


def open_share_dialog(app: AppTest, chart: str) -> list[str]:
    """Open the share dialog of a chart and return what it offers to copy."""
    on_page = copyables(app)
    app.button(key=f"share-{chart}").click().run()
    assert not app.exception
    offered = copyables(app)
    for text in on_page:
        offered.remove(text)
    return offered


class IframeParser(HTMLParser):
    """Collects the attributes of each iframe, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.iframes: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.iframes.append(dict(attrs))


def test_share_dialog_is_built_on_demand() -> None:
    app = opened("cut-offs")
    assert not copyables(app)
    assert [button.key for button in app.button if button.label == "Share"] == [
        "share-cut-offs",
        "share-cut-offs-pnp",
    ]


@pytest.mark.parametrize(
    ("path", "chart", "query"),
    [
        ("", "standing", {}),
        ("cut-offs", "cut-offs", {"category": ["cec", "french"], "from_": "2024-01-01"}),
        ("cut-offs", "cut-offs", {"with-pnp": "true", "to": "2026-01-31"}),
        ("frequency", "gaps", {"from_": "2024-01-01"}),
        ("pool", "pool-bands", {"on": "2025-02-01"}),
        ("week", "week-year", {"week": "2023-W49"}),
        ("my-score", "my-rounds", MINE),
    ],
)
def test_link_embed_code_and_citation_keep_page_and_parameters(
    path: str, chart: str, query: dict[str, str | list[str]]
) -> None:
    link, frame, text, entry = open_share_dialog(opened(path, **query), chart)
    at = urlsplit(link)
    assert f"{at.scheme}://{at.netloc}{at.path}" == f"{BASE}/{path}"
    expected = [
        (name.rstrip("_"), item)
        for name, value in query.items()
        for item in ([value] if isinstance(value, str) else value)
    ]
    assert sorted(parse_qsl(at.query)) == sorted(expected)
    (iframe,) = IframeParser(frame).iframes
    inner = urlsplit(str(iframe["src"]))
    assert parse_qsl(inner.query) == [*parse_qsl(at.query), ("chart", chart), ("embed", "true")]
    assert link in text
    assert f"url     = {{{link}}}" in entry


def test_share_link_omits_the_chart_parameter() -> None:
    assert open_share_dialog(opened("cut-offs", chart="x"), "cut-offs")[0] == f"{BASE}/cut-offs"


def test_links_pass_on_none_but_our_own_parameters() -> None:
    query = {"category": "cec", "fbclid": "IwAR0", "utm_source": "x", "chart": "cut-offs"}
    link, frame, *citations = open_share_dialog(opened("cut-offs", **query), "cut-offs")
    assert link == f"{BASE}/cut-offs?category=cec"
    assert not any("IwAR0" in text or "utm" in text for text in (frame, *citations))
    (source,) = (m.value for m in framed("cut-offs", **query).markdown if "full page" in m.value)
    assert "(?category=cec)" in source


def test_score_absent_from_the_address_is_in_no_share_link() -> None:
    app = opened("my-score")
    app.multiselect(key="eligible-shown").set_value(["cec"]).run()
    app.number_input(key="score").set_value(500).run()
    codes = open_share_dialog(app, "my-rounds")
    assert len(codes) == 2
    assert not any("500" in code.replace("2500", "") and "score=" in code for code in codes)
    assert any("so there is no link to this chart" in caption.value for caption in app.caption)
    assert not any("iframe" in code for code in codes)


def picture_titles(app: AppTest) -> list[str]:
    """Return the titles of the pictures that a page offers, of which the browser makes files."""
    sent = [json.loads(element.proto.bytes) for element in app.get("bidi_component")]
    return [got["title"] for got in sent if "files" in got]


@pytest.mark.parametrize("ancestors", [("'self'",), ("'none'",)])
def test_embed_tab_offers_the_picture_first_where_no_other_site_may_frame(
    record: Record, monkeypatch: pytest.MonkeyPatch, ancestors: tuple[str, ...]
) -> None:
    serve(monkeypatch, record, "whole", frame_ancestors=ancestors)
    app = opened("pool")
    before = Counter(picture_titles(app))
    open_share_dialog(app, "pool-bands")
    (notice,) = (info.value for info in app.info if "frame" in info.value)
    assert notice.startswith("Other sites can’t show this chart in a frame yet. Save it as a")
    assert any("`EE_FRAME_ANCESTORS`" in caption.value for caption in app.caption)
    (title,) = (Counter(picture_titles(app)) - before).elements()
    assert figures(app)[0].alt.startswith(title)


def test_embed_tab_names_the_sites_that_may_frame_the_chart(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = ("'self'", "https://news.example", "https://*.gc.example")
    serve(monkeypatch, record, "whole", frame_ancestors=sites)
    app = opened("pool")
    open_share_dialog(app, "pool-bands")
    (text,) = (read(caption.value) for caption in app.caption if "frame" in caption.value)
    assert text.startswith(
        "This code shows the chart with the newest data we have, on https://news.example and "
        "https://*.gc.example. On any other site the frame stays empty."
    )
    assert not any("frame" in info.value for info in app.info)


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
    app = opened("cut-offs", category="cec")
    assert read(str(app.button(key="share-cut-offs").help)).startswith(
        "Link, embed code and citation for CEC 523 on 18 August 2026"
    )
