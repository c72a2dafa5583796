// What was ordered and not served is named before a bill is printed or paid and before a table is cleared: brought, which
// hurries the kitchen, cancelled for a reason, or still wanted.

import { listed } from "./cashier-till.js";
import { asked, setTitle } from "./dialogs.js";

/** What brings a line by its state; what is ready needs nobody but a waiter. */
const BRING = { held: "fire", fired: "rush", started: "rush" };
const find = (id) => document.getElementById(id);

/** What is not served, of an element that says so: its line and ticket, how far it is, and what it is in words. */
function leftOf(node) {
  const { unserved: line, dishState: state, ticket, paid } = node.dataset;
  return { line, state, ticket, paid: paid === "1", text: node.textContent.trim().replace(/\s+/g, " ") };
}

/** What is not served of the chosen bill, or of all its party has: of a list that the page has. */
export function leftOn(list = ".bill-unserved li") {
  return Array.from(document.querySelectorAll(list), leftOf);
}

/** Whether to go on, by the answer of whoever is asked. `left` is what is not served, `why(left)` asks why it is not wanted. */
export async function guarded(till, left, why) {
  if (!left.length) return true;
  const dialog = find("guarding");
  setTitle(dialog, till.words.say("unserved", { n: left.length }));
  dialog.querySelector("[data-choices]").replaceChildren(...listed(left.map((each) => each.text)));
  const answer = await asked(dialog);
  if (answer === "bring") await bring(till, left);
  return answer === "keep" || (answer === "cancel" && cancelled(till, left, why));
}

/** The kitchen is asked for each that it has not made, and begins what was kept back. */
export async function bring(till, left) {
  const heard = left.filter(({ state }) => BRING[state]).map(({ line, state }) => till.doLine(BRING[state], line, {}));
  const n = (await Promise.all(heard)).filter((done) => done !== undefined).length;
  if (n) till.report(till.words.say("hurried", { n }));
}

/** Whether the kitchen has begun any of it. */
export function isBegun(left) {
  return left.some(({ state }) => state === "started" || state === "done");
}

/** A link to the pre-bill was pressed: go there, unless something is to be brought first. */
export async function preBill(till, link, left, why) {
  if (await guarded(till, left, why)) window.location.assign(link.href);
}

/**
 * Take back what is not paid; what is paid, or is a part of a set meal whose other parts they may have had, is not made.
 * Whether all of it could be; nothing is where nobody says why.
 */
export async function cancelled(till, left, why) {
  const reason = await why(left);
  if (!reason) return false;
  // Who answers has decided by what it said then.
  if (left.some(({ line, state }) => till.stateOf(line) !== state)) {
    till.live.tell(`line ${left[0].line}`, { refused: { title: till.words.say("changed_meanwhile") } });
    return false;
  }
  const deeds = left.map(({ line, ticket, paid, meal }) => {
    if (!paid && !meal) return till.doLine("void", line, { reason });
    return till.live.ask(`/tickets/${encodeURIComponent(ticket)}/end`, { outcome: "not_made", lines: [line], reason }, `line ${line}`);
  });
  return (await Promise.all(deeds)).every((done) => done !== undefined);
}
