// Brings a part of the page into view and moves the focus there, each time the data changes.
export default function ({data}) {
  const {key} = JSON.parse(new TextDecoder().decode(data));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  requestAnimationFrame(() => { // Streamlit may draw the part only after this
    const part = document.querySelector(`.st-key-${key}`);
    if (!part) return;
    part.tabIndex = -1;
    part.focus({preventScroll: true});
    part.scrollIntoView({behavior: still ? "instant" : "smooth", block: "start"});
  });
}
