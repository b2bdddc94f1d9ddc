// A figure on a page: Plotly draws it once, and from then on changes only what differs.
//
// Streamlit calls the default export when the element appears, with new data and with a new theme. It
// awaits the result, shows what is thrown, and calls the returned function once the element may be gone.

// Sets window.Plotly. Asked for at once: it is by far the largest file of a first visit.
const library = import("./plotly-cartesian-4.1.1.min.js").then(() => window.Plotly);

const PLACES = {narrow: 480, slim: 340}; // pixels: with less, a figure is laid out as it says for it
const SIZE = 16; // pixels of text, unless a reader wants another size
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

const shown = new WeakMap(); // Streamlit's element -> what we have in it
const plots = new Map(); // key of a plot -> the plot, for the buttons that stand elsewhere

export default async function ({data, parentElement}) {
  const text = new TextDecoder().decode(data);
  let element = shown.get(parentElement);
  if (element?.text !== text) {
    const wanted = JSON.parse(text);
    element ??= new (wanted.figure ? Plot : Pictures)(parentElement);
    shown.set(parentElement, element);
    element.text = text;
    element.set(wanted);
  }
  await element.show();
  return () => {
    // Also called for a run that a newer one overtook, while the element stays.
    if (parentElement.isConnected) return;
    shown.delete(parentElement);
    element.remove();
  };
}

class Plot {
  constructor(parent) {
    this.frame = parent.appendChild(document.createElement("div"));
    this.frame.className = "ee-plot";
    this.frame.dataset.testid = "plot";
    this.frame.setAttribute("role", "img");
    this.canvas = this.frame.appendChild(document.createElement("div"));
    this.observer = new ResizeObserver(() => this.frame.clientWidth !== this.width && this.draw());
    this.observer.observe(this.frame);
  }

  set(wanted) {
    this.wanted = wanted;
    this.look = null; // so that it is drawn
    plots.set(wanted.key, this);
    this.frame.setAttribute("aria-label", wanted.alt);
    this.reserve(fitting(wanted.figure.layout, this.frame.clientWidth || Infinity).height);
  }

  // Streamlit has reserved what a figure takes where it has room; a narrow one may take more.
  reserve(height) {
    for (let element = this.frame; element; element = element.parentElement) {
      element.style.height = element.style.flexBasis = `${height}px`;
      if (element.classList.contains("stElementContainer")) return;
    }
  }

  async show() {
    if (JSON.stringify(template(this.frame)) !== JSON.stringify(this.look)) await this.draw();
  }

  // Draws once for all that was asked for in the meantime.
  draw() {
    this.drawing ??= library.then((Plotly) => {
      this.drawing = null;
      this.width = this.frame.clientWidth;
      // In a closed expander there is no width: the observer draws it once there is.
      if (!this.width || !this.wanted) return null;
      const {figure, config} = this.wanted;
      this.look = template(this.frame);
      const layout = dressed(fitting(figure.layout, this.width), this.look, {width: this.width});
      this.reserve(layout.height);
      const change = this.canvas.data ? Plotly.react : Plotly.newPlot;
      return change(this.canvas, figure.data, layout, {...CONFIG, ...config}).then(() => this.scale());
    });
    return this.drawing;
  }

  // So that it shrinks as a whole where a sheet of paper is narrower than the screen.
  scale() {
    for (const svg of this.canvas.querySelectorAll(".main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  }

  async remove() {
    this.observer.disconnect();
    if (plots.get(this.wanted?.key) === this) plots.delete(this.wanted.key);
    (await library).purge(this.canvas);
  }
}

class Pictures {
  constructor(parent) {
    this.row = parent.appendChild(document.createElement("div"));
    this.row.className = "ee-pictures";
  }

  set(wanted) {
    this.wanted = wanted;
    this.row.replaceChildren(...wanted.files.map((file) => this.button(file)));
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
    button.onclick = () => this.take(button, file);
    return button;
  }

  async take(button, file) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    try {
      const {save} = await import("./picture.js");
      await save(await library, plots.get(this.wanted.of), this.wanted, file);
    } finally {
      button.ariaBusy = "false";
    }
  }

  remove() {}
}

// The layout for a width. What differs where there is little room, if anything, is in its `meta`: see
// style.py.
function fitting(layout, width) {
  if (!layout.meta || width >= PLACES.narrow) return layout;
  const places = Object.keys(PLACES).filter((place) => width < PLACES[place]);
  return places.reduce((own, place) => merge(own, layout.meta[place] ?? {}), structuredClone(layout));
}

// The layout with the page's look in its template, as Streamlit dresses its own Plotly charts.
export function dressed(layout, look, own) {
  const merged = merge(structuredClone(layout.template?.layout ?? {}), look);
  return {...layout, ...own, template: {...layout.template, layout: merged}};
}

function merge(target, source) {
  for (const [name, value] of Object.entries(source)) {
    const whole = Object(value) !== value || Array.isArray(value);
    target[name] = whole ? value : merge(target[name] ?? {}, value);
  }
  return target;
}

// What depends on the page's theme: see style.py for all the rest. With `family`, in another font.
export function template(element, family) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const [ink, paper, border] = ["text-color", "background-color", "border-color"].map(read);
  // As large as the page's text, as far as a chart of this width has room for it.
  const asked = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const root = Math.min(asked, Math.max(SIZE, element.clientWidth / 40));
  const [quiet, line] = [mixed(ink, paper, 0.75), mixed(border, paper, 0.7)];
  const small = {color: quiet, size: 0.75 * root};
  const axis = {
    gridcolor: line, zerolinecolor: line, tickcolor: line, automargin: true, tickfont: small,
    title: {font: {color: quiet, size: 0.875 * root}},
  };
  return {
    font: {...small, family: family ?? read("font")},
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    margin: {l: 0, r: 0, pad: 0.5 * root},
    legend: {font: {...small, color: ink}, title: {font: small, side: "top"}, valign: "top"},
    hoverlabel: {bgcolor: paper, bordercolor: border, font: {...small, color: ink}},
    xaxis: merge({title: {standoff: 1.25 * root}}, axis),
    yaxis: merge({title: {standoff: 1.5 * root}, ticklabelposition: "outside"}, axis),
  };
}

function mixed(front, back, share) {
  const [a, b] = [front, back].map(channels);
  const values = a.map((value, at) => Math.round(share * value + (1 - share) * b[at]));
  return `rgb(${values.join(", ")})`;
}

// A theme may say a colour in any way that CSS knows; a canvas tells it as #rrggbb.
const canvas = document.createElement("canvas").getContext("2d");
function channels(colour) {
  canvas.fillStyle = colour;
  return [1, 3, 5].map((at) => parseInt(canvas.fillStyle.slice(at, at + 2), 16));
}
