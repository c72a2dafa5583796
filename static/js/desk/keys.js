// Every deed has a key: whatever bears a `data-key` is pressed by Alt and that key, in the question that is asked, else
// on the page.

/** Begin to listen. */
export function listenToKeys() {
  document.addEventListener("keydown", answered);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const root = document.querySelector("dialog[open]") || document;
    const wanted = Array.from(root.querySelectorAll(`[data-key="${event.code}"]`)).find((each) => each.offsetParent !== null);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });
}

/** Enter answers a question from a list of choices too, as it does from a field. */
function answered(event) {
  if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  event.target.form.querySelector("[type=submit]").click();
}
