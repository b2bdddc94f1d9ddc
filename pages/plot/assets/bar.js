// On a phone: the bar at the bottom of every page, and the button that closes the filters.
//
// Streamlit's sidebar holds both the menu and the filters. The bar opens it with one of the two:
// the style sheet hides the other by the document's `data-sheet`.

const MENU = "menu", FILTERS = "filters";
const FIRST = {[MENU]: '[data-testid="stSidebarNavLink"]', [FILTERS]: ".st-key-pills-all button"};
const find = (selector) => document.querySelector(selector);
const sidebar = () => find('[data-testid="stSidebar"]');
const isOpen = () => sidebar()?.dataset.collapsed === "false";

const elements = new WeakMap(); // Streamlit's element -> our element in it
const opener = () => find(`.ee-bar [data-opens="${document.documentElement.dataset.sheet}"]`);
const isOnPhone = () => opener()?.checkVisibility();
let told; // what the button says that closes the filters: the bar knows first

export default function ({data, parentElement}) {
  const {bar, close} = JSON.parse(new TextDecoder().decode(data));
  if (bar) told = close;
  elements.get(parentElement)?.remove();
  const element = bar ? barOf(bar) : button(told ?? close, "ee-close", shut);
  elements.set(parentElement, element);
  parentElement.append(element);
  if (bar && find(".ee-close")) find(".ee-close").textContent = close;
}

function barOf({label, menu, filters, page}) {
  const bar = document.createElement("nav");
  bar.className = "ee-bar";
  bar.setAttribute("aria-label", label);
  bar.append(opening(menu, MENU));
  if (filters) bar.append(opening(filters, FILTERS));
  const link = part(document.createElement("a"), page);
  link.href = page.href;
  if (page.current) link.setAttribute("aria-current", "page");
  link.addEventListener("click", (event) => follow(event, link));
  bar.append(link);
  return bar;
}

function opening({icon, text, count, name}, sheet) {
  const element = part(button("", "", () => open(sheet)), {icon, text});
  element.dataset.opens = sheet;
  element.setAttribute("aria-controls", "stSidebar");
  if (count) {
    const badge = document.createElement("b");
    badge.textContent = count;
    element.append(badge);
    element.setAttribute("aria-label", name);
  }
  return element;
}

function button(text, name, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.className = name;
  element.addEventListener("click", action);
  return element;
}

function part(element, {icon, text}) {
  const sign = document.createElement("span");
  sign.textContent = icon;
  sign.className = "ee-icon";
  sign.setAttribute("aria-hidden", "true");
  sign.translate = false;
  element.append(sign, text);
  return element;
}

// A link of the menu switches pages without loading everything again, and keeps the filters.
function follow(event, link) {
  const path = (a) => new URL(a.href).pathname;
  const entry = [...document.querySelectorAll(FIRST[MENU])].find((a) => path(a) === path(link));
  if (!entry || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  entry.click();
}

function open(sheet) {
  document.documentElement.dataset.sheet = sheet;
  if (!isOpen()) find('[data-testid="stExpandSidebarButton"]')?.click();
  requestAnimationFrame(() => requestAnimationFrame(() => find(FIRST[sheet])?.focus()));
}

function shut() {
  find('[data-testid="stSidebarCollapseButton"] button')?.click();
  opener()?.focus({preventScroll: true});
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && isOnPhone() && isOpen()) shut();
});
document.addEventListener("click", (event) => {
  if (event.target.closest(FIRST[MENU]) && isOnPhone() && isOpen()) shut();
});
