// Lets no line end between a number and the word after it (its unit, what it counts, or its month),
// nor within a range of numbers, nor before a pronoun (« est-il »).

// A number, perhaps with the ending of an ordinal, and the space before a word.
const BEFORE_WORD = /([\d.,\u00a0\u202f]*\d)(er|re|e|st|nd|rd|th)? (?=\p{L})/gu;
// A dash of a range, or a hyphen before a French pronoun.
const DASH = /(?<=\d)–(?=\d)|(?<=\p{L})-(?=(t-)?(il|elle|on|ce|je|nous|vous|y)s?(?!\p{L}))/gu;
const YEAR = /^(19|20)\d\d$/; // may end a line
const AS_IT_IS = "pre, code, script, style, textarea, svg";

// Streamlit writes its texts at any time and in many ways, so they are changed where they end up.
new MutationObserver((records) => {
  for (const {target, addedNodes} of records) {
    if (target instanceof SVGElement) continue; // charts change most, and stay as they are
    [target, ...addedNodes].forEach(joinAll);
  }
}).observe(document.body, {childList: true, characterData: true, subtree: true});
joinAll(document.body);

export function whole(text) {
  return text.replace(BEFORE_WORD, (found, number, ending) =>
    YEAR.test(number) && !ending ? found : `${found.slice(0, -1)}\u00a0`);
}

function joinAll(node) {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let text = texts.currentNode; text; text = texts.nextNode()) {
    if (text.nodeType !== Node.TEXT_NODE) continue;
    const joined = whole(text.data).replace(DASH, "$&\u2060");
    if (joined !== text.data && !text.parentElement?.closest(AS_IT_IS)) text.data = joined;
  }
}
