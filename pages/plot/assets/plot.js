// A figure in a chart: Plotly draws it once, and from then on changes only what differs.

import {deepMerge, pageTemplate, painted, withTheme} from "./theme.js";

// Sets window.Plotly. Loaded at once: it is by far the largest file of a first visit.
export const library = import("./plotly-cartesian-4.1.1.min.js").then(() => window.Plotly);

const WIDTHS = {medium: 720, narrow: 480, slim: 340}; // pixels: below each, a figure has other layout values
const CONFIG = {displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false};

export class Plot {
  constructor(parent) {
    this.frame = parent.appendChild(document.createElement("div"));
    this.frame.className = "ee-plot";
    this.frame.translate = false; // a translator would put elements into the picture that it can't show
    this.frame.dataset.testid = "plot";
    this.frame.setAttribute("role", "img");
    this.canvas = this.frame.appendChild(document.createElement("div"));
    this.observer = new ResizeObserver(() => this.isOutdated && this.draw());
    this.observer.observe(this.frame);
  }

  set(spec) {
    this.spec = spec;
    this.template = null; // so that it is drawn
    this.frame.setAttribute("aria-label", spec.alt);
    this.reserve(layoutFor(spec.figure.layout, this.width || this.frame.clientWidth || Infinity).height);
  }

  get isOutdated() {
    const width = this.frame.clientWidth;
    return width > 0 && (width !== this.width || !this.template);
  }

  // Before it is drawn, so that nothing below it moves.
  reserve(height) {
    this.frame.style.height = `${height}px`;
  }

  // Draws what is new, or all in a new theme. That is looked up once for all charts that come together.
  async show() {
    if (this.template) await pause();
    if (!this.template || !isSame(pageTemplate(this.frame), this.template)) await this.draw();
  }

  // Draws once, however often it is called in the meantime.
  draw() {
    this.drawing ??= library.then(async (Plotly) => {
      await pause();
      this.drawing = null;
      // Where it isn't seen there is no width: the observer draws it once there is.
      if (!this.frame.clientWidth || !this.spec) return (this.template = null);
      this.width = this.frame.clientWidth;
      const {config, colours} = this.spec;
      this.template = pageTemplate(this.frame);
      const figure = painted(this.spec.figure, colours, this.template.paper_bgcolor);
      const layout = withTheme(layoutFor(figure.layout, this.width), this.template, {
        width: this.width,
      });
      this.reserve(layout.height);
      // Plotly keeps the space of a legend that has moved or is gone, unless it draws afresh.
      const places = narrowPlaces(this.width).length;
      const change = this.canvas.data && places === this.places ? Plotly.react : Plotly.newPlot;
      this.places = places;
      const [medium, narrow] = [this.width < WIDTHS.medium, this.width < WIDTHS.narrow];
      const kinds = {widest: !medium, wide: !narrow, narrow}; // some traces are only for one of them
      const data = figure.data.filter(({meta}) => kinds[meta?.only] ?? true);
      return change(this.canvas, data, layout, {...CONFIG, ...config}).then(() => {
        this.scale();
        this.onDraw?.();
      });
    });
    return this.drawing;
  }

  // Lets the drawing shrink as a whole on paper that is narrower than the screen.
  scale() {
    for (const svg of this.canvas.querySelectorAll(".main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  }

  async remove() {
    this.observer.disconnect();
    (await library).purge(this.canvas);
  }
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// Lets the browser take in other messages first: a drawing keeps it busy.
function pause() {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

// The layout for a width. Its `meta` has the values that differ in a narrow place: see style.py.
function layoutFor(layout, width) {
  const names = narrowPlaces(width);
  if (!layout.meta || !names.length) return layout;
  return names.reduce((merged, name) => deepMerge(merged, layout.meta[name] ?? {}), structuredClone(layout));
}

// The kinds of narrow places to which a width belongs.
function narrowPlaces(width) {
  return Object.keys(WIDTHS).filter((name) => width < WIDTHS[name]);
}
