// Numbers as a table whose columns can be sorted; those of a chart are fetched when they are opened.

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .ee-table {
    max-height: 25rem; margin: .25rem 0 .75rem; overflow: auto; border: 1px solid var(--st-border-color);
    border-radius: var(--st-base-radius);
  }
  .ee-table table { border-collapse: collapse; width: 100%; font: 400 .875rem/1.4 var(--st-font); }
  .ee-table :is(th, td) {
    padding: .35rem .75rem; border-bottom: 1px solid var(--st-border-color); text-align: left;
    white-space: nowrap;
  }
  .ee-table tbody tr:last-child > td { border-bottom: 0; }
  .ee-table .ee-number { text-align: right; font-variant-numeric: tabular-nums; }
  .ee-table thead th { position: sticky; top: 0; padding: 0; background: var(--st-secondary-background-color); }
  .ee-table th button {
    width: 100%; min-height: 2.25rem; padding: .35rem .75rem; border: 0; background: none;
    color: var(--st-text-color); font: 600 .8125rem/1.4 var(--st-font); text-align: inherit; cursor: pointer;
  }
  .ee-table th[aria-sort=ascending] button::after { content: " ↑" / ""; }
  .ee-table th[aria-sort=descending] button::after { content: " ↓" / ""; }
  @media (pointer: coarse) { .ee-table th button { min-height: 2.75rem; } }
`);
document.adoptedStyleSheets.push(sheet);

const wanted = new WeakMap(); // box -> the address that was asked for last

// Fills the box of the numbers with those that came along, or else with those at the address.
export async function fill({box, summary}, spec, address) {
  if (wanted.get(box) === (address || spec)) return;
  wanted.set(box, address || spec);
  const isCurrent = () => wanted.get(box) === (address || spec);
  if (address && !box.querySelector("table")) show(box, summary, message(spec.labels.loading));
  try {
    const texts = address ? await read(address) : spec.numbers;
    if (isCurrent()) show(box, summary, table(texts, spec));
  } catch (error) {
    if (!isCurrent()) return;
    wanted.delete(box); // so that opening it again asks again
    show(box, summary, message(spec.labels.failed));
    console.warn(error);
  }
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return (await answer.json()).texts;
}

function show(box, summary, content) {
  box.replaceChildren(summary, content);
}

function message(text) {
  const element = document.createElement("p");
  element.setAttribute("role", "status");
  element.textContent = text;
  return element;
}

export function table({columns, rows}, {title, config}) {
  const place = document.createElement("div");
  place.className = "ee-table";
  place.tabIndex = 0; // so that the keyboard can scroll it
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", title);
  const element = place.appendChild(document.createElement("table"));
  const head = element.createTHead().insertRow();
  const body = element.createTBody();
  const heads = columns.map((column, at) => heading(column, () => sort(at)));
  head.append(...heads);
  body.append(...rows.map((cells) => row(cells, columns)));

  function sort(at) {
    const isUp = heads[at].ariaSort !== "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[at].setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const key = columns[at].number ? numberIn(config) : (text) => text;
    const keyed = [...body.rows].map((row) => [key(row.cells[at].textContent), row]);
    keyed.sort(([a], [b]) => (isUp ? compare(a, b) : compare(b, a)));
    body.append(...keyed.map(([, row]) => row));
  }
  return place;
}

function heading({label, meaning, number}, onclick) {
  const cell = document.createElement("th");
  cell.scope = "col";
  if (number) cell.className = "ee-number";
  const button = cell.appendChild(document.createElement("button"));
  Object.assign(button, {type: "button", textContent: label, title: meaning, onclick});
  return cell;
}

function row(cells, columns) {
  const element = document.createElement("tr");
  cells.forEach((text, at) => {
    const cell = element.insertCell();
    cell.textContent = text;
    if (columns[at].number) cell.className = "ee-number";
  });
  return element;
}

// Returns the number that a text in the page's language is; what is missing comes first.
function numberIn({locale, locales}) {
  const {thousands, decimal} = locales[locale].format;
  const marks = {[thousands]: "", [decimal]: ".", "−": "-", "±": ""};
  return (text) => {
    const value = parseFloat([...text].map((sign) => marks[sign] ?? sign).join(""));
    return Number.isNaN(value) ? -Infinity : value;
  };
}

function compare(a, b) {
  if (typeof a === "number") return a === b ? 0 : a - b;
  return a.localeCompare(b, undefined, {numeric: true});
}
