"""Writes docs/design.md from the code that draws: `python -m tests.design`.

With `pictures`, it also draws the examples anew, from the bundled data, in Chromium.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pages.cutoffs.marks import CONTEXT, FOCUS, LAST, PAST
from pages.plot import axis, colours, gutter, text
from pages.plot.colours import PALETTE, Theme, resolve
from tests.support.serving import CHROMIUM_ARGUMENTS, ROOT, chromium, free_port, served, uvicorn

FILE, PICTURES = ROOT / "docs/design.md", ROOT / "docs/design"
THEMES: Sequence[Theme] = get_args(Theme)
WIDTH = 760  # pixels of an example
READY = "() => document.querySelector('.st-key-embedded .main-svg') && document.fonts.ready"


class Example(NamedTuple):
    """A type of chart: a good example by its address, when to use it, and its other charts."""

    name: str
    page: str
    chart: str
    use: str
    others: Sequence[str] = ()


EXAMPLES = (
    Example(
        "Lines over time",
        "cut-offs",
        "cut-offs",
        "A score from round to round. What is in focus has its colour and its name at the end, the "
        "rest is grey; what lies beyond the scale is a triangle at the edge.",
        ("cut-offs-pnp", "my-rounds", "my-lag"),
    ),
    Example(
        "Small panels",
        "cut-offs",
        "cut-offs-by-category",
        "The same for many categories, on one scale: as few lines as can be followed.",
    ),
    Example(
        "Rows",
        "overview",
        "standing",
        "One row per category, where its name stands: values on shared scales, side by side.",
        ("cut-off-ranges", "gaps", "outlook-next", "my-comparison", "week-cutoffs"),
    ),
    Example(
        "Bars over time",
        "invitations",
        "invitations",
        "Amounts that add up. The first layer stands on the axis, as only it can be compared.",
        ("plan", "pool-inflow", "week-invitations"),
    ),
    Example(
        "Running totals",
        "invitations",
        "invitations-by-year",
        "Years on one calendar: this year accented, the year before in dark grey.",
        ("week-year",),
    ),
    Example(
        "Cells",
        "frequency",
        "rounds-per-week",
        "Counts on a calendar or of two kinds at once; each shade has a text that can be read.",
        ("weekdays", "outlook-calendar"),
    ),
    Example(
        "Ranges ahead",
        "outlook",
        "outlook-fan",
        "A forecast: grey is past, the colour ahead; a thin line holds 8 times out of 10, the "
        "thick part half of the time.",
        ("outlook-reliability",),
    ),
    Example(
        "Density",
        "pool",
        "pool-density",
        "Candidates per point, so that bands of 10 and of 100 points compare. Hatched: open ends.",
        ("pool-above", "pool-changes", "pool-of-round"),
    ),
    Example(
        "Areas",
        "pool",
        "pool-areas",
        "Parts of a whole over time, in steps of one colour with an edge.",
    ),
)


def linear(colour: str) -> tuple[float, float, float]:
    """Return the linear light of a colour's red, green and blue, as in WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as in WCAG 2.2.

    >>> round(contrast("#000000", "#ffffff"), 2)
    21.0
    """
    lights = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def table(heads: Sequence[str], rows: Iterator[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def document() -> str:
    """Return the text of docs/design.md."""
    parts = [
        "# Design",
        "How the pages and their charts look. `python -m tests.design` writes this text from the "
        "code that draws, and a test fails if the two differ: don’t edit it here. Why a page is as "
        "it is, is in [pages/README.md](../pages/README.md); how to draw a figure, in "
        "[pages/plot/README.md](../pages/plot/README.md).",
        f"## Grid\n\n{table(['what', 'pixels'], _grid())}",
        f"## Type\n\n{table(['text', 'size'], _type())}",
        "## Colours\n\nEach has a value for the light and for the dark theme, and its contrast "
        "with the page. A name may have a colour from 4.5 on, a mark from 3; `grid` and `ghost` "
        f"are for what is only there to compare.\n\n{table(_HEADS, _colours())}",
        "## Shades of cells\n\nFrom little to much, with the contrast of the text on each.\n\n"
        f"{table(['shade', 'text', 'light', 'dark'], _shades())}",
        f"## Marks\n\nPixels.\n\n{table(['mark', 'line', 'dot'], _marks())}\n\nA circle is a "
        "round, a hollow one an inactive category’s or one not invited, a triangle lies beyond the "
        "scale. Hatching is an open end or what we can’t tell. A dashed line is a boundary that "
        "scores don’t cross.",
        "## Types of charts",
        *map(_example, EXAMPLES),
    ]
    return "\n\n".join(parts) + "\n"


_HEADS = ("colour", "light", "contrast", "dark", "contrast")


def _grid() -> Iterator[Sequence[object]]:
    css = (ROOT / "pages/shell/screen.css").read_text("utf-8")
    script = (ROOT / "pages/plot/assets/plot.js").read_text("utf-8")
    column, sentence = (
        re.search(rf"{part} {{ max-width: (\d+)rem", css)[1]  # type: ignore[index]
        for part in (r"stMainBlockContainer\"\]", r":is\(p, li\)")
    )
    yield "column, at most", int(column) * 16
    yield "sentence, at most", int(sentence) * 16
    for name, width in re.findall(r"(\w+): (\d+)", re.search(r"WIDTHS = {(.*?)}", script)[1]):  # type: ignore[index]
        yield f"`{name}=` layout of a figure, below", width
    yield "labels below a time axis", axis.BOTTOM
    yield "between two labels at the ends of lines", gutter.GAP


def _type() -> Iterator[Sequence[object]]:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    sizes, weights = theme["headingFontSizes"], theme["headingFontWeights"]
    for level in range(3):
        yield f"heading {level + 1}", f"{sizes[level]}, weight {weights[level]}"
    yield "heading of a panel", f"{text.PANEL}px"
    yield "label in focus, bold", f"{text.FOCUS}px"
    yield "other label", f"{text.LABEL}px"
    yield "tick", f"{text.TICK}px"


def _colours() -> Iterator[Sequence[object]]:
    for name, pair in PALETTE.items():
        values = (
            (f"`{colour}`", f"{contrast(colour, paper):.2f}")
            for colour, paper in zip(pair, PALETTE["bg"], strict=True)
        )
        yield f"`{name}`", *(value for each in values for value in each)


def _shades() -> Iterator[Sequence[object]]:
    for shade, on in zip(colours.SHADES, colours.ON_SHADES, strict=True):
        found = []
        for theme in THEMES:
            paper = getattr(PALETTE["bg"], theme)
            under = on_paper(resolve(shade, theme), paper)
            found.append(f"`{under}` {contrast(under, resolve(on, theme)):.2f}")
        yield f"`{shade}`", f"`{on}`", *found


def on_paper(colour: str, paper: str) -> str:
    """Return a colour, maybe with an opacity, as it looks on the page.

    >>> on_paper("rgba(0,0,0,0.5)", "#ffffff")
    '#808080'
    """
    parts = re.match(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", colour)
    if not parts:
        return colour
    share = float(parts[4])
    behind = (int(paper[at : at + 2], 16) for at in (1, 3, 5))
    mixed = (share * int(parts[at]) + (1 - share) * part for at, part in enumerate(behind, 1))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def _marks() -> Iterator[Sequence[object]]:
    for name, (width, size) in {"in focus": FOCUS, "other": CONTEXT, "past": PAST}.items():
        yield name, width, size
    yield "last of a line in focus", "", LAST


def _example(example: Example) -> str:
    light, dark = (f"design/{picture(example, theme).name}" for theme in THEMES)
    also = ", ".join(f"`{key}`" for key in example.others)
    return (
        f"### {example.name}\n\n{example.use}{f' Also {also}.' if also else ''}\n\n"
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" width="{WIDTH}" alt="The chart {example.chart}"></picture>\n\n'
        f"`{address(example)}`"
    )


def address(example: Example) -> str:
    """Return the address at which a server shows the example alone."""
    return f"/{example.page}?embed=true&chart={example.chart}"


def picture(example: Example, theme: Theme) -> Path:
    """Return the file of an example's picture."""
    return PICTURES / f"{example.chart}-{theme}.webp"


def draw_pictures() -> None:
    """Draw every example in both themes, from the bundled data."""
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob("*.webp"):
        path.unlink()
    port = free_port()
    app = uvicorn("tests.support.bundled_app:app", port)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(app, port, Path(folder) / "log", path="/readyz") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        for theme in THEMES:
            size = {"width": WIDTH + 32, "height": 700}
            page = browser.new_page(viewport=size, color_scheme=theme, locale="en-CA")
            for example in EXAMPLES:
                page.goto(server.address + address(example))
                _draw(page, picture(example, theme))
        browser.close()


def _draw(page: Page, file: Path) -> None:
    page.wait_for_function(READY)
    page.wait_for_timeout(500)  # for the last of the drawing; a picture proves nothing
    chart = page.locator(".st-key-embedded .ee-chart")
    Image.open(io.BytesIO(chart.screenshot())).save(file, quality=82, method=6)


if __name__ == "__main__":
    if sys.argv[1:] == ["pictures"]:
        draw_pictures()
    FILE.write_text(document(), "utf-8")
