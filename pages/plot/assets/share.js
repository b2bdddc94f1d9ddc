// The dialog that shares a chart: its link, the code of a frame, pictures, and how to cite it.

import {Copyable} from "./copy.js";
import {add, isPicture} from "./dom.js";

const ADDRESS = "\ue000"; // stands for the page's address in texts from the server

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-dialog {
    box-sizing: border-box; width: min(46rem, calc(100vw - 2rem)); max-height: calc(100dvh - 3rem); padding: 1.25rem 1.5rem;
    overflow: auto; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
    background: var(--st-background-color); color: var(--st-text-color); font: 400 1rem/1.6 var(--st-font);
  }
  .ee-dialog::backdrop { background: rgb(0 0 0 / 50%); }
  .ee-chart .ee-dialog h2 { padding: 0 2.5rem .25rem 0; }
  .ee-chart .ee-dialog h3 { padding: 1rem 0 .25rem; }
  .ee-dialog p { margin: 0 0 .5rem; font-size: .875rem; }
  .ee-dialog .ee-copy { margin-bottom: .75rem; }
  .ee-dialog .ee-row { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: .75rem; }
  .ee-dialog .ee-row button {
    min-height: 2.5rem; padding: .25rem .75rem; border: 1px solid var(--st-border-color);
    border-radius: var(--st-button-radius); background: var(--st-background-color);
    color: var(--st-text-color); font: 400 1rem/1.6 var(--st-font); cursor: pointer;
  }
  .ee-dialog .ee-row button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
  .ee-dialog .ee-shut {
    position: absolute; top: .75rem; right: .75rem; width: 2.75rem; height: 2.75rem; border: 0;
    border-radius: var(--st-button-radius); background: none; color: var(--st-text-color);
    font: 1.5rem/1 var(--st-font); cursor: pointer;
  }
  @media (pointer: coarse) { .ee-dialog .ee-row button { min-height: 2.75rem; } }
`);
document.adoptedStyleSheets.push(sheet);

export function open(tools) {
  const {spec, shareButton} = tools;
  const {share, labels: {dialog: texts}} = spec;
  const dialog = add(shareButton.closest(".ee-chart"), "dialog", "ee-dialog");
  const title = add(dialog, "h2");
  title.id = `share-${spec.key}`;
  title.textContent = texts.title;
  dialog.setAttribute("aria-labelledby", title.id);
  if (share.private) say(dialog, texts.private);
  else {
    linkPart(dialog, share, texts);
    embedPart(dialog, tools, texts);
  }
  citePart(dialog, share, texts);
  const close = add(dialog, "button", "ee-shut");
  Object.assign(close, {type: "button", textContent: "×", title: texts.close, onclick: () => dialog.close()});
  close.setAttribute("aria-label", texts.close);
  dialog.onclose = () => dialog.remove(); // and the browser gives the focus back
  dialog.onclick = (event) => event.target === dialog && isOutside(dialog, event) && dialog.close();
  dialog.showModal();
}

function linkPart(dialog, share, texts) {
  add(dialog, "h3").textContent = texts.link;
  say(dialog, texts.opens);
  copyable(dialog, addressOf(share), texts, "link", texts.sheet);
  say(dialog, texts.omits);
}

function embedPart(dialog, tools, texts) {
  const {share, key, files} = tools.spec;
  const framed = addressOf(share, [["chart", key], ["embed", "true"]]);
  add(dialog, "h3").textContent = texts.embed;
  if (texts.instead) {
    say(dialog, texts.instead);
    pictures(dialog, tools, files);
  }
  say(dialog, texts.where);
  copyable(dialog, share.frame.replaceAll(ADDRESS, escaped(framed)), texts, "frame");
  if (!texts.instead) pictures(dialog, tools, files);
}

function citePart(dialog, share, texts) {
  const address = addressOf(share);
  add(dialog, "h3").textContent = texts.cite;
  for (const name of ["text", "bibtex"]) {
    say(dialog, texts[name]);
    copyable(dialog, share[name].replaceAll(ADDRESS, address), texts, name);
  }
  say(dialog, texts.hash);
}

function pictures(dialog, tools, files) {
  const row = add(dialog, "div", "ee-row");
  row.append(...files.filter(isPicture).map((file) => tools.file(file)));
}

function say(dialog, text) {
  add(dialog, "p").textContent = text;
}

function copyable(dialog, text, texts, name, sheet = "") {
  const {copied, refused, copy} = texts;
  new Copyable(dialog).set({text, copy: copy[name], share: sheet, copied, refused});
}

// The address of the page with our own parameters alone: others are of those who sent the reader.
function addressOf({page, parameters}, more = []) {
  const shown = [...new URLSearchParams(location.search)].filter(([name]) => parameters.includes(name));
  const query = new URLSearchParams([...shown, ...more]).toString();
  const base = page.startsWith("/") ? location.origin + page : page;
  return query ? `${base}?${query}` : base;
}

function escaped(text) {
  const signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"};
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}

function isOutside(dialog, {clientX: x, clientY: y}) {
  const {left, right, top, bottom} = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}
