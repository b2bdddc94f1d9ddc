// The days that a reader chooses on a time axis: by dragging across it, or with Shift and the arrow keys.

import {add} from "./dom.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-band {
    position: absolute; pointer-events: none; border: solid var(--st-primary-color); border-width: 0 1px;
    background: color-mix(in srgb, var(--st-primary-color) 15%, transparent);
  }
  .ee-days {
    position: absolute; pointer-events: none; padding: .1rem .5rem; border: 1px solid var(--st-primary-color);
    border-radius: var(--st-base-radius); background: var(--st-background-color); color: var(--st-text-color);
    font: 600 .8125rem/1.5 var(--st-font); white-space: nowrap;
  }
  @media (pointer: fine) { .ee-dates:not(.ee-opens) .nsewdrag { cursor: ew-resize; } }
  .ee-dragging, .ee-dragging * { cursor: ew-resize !important; user-select: none !important; }
`);
document.adoptedStyleSheets.push(sheet);

const LEAST = 6; // pixels, from which on a pointer drags
const DAY = 864e5; // milliseconds
// The first day of the period in which a day lies, or of one `n` later.
const FIRST = {
  week: (y, m, d, n) => Date.UTC(y, m, d - ((new Date(Date.UTC(y, m, d)).getUTCDay() + 6) % 7) + 7 * n),
  month: (y, m, d, n) => Date.UTC(y, m + n),
  quarter: (y, m, d, n) => Date.UTC(y, m - (m % 3) + 3 * n),
  year: (y, m, d, n) => Date.UTC(y + n, 0),
};

export class Period {
  constructor(plot) {
    Object.assign(this, {plot, frame: plot.frame, boxes: []});
    this.frame.addEventListener("pointerdown", (event) => this.start(event));
  }

  set({picks, labels, config}) {
    Object.assign(this, {picks, labels, config});
  }

  // After each drawing: the plots with a time axis, if their days follow the dates that are chosen.
  follow() {
    this.drop();
    const plots = this.picks ? Object.values(this.plot.canvas._fullLayout._plots) : [];
    this.boxes = plots
      .filter(({xaxis}) => xaxis.type === "date" && xaxis.visible)
      .map(({xaxis, yaxis}) => ({axis: xaxis, side: yaxis, from: xaxis.p2c(0), to: xaxis.p2c(xaxis._length)}))
      .sort((a, b) => a.from - b.from);
    this.frame.classList.toggle("ee-dates", this.boxes.length > 0);
  }

  start(event) {
    this.wasDrag = false;
    const {clientX, clientY, pointerType, button, target} = event;
    if (pointerType === "touch" || button || !target.closest(".nsewdrag")) return;
    const {left, top} = this.frame.getBoundingClientRect();
    const at = [clientX - left, clientY - top];
    const box = this.boxes.find(({axis, side}) => isIn(at[0], axis) && isIn(at[1], side));
    if (!box) return;
    const end = new AbortController();
    const on = (name, listener) => addEventListener(name, listener, {signal: end.signal, capture: true});
    const stop = () => {
      end.abort();
      document.documentElement.classList.remove("ee-dragging");
    };
    on("pointermove", (move) => {
      if (!this.wasDrag && Math.abs(move.clientX - clientX) < LEAST) return;
      if (!this.wasDrag) this.onDrag?.();
      this.wasDrag = true;
      document.documentElement.classList.add("ee-dragging");
      this.show(this.timeAt(at[0], box), this.timeAt(move.clientX - left, box), box);
    });
    on("pointerup", () => (stop(), this.wasDrag && this.apply()));
    on("pointercancel", () => (stop(), this.drop()));
    on("keydown", ({key}) => key === "Escape" && (stop(), this.drop()));
  }

  // A line may go on in a plot beside, which has the same scale of values.
  rowOf({side}) {
    return this.boxes.filter((box) => box.side === side);
  }

  timeAt(x, box) {
    const row = this.rowOf(box);
    const {axis} = row.find(({axis}) => x <= axis._offset + axis._length) ?? row.at(-1);
    return axis.p2c(Math.min(Math.max(x - axis._offset, 0), axis._length - 1e-3));
  }

  placeOf(time, box) {
    const row = this.rowOf(box);
    const {axis, from, to} = row.find((box) => time <= box.to) ?? row.at(-1);
    return axis._offset + axis.c2p(Math.min(Math.max(time, from), to));
  }

  // Marks the days from one time to another, or the whole periods.
  show(one, other, box) {
    const [from, to] = [this.first(Math.min(one, other)), this.last(Math.max(one, other))];
    const row = this.rowOf(box);
    this.chosen = {from, to, isFirst: from <= row[0].from, isLast: to >= row.at(-1).to - (this.isByDay ? 0 : DAY)};
    this.band ??= add(this.frame, "div", "ee-band");
    this.days ??= add(this.frame, "div", "ee-days");
    const [left, right] = [this.placeOf(from, box), this.placeOf(to + (this.isByDay ? 0 : DAY), box)];
    const top = box.side._offset;
    place(this.band, {left, top, width: right - left, height: box.side._length});
    this.days.textContent = this.said;
    const {offsetWidth, offsetHeight} = this.days;
    const room = this.frame.clientWidth - offsetWidth;
    const middle = (left + right - offsetWidth) / 2;
    place(this.days, {left: Math.max(0, Math.min(middle, room)), top: top + box.side._length - offsetHeight - 4});
  }

  // Lets a mark with its time be the other end of what is chosen.
  extend(anchor, mark) {
    const box = this.boxes.find(({axis, side}) => `${axis._id}${side._id}` === mark.subplot);
    if (box) this.show(anchor.time, mark.time, box);
  }

  get said() {
    const {from, to} = this.chosen;
    return this.labels.days.replace("{start}", this.day(from)).replace("{end}", this.day(to));
  }

  day(time) {
    const [date, {locale, locales}] = [new Date(time), this.config];
    const number = date.getUTCDate();
    const ordinal = number === 1 && locale === "fr" ? "1er" : number;
    return `${ordinal} ${locales[locale].format.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  // A day stands at one place of an axis, a longer period has a width.
  get isByDay() {
    return this.picks === "day";
  }

  first(time, later = 0) {
    if (this.isByDay) return Math.round(time / DAY) * DAY;
    const date = new Date(time);
    return FIRST[this.picks](date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), later);
  }

  last(time) {
    return this.isByDay ? this.first(time) : this.first(time, 1) - DAY;
  }

  // An edge of what is shown stays as it is: one that is open stays open. What is marked stays
  // until the chart is drawn afresh.
  apply() {
    const {from, to, isFirst, isLast} = this.chosen;
    if (isFirst && isLast) this.drop();
    else go({...(isFirst ? {} : {from: iso(from)}), ...(isLast ? {} : {to: iso(to)})});
  }

  showAll() {
    if (this.boxes.length) go({from: "", to: ""});
  }

  drop() {
    this.band?.remove();
    this.days?.remove();
    this.band = this.days = this.chosen = null;
  }
}

function isIn(place, {_offset, _length}) {
  return place >= _offset && place <= _offset + _length;
}

function place(element, pixels) {
  for (const [name, value] of Object.entries(pixels)) element.style[name] = `${value}px`;
}

// Opens the page at the address with these days, to which Streamlit reacts as to a step in the
// browser's history. Setting the two widgets would make two steps, so Back would be in between.
function go(days) {
  const url = new URL(location);
  for (const [name, day] of Object.entries(days)) {
    if (day) url.searchParams.set(name, day);
    else url.searchParams.delete(name);
  }
  if (url.href === location.href) return;
  history.pushState({}, "", url);
  dispatchEvent(new PopStateEvent("popstate", {state: {}}));
}

function iso(time) {
  return new Date(time).toISOString().slice(0, 10);
}
