// Typing a table or a number finds its bills: wherever the keyboard is, and on a phone in the field. Enter opens the
// first; the arrows go through them.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** What a bill is found by: its table or number whole, then what begins so, then what has it in it. */
function rankOf({ label, number }, wanted) {
  const name = label.toUpperCase();
  if (name === wanted || number === wanted) return 0;
  if (name.startsWith(wanted) || number.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : Infinity;
}

/** `rows()` are the bills in their order; `found(n)` hears how many of them are shown. Gives what looks anew at them. */
export function listenToBills(form, rows, found) {
  const field = form.querySelector("input");
  let first = null;

  function look() {
    const wanted = field.value.trim().toUpperCase();
    const ranked = rows().map((row) => ({ row, rank: wanted ? rankOf(row.dataset, wanted) : 0 }));
    for (const { row, rank } of ranked) {
      row.hidden = rank === Infinity;
      row.classList.remove("is-found");
    }
    const there = ranked.filter(({ rank }) => rank !== Infinity);
    const best = Math.min(...there.map(({ rank }) => rank));
    first = wanted && there.length ? there.find(({ rank }) => rank === best).row : null;
    if (first) first.classList.add("is-found");
    field.setAttribute("aria-invalid", String(there.length === 0 && wanted !== ""));
    found(there.length, wanted !== "");
  }

  function step(by) {
    const shown = rows().filter((row) => !row.hidden);
    const at = shown.indexOf(document.activeElement);
    const from = at >= 0 ? at : shown.indexOf(first) - (by > 0 ? 1 : 0);
    const next = shown[Math.max(0, Math.min(shown.length - 1, Math.max(from, -1) + by))];
    if (next) next.focus();
  }

  function typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("dialog")) return;
    if (event.key === "Escape") {
      field.value = "";
      look();
      field.focus();
    } else if (STEPS[event.key]) {
      event.preventDefault();
      step(STEPS[event.key]);
    } else if (event.key.length === 1 && event.key !== " " && event.target !== field) field.focus();
  }

  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
    if (first) first.click();
    else if (!field.value.trim()) {
      const pay = document.querySelector('[data-open="pay"]');
      if (pay) pay.click();
    }
  });
  document.addEventListener("keydown", typed);
  return look;
}
