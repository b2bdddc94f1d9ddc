// A chart on a page: heading, note and figure, and below them its numbers, downloads and sharing.
//
// Streamlit calls the default export when the element appears, and again with new data or a new theme.
// It awaits the result, shows any error, and calls the returned function when the element may be gone.

import {setHeading} from "./dom.js";
import {followPills} from "./follow.js";
import {Hand} from "./hand.js";
import {Plot} from "./plot.js";
import {Tools} from "./tools.js";

const sheet = new CSSStyleSheet(); // constructed: no inline style that a policy would have to allow
sheet.replaceSync(`
  .ee-plot { position: relative; width: 100%; overflow: hidden; }
  @media print {
    .ee-plot .svg-container { width: 100% !important; }
    .ee-plot .main-svg { max-width: 100%; height: auto; }
  }
`);
document.adoptedStyleSheets.push(sheet);

const elements = new WeakMap(); // Streamlit's element -> our chart in it
const roots = new WeakMap(); // our chart's own element -> the chart
const left = new Map(); // what was sent -> the chart of it, on pages that the reader has left
const MOST_LEFT = 12; // the charts of about three pages

export default async function ({data, parentElement, setTriggerValue}) {
  const text = new TextDecoder().decode(data);
  const chart = elements.get(parentElement) ?? mount(parentElement, text);
  chart.trigger = setTriggerValue;
  if (chart.sent !== text) chart.show((chart.sent = text));
  await chart.plot.show();
  return () => {
    // Also called for a run that a newer one overtook, while the element stays.
    if (!parentElement.isConnected && elements.delete(parentElement)) leave(chart);
  };
}

// On a page that the reader comes back to, a chart that is still the same is not drawn again.
function mount(parent, text) {
  const chart = left.get(text) ?? new Chart();
  left.delete(text);
  elements.set(parent, chart);
  parent.append(chart.root);
  chart.show((chart.sent = text));
  chart.hand.come();
  grow(chart.root);
  return chart;
}

function leave(chart) {
  chart.hand.go();
  chart.root.remove();
  left.get(chart.sent)?.plot.remove();
  left.set(chart.sent, chart);
  if (left.size <= MOST_LEFT) return;
  const [[oldest, {plot}]] = left;
  left.delete(oldest);
  plot.remove();
}

followPills(() => [...document.querySelectorAll(".ee-chart")].map((root) => roots.get(root)));

class Chart {
  constructor() {
    this.root = document.createElement("div");
    this.root.className = "ee-chart ee-block";
    roots.set(this.root, this);
    this.sent = this.text = ""; // by the page's script, and as it is shown: see follow.js
    this.heading = null;
    this.note = document.createElement("p");
    this.note.className = "ee-note";
    this.plot = new Plot(this.root);
    this.hand = new Hand(this.root, this.plot, (...event) => this.trigger(...event));
    this.tools = null;
  }

  // Shows what the script sent, or is about to send.
  show(text) {
    if (this.text === text) return;
    this.text = text;
    this.set(JSON.parse(text));
  }

  set(spec) {
    this.spec = spec;
    setHeading(this, spec);
    this.note.textContent = spec.note ?? "";
    if (spec.note) this.plot.frame.before(this.note);
    else this.note.remove();
    this.hand.set(spec);
    this.plot.set(spec);
    if (spec.files) {
      this.tools ??= new Tools(this.root, this.plot, (...event) => this.trigger(...event));
      this.tools.set(spec);
    }
    grow(this.root);
  }
}

// Streamlit has reserved the height of the figure; from here on, the content decides. The list of
// downloads may reach beyond it.
function grow(root) {
  for (let element = root; element; element = element.parentElement) {
    Object.assign(element.style, {height: "auto", flexBasis: "auto", overflow: "visible"});
    if (element.classList.contains("stElementContainer")) return;
  }
}
