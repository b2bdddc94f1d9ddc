// Gives a button the focus back where Streamlit loses it, and a browser moves it to the top of the page.

// Streamlit disables a download button while it gets the file.
document.addEventListener("click", ({target}) => {
  const button = target.closest("[data-testid=stDownloadButton] button");
  if (button) giveBack(button, button, {attributeFilter: ["disabled"]}, () => !button.disabled);
});

// Focuses an element once something is over, unless the focus is somewhere else by then.
function giveBack(element, watched, changes, isOver) {
  const observer = new MutationObserver(() => {
    if (!isOver()) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) element.focus({preventScroll: true});
    });
  });
  observer.observe(watched, changes);
}
