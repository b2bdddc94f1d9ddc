// A figure on a page: Plotly draws it once, and from then on changes only what differs.
//
// Streamlit calls the default export when the element appears, and again with new data or a new theme.
// It awaits the result, shows any error, and calls the returned function when the element may be gone.

import {deepMerge, pageTemplate, painted, withTheme} from "./theme.js";

// Sets window.Plotly. Loaded at once: it is by far the largest file of a first visit.
const library = import("./plotly-cartesian-4.1.1.min.js").then(() => window.Plotly);

const WIDTHS = {narrow: 480, slim: 340}; // pixels: below each, a figure has other layout values
const CONFIG = {displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false};

const sheet = new CSSStyleSheet(); // constructed: no inline style that a policy would have to allow
sheet.replaceSync(`
  .ee-plot { position: relative; width: 100%; overflow: hidden; }
  .ee-pictures { display: flex; gap: 1rem; }
  .ee-pictures button {
    display: inline-flex; align-items: center; gap: 0.25rem; min-height: 2.5rem; padding: 0; border: 0;
    border-radius: var(--st-button-radius); background: none; color: var(--st-text-color);
    font: 400 0.875rem/1.6 var(--st-font); cursor: pointer;
  }
  .ee-pictures button:hover { color: var(--st-primary-color); }
  .ee-pictures button:focus-visible { outline: 0.2rem solid var(--st-primary-color); }
  .ee-pictures button[aria-busy=true] { cursor: progress; }
  .ee-pictures span { font: 1rem/1 "Material Symbols Rounded"; }
  @media print {
    .ee-plot .svg-container { width: 100% !important; }
    .ee-plot .main-svg { max-width: 100%; height: auto; }
    .ee-pictures { display: none; }
  }
`);
document.adoptedStyleSheets.push(sheet);

const elements = new WeakMap(); // Streamlit's element -> our element in it
const plots = new Map(); // key of a plot -> the plot, for the download buttons

export default async function ({data, parentElement}) {
  const text = new TextDecoder().decode(data);
  let element = elements.get(parentElement);
  if (element?.text !== text) {
    const spec = JSON.parse(text);
    element ??= new (spec.figure ? Plot : Pictures)(parentElement);
    elements.set(parentElement, element);
    element.text = text;
    element.set(spec);
  }
  await element.show();
  return () => {
    // Also called for a run that a newer one overtook, while the element stays.
    if (parentElement.isConnected) return;
    elements.delete(parentElement);
    element.remove();
  };
}

class Plot {
  constructor(parent) {
    this.frame = parent.appendChild(document.createElement("div"));
    this.frame.className = "ee-plot";
    this.frame.translate = false; // a translator would put elements into the picture that it can't show
    this.frame.dataset.testid = "plot";
    this.frame.setAttribute("role", "img");
    this.canvas = this.frame.appendChild(document.createElement("div"));
    this.observer = new ResizeObserver(() => this.frame.clientWidth !== this.width && this.draw());
    this.observer.observe(this.frame);
  }

  set(spec) {
    this.spec = spec;
    this.template = null; // so that it is drawn
    plots.set(spec.key, this);
    this.frame.setAttribute("aria-label", spec.alt);
    this.reserve(layoutFor(spec.figure.layout, this.frame.clientWidth || Infinity).height);
  }

  // Streamlit has reserved the height of a wide figure; a narrow one may need more.
  reserve(height) {
    for (let element = this.frame; element; element = element.parentElement) {
      element.style.height = element.style.flexBasis = `${height}px`;
      if (element.classList.contains("stElementContainer")) return;
    }
  }

  async show() {
    if (JSON.stringify(pageTemplate(this.frame)) !== JSON.stringify(this.template)) await this.draw();
  }

  // Draws once, however often it is called in the meantime.
  draw() {
    this.drawing ??= library.then((Plotly) => {
      this.drawing = null;
      this.width = this.frame.clientWidth;
      // In a closed expander there is no width: the observer draws it once there is.
      if (!this.width || !this.spec) return null;
      const {config, colours} = this.spec;
      this.template = pageTemplate(this.frame);
      const figure = painted(this.spec.figure, colours, this.template.paper_bgcolor);
      const layout = withTheme(layoutFor(figure.layout, this.width), this.template, {
        width: this.width,
      });
      this.reserve(layout.height);
      // Plotly keeps the space of a legend that has moved or is gone, unless it draws afresh.
      const places = narrowPlaces(this.width).length;
      const kind = places ? "narrow" : "wide"; // some traces are only for one of both
      const change = this.canvas.data && places === this.places ? Plotly.react : Plotly.newPlot;
      this.places = places;
      const data = figure.data.filter(({meta}) => (meta?.only ?? kind) === kind);
      return change(this.canvas, data, layout, {...CONFIG, ...config}).then(() => this.scale());
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
    if (plots.get(this.spec?.key) === this) plots.delete(this.spec.key);
    (await library).purge(this.canvas);
  }
}

class Pictures {
  constructor(parent) {
    this.row = parent.appendChild(document.createElement("div"));
    this.row.className = "ee-pictures";
  }

  set(spec) {
    this.spec = spec;
    this.row.replaceChildren(...spec.files.map((file) => this.button(file)));
  }

  show() {}

  button(file) {
    const button = document.createElement("button");
    const icon = document.createElement("span");
    button.type = "button";
    button.title = file.help;
    button.setAttribute("aria-label", file.help);
    icon.setAttribute("aria-hidden", "true");
    icon.translate = false;
    icon.textContent = "download";
    button.append(icon, file.label);
    button.onclick = () => this.download(button, file);
    return button;
  }

  async download(button, file) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    try {
      const {save} = await import("./picture.js");
      await save(await library, plots.get(this.spec.of), this.spec, file);
    } finally {
      button.ariaBusy = "false";
    }
  }

  remove() {}
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
