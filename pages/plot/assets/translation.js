// Keeps a page true that the browser translates.
//
// A translator puts elements of its own in the place of texts. Streamlit then goes on changing texts that nobody
// sees, and fails when it takes one of them away. So a text that changes goes back to its place, where the translator
// finds it anew, and what Streamlit does to a text that was replaced is done to the translation.

const translations = new WeakMap(); // a text that was replaced -> the element in its place

const observer = new MutationObserver((records) => {
  for (const record of records) {
    if (record.type === "characterData") putBack(record.target);
    else record.removedNodes.forEach((node) => remember(node, record));
  }
});
const changes = {childList: true, characterData: true, subtree: true};
observer.observe(document.body, changes);

// Google's translator, which is that of Chrome, Edge's and Safari's use <font>; Streamlit never does.
function remember(text, {addedNodes, previousSibling, nextSibling}) {
  if (text.nodeType !== Node.TEXT_NODE || text.isConnected) return;
  const inPlace = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === "FONT");
  if (!inPlace) return;
  translations.set(text, inPlace);
  observer.observe(text, changes); // it is no longer on the page
}

function putBack(text) {
  const translation = translations.get(text);
  if (!translation) return;
  translations.delete(text);
  if (translation.isConnected) translation.replaceWith(text);
}

const {insertBefore, removeChild} = Node.prototype;

Node.prototype.removeChild = function (child) {
  return removeChild.call(this, inPlaceOf(child, this));
};

Node.prototype.insertBefore = function (node, next) {
  return insertBefore.call(this, node, inPlaceOf(next, this));
};

function inPlaceOf(node, parent) {
  const translation = translations.get(node);
  return translation?.parentNode === parent ? translation : node;
}
