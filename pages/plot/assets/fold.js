// The title of a folded part, a button that opens the part below it. A folded part is "hidden until
// found": a search in the page or a link to something in it opens it, where the browser can do that.

const UNTIL_FOUND = "until-found";
const folds = new WeakMap(); // Streamlit's element -> our fold in it

export default function ({data, parentElement}) {
  const {name, title, level} = JSON.parse(new TextDecoder().decode(data));
  let fold = folds.get(parentElement);
  if (!fold) folds.set(parentElement, (fold = new Fold(parentElement, level)));
  fold.set(name, title);
  return () => parentElement.isConnected || fold.observer.disconnect();
}

class Fold {
  constructor(parent, level) {
    const heading = parent.appendChild(document.createElement(`h${level}`));
    heading.className = "ee-fold-title";
    this.button = heading.appendChild(document.createElement("button"));
    this.button.type = "button";
    this.button.onclick = () => this.toggle(!this.isOpen);
    this.isOpen = false;
    // Streamlit draws the part after its title, and may draw it anew.
    this.observer = new MutationObserver(() => this.apply());
    this.observer.observe(parent.closest("[class*=st-key-fold-]"), {childList: true, subtree: true});
  }

  set(name, title) {
    this.name = name;
    this.button.textContent = title;
    this.button.setAttribute("aria-controls", name);
    this.apply();
  }

  toggle(isOpen) {
    this.isOpen = isOpen;
    this.apply();
  }

  apply() {
    this.button.ariaExpanded = this.isOpen;
    const part = document.querySelector(`.st-key-within-${this.name}`);
    if (!part) return;
    const hidden = !this.isOpen && isDrawn(part) && UNTIL_FOUND;
    if (part.hidden !== hidden) part.hidden = hidden;
    part.id = this.name;
    part.toggleAttribute("data-open", this.isOpen);
    part.onbeforematch = () => this.toggle(true);
  }
}

// A table that is hidden before Streamlit has drawn it would be empty on paper: until then, the style
// sheet lets the part only take no room.
function isDrawn(part) {
  const tables = [...part.querySelectorAll("[data-testid=stDataFrame]")];
  return !part.querySelector("[data-testid=stSkeleton]") && tables.every((table) => table.querySelector("canvas"));
}
