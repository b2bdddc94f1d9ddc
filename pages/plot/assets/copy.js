// Text with a button that copies it and, on a phone, one that opens the phone's own share sheet.

const sheet = new CSSStyleSheet(); // constructed: no inline style that a policy would have to allow
sheet.replaceSync(`
  .ee-copy { display: flex; flex-direction: column; gap: 0.5rem; width: 100%; }
  .ee-copy pre {
    margin: 0; padding: 0.75rem 1rem; border-radius: var(--st-base-radius);
    background: var(--st-code-background-color); color: var(--st-text-color);
    font: 400 0.875rem/1.5 var(--st-code-font); white-space: pre-wrap; overflow-wrap: anywhere;
  }
  .ee-copy div { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
  .ee-copy button {
    display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; padding: 0.25rem 0.75rem;
    border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
    background: var(--st-background-color); color: var(--st-text-color);
    font: 400 1rem/1.6 var(--st-font); cursor: pointer;
  }
  .ee-copy button[hidden] { display: none; }
  .ee-copy button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
  .ee-copy button span { font: 1.25rem/1 "Material Symbols Rounded"; }
  .ee-copy [role=status] { color: var(--st-text-color); font: 400 0.875rem/1.6 var(--st-font); }
  @media (pointer: coarse) { .ee-copy button { min-height: 2.75rem; } }
  @media print { .ee-copy div { display: none; } }
`);
document.adoptedStyleSheets.push(sheet);

const elements = new WeakMap(); // Streamlit's element -> our element in it

export default function ({data, parentElement}) {
  if (!elements.has(parentElement)) elements.set(parentElement, new Copyable(parentElement));
  elements.get(parentElement).set(JSON.parse(new TextDecoder().decode(data)));
}

export class Copyable {
  constructor(parent) {
    const whole = parent.appendChild(document.createElement("div"));
    whole.className = "ee-copy";
    this.text = whole.appendChild(document.createElement("pre"));
    this.text.translate = false;
    const row = whole.appendChild(document.createElement("div"));
    this.copyButton = row.appendChild(button("content_copy", () => this.copy()));
    this.shareButton = row.appendChild(button("ios_share", () => this.share()));
    this.status = row.appendChild(document.createElement("span"));
    this.status.setAttribute("role", "status");
  }

  // Changes only texts, so that a button keeps the focus when its page runs again.
  set(spec) {
    if (this.text.textContent !== spec.text) {
      this.text.textContent = spec.text;
      this.status.textContent = "";
    }
    this.spec = spec;
    this.copyButton.lastChild.textContent = spec.copy;
    this.shareButton.lastChild.textContent = spec.share;
    // A desktop's browser can have a share sheet as well, but people there expect to copy.
    this.shareButton.hidden = !(spec.share && navigator.share && matchMedia("(pointer: coarse)").matches);
  }

  async copy() {
    this.status.textContent = ""; // so that a second copy is announced, too
    const isCopied = (await written(this.spec.text)) || this.copySelected();
    this.status.textContent = isCopied ? this.spec.copied : this.spec.refused;
  }

  // The old way, which also works without HTTPS. If it fails as well, the text stays selected.
  copySelected() {
    const selection = getSelection();
    selection.selectAllChildren(this.text);
    if (!document.execCommand("copy")) return false;
    selection.removeAllRanges();
    return true;
  }

  async share() {
    try {
      await navigator.share({url: this.spec.text, title: document.title});
    } catch (error) {
      if (error.name !== "AbortError") await this.copy(); // AbortError: closed without sharing
    }
  }
}

function button(icon, onclick) {
  const element = document.createElement("button");
  const sign = element.appendChild(document.createElement("span"));
  element.type = "button";
  element.onclick = onclick;
  sign.setAttribute("aria-hidden", "true");
  sign.translate = false;
  sign.textContent = icon;
  element.appendChild(document.createTextNode(""));
  return element;
}

// Without HTTPS there is no clipboard, and a browser may refuse it.
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
