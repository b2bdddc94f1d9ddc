// Brings the category under the pointer forward, in all charts of the page: the others step back.
//
// Nothing is drawn for it: a class on what Plotly has drawn fades it. What is drawn in a category's colour belongs to
// it, and so does a grey line whose trace has the category in its `meta`.

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-name { pointer-events: all; }
  .ee-back { opacity: .25 !important; }
  .ee-front path.js-line { stroke: var(--ee-hue) !important; stroke-width: 2.25px !important; }
  .ee-front path.point { fill: var(--ee-hue) !important; stroke: var(--ee-hue) !important; }
`);
document.adoptedStyleSheets.push(sheet);

const DELAY = 80; // milliseconds: a pointer on its way elsewhere makes nothing flicker
const charts = new Set();
let [front, timer] = ["", 0];

// Brings a category forward everywhere, or none.
export function bring(code) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (code === front) return;
    front = code;
    charts.forEach((chart) => chart.show());
  }, DELAY);
}

export class Forward {
  constructor(plot) {
    this.plot = plot;
    const {frame} = plot;
    frame.addEventListener("pointerenter", ({pointerType}) => pointerType === "mouse" && this.look());
    frame.addEventListener("pointerover", ({target, pointerType}) => {
      const label = pointerType === "mouse" && target.closest(".ee-name");
      if (label) bring(this.parts?.find(({element}) => element === label)?.code ?? "");
    });
    frame.addEventListener("pointerout", ({target}) => target.closest(".ee-name") && bring(""));
  }

  // After each drawing, which made other elements; nobody looks at them before a pointer comes.
  follow() {
    this.parts = null;
    if (front) this.show();
  }

  look() {
    this.parts ??= this.plot.canvas.calcdata ? partsOf(this.plot) : null;
    return this.parts ?? [];
  }

  // Brings the category of a mark forward.
  bring({curve, number}) {
    bring(codeOf(this.plot.canvas._fullData[curve], number, huesOf(this.plot.spec.colours)) ?? "");
  }

  come() {
    charts.add(this);
    this.show();
  }

  go() {
    charts.delete(this);
  }

  show() {
    const parts = front ? this.look() : this.parts ?? [];
    const isHere = parts.some(({code}) => code === front);
    for (const {code, element, hue} of parts) {
      element.classList.toggle("ee-back", isHere && code !== front);
      if (!hue) continue;
      element.classList.toggle("ee-front", code === front);
      element.style.setProperty("--ee-hue", hue);
    }
  }
}

// The category of a point of a trace, as Plotly has it after its defaults.
function codeOf({meta, marker, line}, number, hues) {
  if (meta?.code) return meta.code;
  const colours = [marker?.line?.color, marker?.color, line?.color];
  return colours.map((colour) => hues.get(rgb(Array.isArray(colour) ? colour[number] : colour))).find(Boolean);
}

// The categories by their colours, in both themes.
function huesOf(colours) {
  const own = Object.entries(colours).filter(([, pair]) => pair.length > 2); // see __init__.py
  return new Map(own.flatMap(([code, [light, dark]]) => [[rgb(light), code], [rgb(dark), code]]));
}

function partsOf({canvas, spec}) {
  const [parts, hues] = [[], huesOf(spec.colours)];
  const note = (element, code, more) => code && parts.push({element, code, ...more});
  for (const group of canvas.querySelectorAll(".cartesianlayer .trace")) {
    const {trace} = group.__data__[0]; // d3's, which draws for Plotly
    if (trace.meta?.code) note(group, trace.meta.code, {hue: trace.meta.hue});
    else if (Array.isArray(trace.marker?.color) || Array.isArray(trace.marker?.line?.color)) {
      group.querySelectorAll("path").forEach((path) => note(path, drawnIn(path, hues)));
    } else note(group, codeOf(trace, 0, hues));
  }
  canvas.querySelectorAll(".shapelayer path").forEach((path) => note(path, drawnIn(path, hues)));
  for (const label of canvas.querySelectorAll(".annotation")) {
    const {name, xref} = canvas._fullLayout.annotations[label.dataset.index];
    const code = name ?? labelled(label, hues);
    note(label, code);
    label.classList.toggle("ee-name", Boolean(code) && xref === "paper"); // beside the plots, not over marks
  }
  return parts;
}

function drawnIn({style}, hues) {
  return hues.get(rgb(style.stroke)) ?? hues.get(rgb(style.fill));
}

// The category of a label; one with several is a legend.
function labelled(label, hues) {
  const codes = [...label.querySelectorAll("text, tspan, path")].map((part) => drawnIn(part, hues)).filter(Boolean);
  return new Set(codes).size === 1 ? codes[0] : undefined;
}

// A colour as Plotly, a theme or a style writes it, without its opacity.
function rgb(colour = "") {
  const short = /^#(..)(..)(..)$/.exec(colour)?.slice(1).map((part) => parseInt(part, 16));
  return (short ?? colour.match?.(/\d+/g)?.slice(0, 3) ?? []).join();
}
