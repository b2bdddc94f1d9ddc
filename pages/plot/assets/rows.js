// The files of a table as links and, if they come along, its heading, note and rows above them.

import {add, addressOf, setHeading} from "./dom.js";
import {table} from "./table.js";

const sheet = new CSSStyleSheet(); // constructed: no inline style that a policy would have to allow
sheet.replaceSync(`
  .ee-rows .ee-note { margin: 0 0 1rem; }
  .ee-links { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 0; padding: 0; list-style: none; }
  .ee-links li { margin: 0; padding: 0; }
  .ee-links a {
    display: inline-flex; align-items: center; gap: .35rem; min-height: 2.5rem; color: var(--st-text-color);
    font: 400 .875rem/1.6 var(--st-font); text-decoration: none;
  }
  .ee-links a:hover { color: var(--st-primary-color); }
  .ee-links a::before {
    font: 1.1rem/1 "Material Symbols Rounded"; content: "download" / ""; font-feature-settings: "liga";
  }
  @media (pointer: coarse) { .ee-links a { min-height: 2.75rem; } }
  @media print { .ee-links { display: none; } }
`);
document.adoptedStyleSheets.push(sheet);

const elements = new WeakMap(); // Streamlit's element -> our rows in it

export default function ({data, parentElement}) {
  const text = new TextDecoder().decode(data);
  let rows = elements.get(parentElement);
  if (!rows) elements.set(parentElement, (rows = new Rows(parentElement)));
  if (rows.text === text) return;
  rows.text = text;
  rows.set(JSON.parse(text));
}

class Rows {
  constructor(parent) {
    this.root = add(parent, "div", "ee-rows ee-block");
    this.note = document.createElement("p");
    this.note.className = "ee-note";
    this.links = add(this.root, "ul", "ee-links");
  }

  set(spec) {
    setHeading(this, spec);
    this.note.textContent = spec.note ?? "";
    if (spec.note) this.links.before(this.note);
    else this.note.remove();
    this.setTable(spec);
    this.setFiles(spec);
  }

  setTable(spec) {
    if (JSON.stringify(this.shown) === JSON.stringify(spec.table)) return;
    this.shown = spec.table;
    this.table?.remove();
    this.table = spec.table && table(spec.table, spec);
    if (this.table) this.links.before(this.table);
  }

  // Links stay the same elements, so that one keeps the focus.
  setFiles({address, files}) {
    while (this.links.children.length > files.length) this.links.lastChild.remove();
    while (this.links.children.length < files.length) add(add(this.links, "li"), "a");
    files.forEach(({format, label, name, help}, at) => {
      const link = this.links.children[at].firstChild;
      Object.assign(link, {href: addressOf(address, format), download: name, title: help, textContent: label});
      link.setAttribute("aria-label", help);
    });
  }
}
