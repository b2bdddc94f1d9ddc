// A chart for the hand: arrow keys walk from mark to mark and speak, and a mark that is a round
// opens it by Enter or a click.

import {add} from "./dom.js";
import {said, seriesOf} from "./marks.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-plot:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
  .ee-opens .nsewdrag { cursor: pointer; }
  .ee-speech { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
`);
document.adoptedStyleSheets.push(sheet);

const STEPS = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1};

export class Hand {
  constructor(parent, plot, trigger) {
    Object.assign(this, {plot, trigger, frame: plot.frame, canvas: plot.canvas, series: [], mark: null});
    this.speech = add(parent, "p", "ee-speech");
    this.speech.setAttribute("aria-live", "polite");
    this.hint = add(parent, "p");
    this.hint.hidden = true;
    this.frame.addEventListener("keydown", (event) => this.press(event));
    this.frame.addEventListener("blur", () => this.leave());
    this.frame.addEventListener("pointerdown", ({pointerType}) => (this.isTouch = pointerType === "touch"));
    plot.onDraw = () => this.follow();
  }

  set({key, labels}) {
    this.labels = labels;
    this.hint.id = `hand-${key}`;
  }

  // After each drawing, which may have other marks.
  follow() {
    this.mark = this.tapped = null;
    this.series = seriesOf(this.canvas);
    const canWalk = this.series.length > 0;
    this.opens = Boolean(this.labels) && this.series.flat().some(({id}) => id);
    const {labels = {}} = this;
    this.hint.textContent = [labels.walk, this.opens && labels.opens].filter(Boolean).join(" ");
    this.canvas.ariaHidden = "true"; // the alternative says what it shows, and the speech each mark
    this.name("role", canWalk ? "group" : "img");
    this.name("tabindex", canWalk && "0");
    this.name("aria-roledescription", canWalk && labels.chart);
    this.name("aria-describedby", canWalk && labels.walk && this.hint.id);
    this.listen();
  }

  name(attribute, value) {
    if (value) this.frame.setAttribute(attribute, value);
    else this.frame.removeAttribute(attribute);
  }

  // Plotly forgets its listeners when it draws afresh.
  listen() {
    const on = {
      plotly_click: (event) => this.click(event),
      plotly_hover: (event) => this.frame.classList.toggle("ee-opens", Boolean(this.roundOf(event))),
      plotly_unhover: () => this.frame.classList.remove("ee-opens"),
    };
    for (const [name, listener] of Object.entries(on)) {
      this.canvas.removeAllListeners(name);
      this.canvas.on(name, listener);
    }
  }

  roundOf({points}) {
    return this.opens ? points.map(({data, pointNumber}) => data.ids?.[pointNumber]).find(Boolean) : null;
  }

  // By touch, the first tap tells and the second opens.
  click(event) {
    const round = this.roundOf(event);
    if (round && (!this.isTouch || this.tapped === round)) this.trigger("round", round);
    this.tapped = round;
  }

  press(event) {
    if (event.target !== this.frame || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const {key} = event;
    if (key === "Escape" && this.mark) this.leave();
    else if (key === "Enter" && this.opens && this.mark?.id) this.trigger("round", this.mark.id);
    else if (this.series.length && (key in STEPS || key === "Home" || key === "End")) this.tell(this.next(key));
    else return;
    event.preventDefault();
  }

  // The mark to which a key leads. At the end of a series, the next one begins.
  next(key) {
    const {series, mark} = this;
    if (!mark) return series[0].at(["ArrowLeft", "End"].includes(key) ? -1 : 0);
    const at = series.findIndex((marks) => marks.includes(mark));
    if (key === "Home" || key === "End") return series[at].at(key === "End" ? -1 : 0);
    const isAcross = key === "ArrowLeft" || key === "ArrowRight" || series.length === 1;
    if (!isAcross) return nearest(series[at + STEPS[key]] ?? series[at], mark);
    const all = series.flat();
    return all[all.indexOf(mark) + STEPS[key]] ?? mark;
  }

  tell(mark) {
    this.mark = mark;
    this.speech.textContent = said(mark);
    window.Plotly.Fx.hover(this.canvas, [{curveNumber: mark.curve, pointNumber: mark.number}], mark.subplot);
  }

  leave() {
    if (!this.mark) return;
    this.mark = null;
    this.speech.textContent = "";
    window.Plotly.Fx.unhover(this.canvas);
  }
}

// The mark of a series that is nearest from left to right; the mark itself in its own series.
function nearest(marks, mark) {
  if (marks.includes(mark)) return mark;
  const distance = ({across}) => Math.abs(across - mark.across);
  return marks.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}
