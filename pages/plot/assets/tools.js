// What stands below a chart: its numbers and events to open, its files, and the button to share it.
// Nothing here runs the page's script again, except the choice of events, which all charts follow.

import {add, addressOf, isPicture} from "./dom.js";
import {library} from "./plot.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-tools { position: relative; min-height: 2.5rem; margin-top: .25rem; font-size: .875rem; }
  .ee-tools summary, .ee-acts button, .ee-files :is(a, button) {
    display: inline-flex; align-items: center; gap: .35rem; min-height: 2.5rem; padding: 0; border: 0;
    border-radius: var(--st-button-radius); background: none; color: var(--st-text-color);
    font: 400 .875rem/1.6 var(--st-font); text-decoration: none; cursor: pointer; list-style: none;
  }
  .ee-tools summary::-webkit-details-marker { display: none; }
  .ee-tools :is(summary, button, a):hover { color: var(--st-primary-color); }
  .ee-tools [data-icon]::before, .ee-tools summary::after {
    font: 1.1rem/1 "Material Symbols Rounded"; content: attr(data-icon) / ""; font-feature-settings: "liga";
  }
  .ee-tools summary::after { content: "chevron_right" / ""; }
  .ee-tools details[open] > summary::after { content: "expand_more" / ""; }
  .ee-menu > summary::after { content: "expand_more" / ""; }
  .ee-fold { display: inline-block; margin-right: 1.5rem; vertical-align: top; }
  .ee-fold[open] { display: block; margin-right: 0; }
  .ee-acts { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
  .ee-menu { position: relative; }
  .ee-files {
    position: absolute; z-index: 20; top: 100%; left: -.75rem; min-width: 9rem; margin: 0; padding: .25rem 0;
    list-style: none; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
    background: var(--st-background-color); box-shadow: 0 4px 16px rgb(0 0 0 / 16%);
  }
  .ee-files li { margin: 0; padding: 0; }
  .ee-files :is(a, button) { width: 100%; padding: 0 1rem; min-height: 2.25rem; }
  .ee-files [aria-busy=true] { cursor: progress; }
  .ee-events ul { margin: .5rem 0 1rem; padding-left: 1.25rem; max-width: 48rem; }
  .ee-chart .ee-events li { font-size: .875rem; }
  .ee-events fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0 0; padding: 0; border: 0; }
  .ee-events legend { padding: 0; }
  .ee-events label { display: inline-flex; align-items: center; gap: .4rem; min-height: 2rem; cursor: pointer; }
  .ee-events input { accent-color: var(--st-primary-color); width: 1rem; height: 1rem; margin: 0; }
  @container ee-tools (min-width: 34rem) {
    .ee-acts { position: absolute; top: 0; right: 0; }
    .ee-files { left: auto; right: -.75rem; }
  }
  .ee-width { container: ee-tools / inline-size; }
  @media (pointer: coarse) {
    .ee-tools summary, .ee-acts button, .ee-files :is(a, button), .ee-events label { min-height: 2.75rem; }
  }
  @media print { .ee-tools { display: none; } }
`);
document.adoptedStyleSheets.push(sheet);

export class Tools {
  constructor(parent, plot, trigger) {
    this.plot = plot;
    this.trigger = trigger;
    const width = add(parent, "div", "ee-width"); // which decides whether all stands in one line
    const row = add(width, "div", "ee-tools");
    this.numbers = fold(row, "ee-fold", "table");
    this.numbers.box.addEventListener("toggle", () => this.showNumbers());
    this.events = fold(row, "ee-fold ee-events", "event");
    const actions = add(row, "div", "ee-acts");
    this.menu = fold(actions, "ee-menu", "download");
    this.files = add(this.menu.box, "ul", "ee-files");
    closeWhenLeft(this.menu);
    this.shareButton = add(actions, "button");
    this.shareButton.type = "button";
    this.shareButton.dataset.icon = "share";
    this.shareButton.onclick = async () => (await import("./share.js")).open(this);
    this.parts = {};
  }

  // Changes only what differs, so that what is open stays open and the focus where it is.
  set(spec) {
    const {labels, numbers, events, files, share} = spec;
    const before = this.spec;
    this.spec = spec;
    this.numbers.name.textContent = labels.numbers;
    this.menu.name.textContent = labels.download;
    this.shareButton.textContent = labels.share;
    this.shareButton.title = share.help;
    if (differs(before?.numbers, numbers)) this.showNumbers();
    if (differs(before?.events, events) || before?.labels.drawn !== labels.drawn) this.setEvents(events);
    if (differs(before?.files, files) || differs(before?.numbers, numbers)) this.setFiles(files);
  }

  async showNumbers() {
    if (!this.numbers.box.open) return;
    const {fill} = await import("./table.js");
    await fill(this.numbers, this.spec, this.addressOf("json", "texts=true"));
  }

  // The address of the numbers as a file, or nothing where only this page knows them.
  addressOf(format, parameter = "") {
    const {address} = this.spec.numbers;
    if (!address) return "";
    const full = addressOf(address, format);
    return parameter ? `${full}${full.includes("?") ? "&" : "?"}${parameter}` : full;
  }

  setEvents(events) {
    this.events.box.hidden = !events;
    if (!events) return;
    const {labels, key} = this.spec;
    this.events.name.textContent = events.label;
    const modes = Object.entries(labels.modes);
    const radios = [...this.events.box.querySelectorAll("input")];
    if (radios.length && radios[0].closest("fieldset").dataset.text === JSON.stringify(labels.modes)) {
      radios.forEach((radio) => (radio.checked = radio.value === events.mode));
      this.list.replaceChildren(...events.texts.map(item));
      return;
    }
    this.events.box.replaceChildren(this.events.summary);
    const field = add(this.events.box, "fieldset");
    field.dataset.text = JSON.stringify(labels.modes);
    add(field, "legend").textContent = labels.drawn;
    for (const [value, text] of modes) field.append(this.radio(key, value, text, events.mode));
    this.list = add(this.events.box, "ul");
    this.list.replaceChildren(...events.texts.map(item));
  }

  radio(key, value, text, chosen) {
    const label = document.createElement("label");
    const radio = add(label, "input");
    Object.assign(radio, {type: "radio", name: `events-${key}`, value, checked: value === chosen});
    radio.onchange = () => this.trigger("events", value);
    label.append(text);
    return label;
  }

  setFiles(files) {
    this.files.replaceChildren(...files.map((file) => item(this.file(file))));
  }

  file(file) {
    const href = isPicture(file) ? "" : this.addressOf(file.format);
    const element = document.createElement(href ? "a" : "button");
    if (href) Object.assign(element, {href, download: file.name});
    else {
      element.type = "button";
      element.onclick = () => this.save(element, file);
    }
    element.title = file.help;
    element.setAttribute("aria-label", file.help);
    element.textContent = file.label;
    return element;
  }

  async save(button, file) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    try {
      const {save, download} = await import("./picture.js");
      if (isPicture(file)) await save(await library, this.plot, this.spec.picture, file);
      else download(new Blob([this.spec.numbers.csv], {type: "text/csv"}), file.name);
    } finally {
      button.ariaBusy = "false";
    }
  }
}

function item(content) {
  const element = document.createElement("li");
  element.append(content);
  return element;
}

// A part that opens: its box, its summary, and the name in that.
function fold(parent, name, icon) {
  const box = add(parent, "details", name);
  const summary = add(box, "summary");
  summary.dataset.icon = icon;
  return {box, summary, name: add(summary, "span")};
}

addEventListener("pointerdown", ({target}) => {
  const open = document.querySelectorAll(".ee-menu[open]");
  for (const box of open) if (!box.contains(target)) box.open = false;
});

// A list over the page closes when the reader goes on elsewhere, and by Escape.
function closeWhenLeft({box, summary}) {
  const close = () => (box.open = false);
  box.addEventListener("focusout", ({relatedTarget}) => {
    if (relatedTarget && !box.contains(relatedTarget)) close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.preventDefault();
    close();
    summary.focus();
  });
}

function differs(before, after) {
  return JSON.stringify(before) !== JSON.stringify(after);
}
