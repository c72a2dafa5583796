// Typing a table's name goes to it: wherever the keyboard is, and on a phone in the field. Enter opens it.

/** `tables()` are the elements with a `data-table`; `form` has the field. */
export function listenToNames(form, tables) {
  const field = form.querySelector("input");
  let found = null;

  function look() {
    const wanted = field.value.trim().toUpperCase();
    if (found) found.classList.remove("is-found");
    const names = wanted ? tables() : [];
    found = names.find((each) => each.dataset.table.toUpperCase() === wanted)
      || names.find((each) => each.dataset.table.toUpperCase().startsWith(wanted)) || null;
    field.setAttribute("aria-invalid", String(wanted !== "" && !found));
    if (!found) return;
    found.classList.add("is-found");
    found.scrollIntoView({ block: "center" });
  }

  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
    if (!found) return;
    const table = found;
    field.value = "";
    look();
    table.focus();
    table.click();
  });
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.key === "Escape" && target === field) {
      field.value = "";
      look();
      field.blur();
      return;
    }
    const busy = event.ctrlKey || event.metaKey || event.altKey || target.closest("input, dialog");
    if (!busy && event.key.length === 1 && event.key !== " ") field.focus();
  });
}
