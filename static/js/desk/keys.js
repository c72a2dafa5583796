// Every deed has a key: whatever bears a `data-key` is pressed by Alt and that key, in the question that is asked, else
// on the page.

/** Begin to listen. */
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const root = document.querySelector("dialog[open]") || document;
    const wanted = Array.from(root.querySelectorAll(`[data-key="${event.code}"]`)).find((each) => each.offsetParent !== null);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });
}
