// Gives a download button the focus back. Streamlit disables it while it gets the file, and a browser
// then moves the focus to the top of the page.
document.addEventListener("click", ({target}) => {
  const button = target.closest("[data-testid=stDownloadButton] button");
  if (!button) return;
  const observer = new MutationObserver(() => {
    if (button.disabled) return;
    observer.disconnect();
    if (document.activeElement === document.body) button.focus({preventScroll: true});
  });
  observer.observe(button, {attributeFilter: ["disabled"]});
});
