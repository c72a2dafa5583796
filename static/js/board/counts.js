// What boards count in their heads, from the pieces as they stand: the same on a board and on a look back at one.

const LATE = '[data-age="late"], [data-age="critical"]';
/** So long after it was ready a number flashes. */
export const NEW_MS = 30000;

const find = (id) => document.getElementById(id);
const count = (id, n) => { find(id).textContent = String(n); };

export function all(list) {
  return Array.from(document.querySelectorAll(`[data-list="${list}"]`));
}

function sum(name) {
  return Array.from(document.querySelectorAll(".pass")).reduce((total, { dataset }) => total + Number(dataset[name]), 0);
}

/** Whole tables, what of them is ready, and what is missing. */
export function countExpo() {
  countRunner();
  count("count-missing", sum("missing"));
}

/** Tables, and what is ready. */
export function countRunner() {
  count("count-tables", document.querySelectorAll(".pass").length);
  count("count-ready", sum("ready"));
  find("nothing").hidden = document.querySelector(".pass") !== null;
}

/** Tables that wait, and how many for too long. */
export function countProgress() {
  const waiting = all("party");
  const late = waiting.filter((each) => each.querySelector(LATE));
  count("count-waiting", waiting.length);
  find("nothing").hidden = waiting.length > 0;
  for (const each of waiting) each.classList.toggle("is-late", late.includes(each));
  find("late").hidden = late.length === 0;
  count("count-late", late.length);
  count("count-late-dishes", document.querySelectorAll(LATE).length);
}

/** What is new flashes; what nobody has collected for long has left, and how many those are is said. */
export function countPickup(now, words) {
  const ready = all("ready");
  for (const each of ready) each.classList.toggle("is-new", now - Number(each.dataset.readyAt) < NEW_MS);
  const left = ready.filter((each) => each.hidden).length;
  count("count-making", all("making").length);
  count("count-ready", ready.length - left);
  find("uncollected").hidden = left === 0;
  find("uncollected").textContent = words.say("uncollected", { n: left });
  find("nothing").hidden = all("making").length + ready.length - left > 0;
}

export function calls() {
  return Array.from(document.querySelectorAll(".call:not([hidden])"));
}

/** How many calls there are, and which of them nobody answers; areas without any are not there. */
export function countCalls() {
  const standing = calls();
  const unanswered = new Set(standing.filter((each) => each.matches(LATE)).map(({ dataset }) => dataset.part));
  count("count-calls", standing.length);
  count("count-late", unanswered.size);
  find("late").hidden = unanswered.size === 0;
  find("nothing").hidden = standing.length > 0;
  for (const area of document.querySelectorAll(".calls-area")) area.hidden = !area.querySelector(".call:not([hidden])");
  return unanswered;
}
