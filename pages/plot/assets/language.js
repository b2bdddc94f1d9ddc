// Says of the document, and of the switch to another language, which language each is in.
export default function ({data}) {
  const {language, other, of} = JSON.parse(new TextDecoder().decode(data));
  document.documentElement.lang = language;
  // Streamlit draws the switch, perhaps only after this.
  const mark = () => document.querySelector(`.st-key-${of} button`)?.setAttribute("lang", other);
  mark();
  requestAnimationFrame(mark);
}
