"""Draws pages/preview.png, which a link to the dashboard is shown with, from the real cut-offs.

`python docs/preview.py http://127.0.0.1:8501` asks a server that runs; it needs a Chromium and what
requirements-dev.txt lists. The picture names no numbers, so that it stays true as the record grows.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FILE = Path(__file__).parents[1] / "pages" / "preview.png"
CATEGORIES = ("cec", "french", "healthcare", "stem")  # as many as have room for a name
VIEW = "&".join(
    [
        "/cut-offs?from=2023-06-28&chart=cut-offs&events=none&embed=true&embed_options=light_theme",
        *(f"category={code}" for code in CATEGORIES),
    ]
)
WIDTH, HEIGHT, SCALE = 800, 420, 1.5  # makes 1200 by 630, with words that can be read when small
PLOT = 252  # pixels of the chart
LOOK = """
  [data-testid=stMainBlockContainer] { padding: 30px 40px 0 !important }
  .st-key-embedded h1 { font-size: 44px !important; letter-spacing: -.01em }
  .st-key-embedded [data-testid=stCaptionContainer] p { font-size: 18px }
  .st-key-embedded > :last-child { position: fixed; bottom: 14px; left: 40px }
  .st-key-embedded > :last-child p { font-size: 18px; color: #6b6e76 }
  body::before { content: ""; position: fixed; inset: 0 auto 0 0; width: 12px; background: #1f5fa8;
                 z-index: 1000000 }
"""
WORDS = """([title, what, source, height]) => {
  const own = document.querySelector(".st-key-embedded");
  own.querySelector("h1").textContent = title;
  own.querySelector("[data-testid=stCaptionContainer] p").textContent = what;
  own.querySelector(":scope > :last-child p").textContent = source;
  const plot = own.querySelector("[data-testid=plot]");
  plot.style.height = `${height}px`;
  // The view box that serves printing is of the chart's own height.
  plot.querySelectorAll(".main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
  return Plotly.relayout(plot.querySelector(".js-plotly-plot"), {height});
}"""


def main(server: str) -> None:
    """Draw the picture and write the file."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE
        )
        page.goto(server + VIEW)
        page.locator(".st-key-embedded .main-svg").first.wait_for()
        page.evaluate("document.fonts.ready")
        page.add_style_tag(content=LOOK)
        words = [
            "Express Entry rounds",
            "Every round of invitations since 2015: cut-offs, invitations, pool and outlook.",
            "Open data from IRCC’s published rounds. Not affiliated with IRCC.",
        ]
        page.evaluate(WORDS, [*words, PLOT])
        page.wait_for_timeout(1000)
        page.screenshot(path=FILE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
