// Questions over a live page. Each is asked once, and answered by a button, by Enter, or not at all by Escape.

/** So many guests nobody is asked about, however small their table is. */
const MANY = 20;

/** Ask by a dialog: its answer, the value of the button that was pressed, "" for none. Its form is left as it was filled in. */
export function asked(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    const ended = () => {
      dialog.removeEventListener("close", ended);
      resolve(dialog.returnValue);
    };
    dialog.addEventListener("close", ended);
    if (!dialog.open) dialog.showModal();
  });
}

/** Let buttons that are no form's answer or close their dialog; a tap beside it closes it too. */
export function letClose(dialogs) {
  for (const dialog of dialogs) {
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("[data-close], [data-answer]");
      if (button) dialog.close(button.dataset.answer || "");
      else if (event.target === dialog) dialog.close("");
    });
    // Digits that are typed anywhere are meant for the number.
    dialog.addEventListener("keydown", (event) => {
      const number = dialog.querySelector("input[inputmode=numeric]");
      if (number && event.target !== number && /^\d$/.test(event.key)) number.focus();
    });
  }
}

export function setTitle(dialog, text) {
  dialog.querySelector("[data-title]").textContent = text;
}

/** Say in the dialog itself why an answer will not do; "" for nothing. */
export function say(dialog, text) {
  const node = dialog.querySelector("[data-own-fault]");
  node.textContent = text;
  node.hidden = text === "";
}

/** Why something is done, as it was typed or else chosen; "" for nothing. */
export function reasonIn(form) {
  const given = new FormData(form);
  return String(given.get("more") || "").trim() || given.get("reason") || "";
}

/** How many guests: a number, or null where nobody says. Far more than there are `seats` is asked about once. */
export async function headcount(dialog, title, words, seats) {
  let odd = 0;
  const typed = dialog.querySelector("input");
  typed.value = "";
  setTitle(dialog, title);
  say(dialog, "");
  while (true) {
    const answer = await asked(dialog);
    if (answer === "") return null;
    if (answer !== "typed") return Number(answer);
    const n = /^[1-9]\d{0,3}$/.test(typed.value.trim()) ? Number(typed.value.trim()) : 0;
    if (n && (n <= Math.max(MANY, 3 * seats) || n === odd)) return n;
    odd = n;
    say(dialog, n ? words.say("odd_guests", { n }) : words.say("number_bad"));
  }
}
