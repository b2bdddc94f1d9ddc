// A chart for the hand: arrow keys walk from mark to mark and speak, and a mark that is a round
// opens it by Enter or a click. With Shift, or by dragging, they choose days.

import {add} from "./dom.js";
import {bring, Forward} from "./forward.js";
import {said, seriesOf} from "./marks.js";
import {Period} from "./period.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-plot:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
  .ee-opens .nsewdrag { cursor: pointer; }
  .ee-keys {
    position: absolute; z-index: 10; max-width: 100%; margin: 4px 0 0; padding: .35rem .75rem; visibility: hidden;
    border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
    background: var(--st-background-color); font-size: .875rem;
  }
  .ee-plot:focus-visible ~ .ee-keys { visibility: visible; }
  .ee-speech { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
`);
document.adoptedStyleSheets.push(sheet);

const STEPS = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1};

export class Hand {
  constructor(parent, plot, trigger) {
    Object.assign(this, {plot, trigger, frame: plot.frame, canvas: plot.canvas, series: [], mark: null});
    this.speech = add(parent, "p", "ee-speech");
    this.speech.setAttribute("aria-live", "polite");
    this.hint = add(parent, "p", "ee-keys");
    this.forward = new Forward(plot);
    this.period = new Period(plot);
    this.period.onDrag = () => this.leave();
    this.frame.addEventListener("keydown", (event) => this.press(event));
    this.frame.addEventListener("blur", () => this.leave());
    for (const name of ["pointerenter", "pointerdown"]) {
      this.frame.addEventListener(name, ({pointerType}) => {
        this.isTouch = pointerType === "touch";
        this.isTap = this.isTouch && name === "pointerdown";
      });
    }
    // The browser has taken the finger to scroll, of which Plotly may hear nothing but its end.
    this.frame.addEventListener("pointercancel", () => (this.isTap = false));
    this.frame.addEventListener("pointerleave", () => this.mark || bring(""));
    plot.onDraw = () => this.follow();
  }

  set(spec) {
    this.labels = spec.labels;
    this.hint.id = `hand-${spec.key}`;
    this.period.set(spec);
  }

  // After each drawing, which may have other marks.
  follow() {
    this.mark = this.tapped = null;
    this.period.follow();
    this.forward.follow();
    this.series = seriesOf(this.canvas);
    const canWalk = this.series.length > 0;
    this.opens = Boolean(this.labels) && this.series.flat().some(({id}) => id);
    const {labels = {}} = this;
    const keys = [labels.walk, this.opens && labels.opens, this.hasDates && labels.dates];
    this.hint.textContent = keys.filter(Boolean).join(" ");
    this.hint.hidden = !this.hint.textContent;
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
      plotly_hover: (event) => this.hover(event),
      plotly_unhover: () => this.unhover(),
      plotly_doubleclick: () => this.isTouch || this.period.showAll(),
    };
    for (const [name, listener] of Object.entries(on)) {
      this.canvas.removeAllListeners(name);
      this.canvas.on(name, listener);
    }
  }

  roundOf({points}) {
    return this.opens ? points.map(({data, pointNumber}) => data.ids?.[pointNumber]).find(Boolean) : null;
  }

  get hasDates() {
    return this.period.boxes.length > 0;
  }

  hover(event) {
    this.frame.classList.toggle("ee-opens", Boolean(this.roundOf(event)));
    const [{curveNumber, pointNumber}] = event.points;
    if (!this.isTouch) this.forward.bring({curve: curveNumber, number: pointNumber});
  }

  unhover() {
    this.frame.classList.remove("ee-opens");
    bring("");
  }

  // By touch, the first tap tells and the second opens. Plotly reports a tap a second time, as the
  // click that the browser makes of it.
  click(event) {
    if (this.period.wasDrag) return;
    const round = this.roundOf(event);
    if (!this.isTouch) return round && this.trigger("round", round);
    if (!this.isTap) return;
    this.isTap = false;
    if (round && this.tapped === round) this.trigger("round", round);
    this.tapped = round;
  }

  press(event) {
    if (event.target !== this.frame || event.ctrlKey || event.altKey || event.metaKey) return;
    const {key} = event;
    if (event.shiftKey) {
      if (!this.hasDates || !this.series.length || !["ArrowLeft", "ArrowRight"].includes(key)) return;
      this.extend(STEPS[key]);
    } else if (this.period.chosen && key === "Enter") this.period.apply();
    else if (this.period.chosen && key === "Escape") this.drop();
    else if (key === "Escape" && this.mark) this.leave();
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

  // Chooses the days from the mark where Shift was first pressed to the one before or after.
  extend(step) {
    const from = this.mark ?? this.next(step < 0 ? "ArrowLeft" : "ArrowRight");
    const marks = this.series.find((marks) => marks.includes(from));
    if (!this.period.chosen) this.anchor = from;
    const mark = marks[marks.indexOf(from) + step] ?? from;
    this.show(mark);
    this.period.extend(this.anchor, mark);
    this.speech.textContent = this.period.said;
  }

  drop() {
    this.period.drop();
    this.speech.textContent = said(this.mark);
  }

  tell(mark) {
    this.period.drop();
    this.show(mark);
    this.speech.textContent = said(mark);
  }

  show(mark) {
    this.mark = mark;
    this.forward.bring(mark);
    window.Plotly.Fx.hover(this.canvas, [{curveNumber: mark.curve, pointNumber: mark.number}], mark.subplot);
  }

  leave() {
    window.Plotly?.Fx.unhover(this.canvas);
    bring("");
    if (!this.mark) return;
    this.mark = null;
    this.period.drop();
    this.speech.textContent = "";
  }

  // When the reader comes to its page, and when they go.
  come() {
    this.forward.come();
  }

  go() {
    if (this.canvas.data) this.leave();
    this.forward.go();
  }
}

// The mark of a series that is nearest from left to right; the mark itself in its own series.
function nearest(marks, mark) {
  if (marks.includes(mark)) return mark;
  const distance = ({across}) => Math.abs(across - mark.across);
  return marks.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}
