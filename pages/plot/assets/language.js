// Marks the document, and each button that switches to another language, with its language.

// Here, because every page has this component.
import "./contents.js";
import "./focus.js";
import "./numbers.js";
import "./translation.js";

export default function ({data}) {
  const {document: language, buttons} = JSON.parse(new TextDecoder().decode(data));
  document.documentElement.lang = language;
  const mark = () => {
    for (const [key, lang] of Object.entries(buttons)) {
      document.querySelector(`.st-key-${key} button`)?.setAttribute("lang", lang);
    }
  };
  mark();
  requestAnimationFrame(mark); // Streamlit may draw the buttons only after this
}
