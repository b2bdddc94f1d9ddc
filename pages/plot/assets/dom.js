// Small helps for the parts of a chart or a table, and the sizes of its heading and note.

const ROOT = import.meta.url.split("/_stcore/")[0]; // address of the server

// The address of numbers as a file.
export function addressOf(address, format) {
  return ROOT + address.replace("{format}", format);
}

export function isPicture({format}) {
  return format === "png" || format === "svg";
}

export function add(parent, tag, name = "") {
  const element = parent.appendChild(document.createElement(tag));
  if (name) element.className = name;
  return element;
}

const sheet = new CSSStyleSheet(); // constructed: no inline style that a policy would have to allow
sheet.replaceSync(`
  .ee-block { width: 100%; color: var(--st-text-color); font: 400 1rem/1.6 var(--st-font); }
  .ee-block :is(h1, h2, h3) {
    margin: 0; color: var(--st-heading-color); font-family: var(--st-heading-font); line-height: 1.2;
    overflow-wrap: break-word;
  }
  :where(.ee-block) h1 {
    padding: 0 0 .5rem; font-size: var(--st-heading-font-size-1); font-weight: var(--st-heading-font-weight-1);
  }
  :where(.ee-block) h2 {
    padding: 1rem 0 .5rem; font-size: var(--st-heading-font-size-2); font-weight: var(--st-heading-font-weight-2);
  }
  :where(.ee-block) h3 {
    padding: .5rem 0; font-size: var(--st-heading-font-size-3); font-weight: var(--st-heading-font-weight-3);
  }
  .ee-note {
    margin: .5rem 0 1rem; font-size: .875rem;
    color: color-mix(in srgb, var(--st-text-color) 60%, var(--st-background-color));
  }
  @media screen { .ee-note { max-width: 48rem; } }
  @media print { .ee-block :is(h1, h2, h3, .ee-note) { break-after: avoid; } }
`);
document.adoptedStyleSheets.push(sheet);

// The heading stays the same element as long as its level does.
export function setHeading(block, {title, level}) {
  const tag = title && `H${level}`;
  if (block.heading && block.heading.tagName !== tag) {
    block.heading.remove();
    block.heading = null;
  }
  if (!tag) return;
  block.heading ??= block.root.insertAdjacentElement("afterbegin", document.createElement(tag));
  block.heading.textContent = title;
}
