// Links to sections of the page: one moves the focus along, and works in the address of a page, too.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".ee-contents a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // the browser's way would take the focus away last
  location.hash = link.hash;
  go(link.hash);
});

if (location.hash) goOnceDrawn(location.hash);

function go(hash) {
  const part = find(hash);
  const title = titleOf(part);
  if (title.tabIndex < 0) title.tabIndex = -1;
  title.focus({preventScroll: true});
  part.scrollIntoView();
}

function find(hash) {
  return document.getElementById(hash.slice(1));
}

// The button of a folded part, or the first heading of a section.
function titleOf(part) {
  const section = part.closest("[class*=st-key-section-]");
  return document.querySelector(`[aria-controls="${part.id}"]`) ?? section?.querySelector("h2, h3") ?? part;
}

// A page is drawn after it has been loaded, and grows. The section stays in view until the reader
// does something.
function goOnceDrawn(hash) {
  const observer = new MutationObserver(() => {
    const part = find(hash);
    if (!part) return;
    observer.disconnect();
    part.dispatchEvent(new Event("beforematch")); // opens it if it is folded
    go(hash);
    growth.observe(part.closest("[data-testid=stMainBlockContainer]"));
  });
  const growth = new ResizeObserver(() => find(hash)?.scrollIntoView());
  observer.observe(document.body, {childList: true, subtree: true, attributeFilter: ["id"]});
  const stop = () => [observer, growth].forEach((each) => each.disconnect());
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, stop, {once: true, capture: true, passive: true});
  }
}
