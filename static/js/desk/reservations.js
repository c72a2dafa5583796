// Tables that are kept for somebody: reserved, changed, let go, and seated.

import { momentOf } from "../lib/zoned.js";
import { asking } from "./cashier-till.js";
import { DeedPage } from "./deed-page.js";
import { asked, letClose, setTitle } from "./dialogs.js";

const find = (id) => document.getElementById(id);
const { timezone, table: wanted, change: changing } = document.body.dataset;
const page = new DeedPage();
const rowOf = (reservation) => Array.from(document.querySelectorAll(".reserved")).find((each) => each.dataset.reservation === reservation);
const pathOf = ({ reservation }, deed) => `/reservations/${encodeURIComponent(reservation)}/${deed}`;
const aboutOf = ({ reservation }) => `reservation ${reservation}`;

/** The page of now, with nothing asked. */
function anew() {
  window.location.assign("/reservations");
}

/** Ask for which table, when and how many, beginning with what stands; null where it was left. */
function question(title, stands) {
  const dialog = find("reserving");
  const { elements } = dialog.querySelector("form");
  dialog.querySelector("form").reset();
  for (const [name, value] of Object.entries(stands)) elements[name].value = value;
  setTitle(dialog, page.words.say(title));
  return asking(dialog, () => elements[stands.table ? "time" : "table"], () => {
    const comes_at = momentOf(elements.date.value, elements.time.value, timezone);
    const guests = elements.guests.value.trim();
    if (Number.isNaN(comes_at)) return page.words.say("when_bad");
    return /^\d{0,4}$/.test(guests) ? { table: elements.table.value, comes_at, guests: Number(guests) } : page.words.say("number_bad");
  });
}

async function reserve(table = "") {
  const kept = await question("reserve", table ? { table } : {});
  if (!kept) return;
  const { table: at, ...body } = kept;
  if (await page.ask(`/tables/${encodeURIComponent(at)}/reserve`, body, "new")) anew();
}

async function change(row) {
  const { table, date, time, guests } = row.dataset;
  const said = await question("change", { table, date, time, guests: guests === "0" ? "" : guests });
  if (!said) return;
  // Only what was changed here: what somebody else has changed meanwhile stays.
  const stood = { table, comes_at: momentOf(date, time, timezone), guests: Number(guests) };
  const body = Object.fromEntries(Object.entries(said).filter(([name, value]) => value !== stood[name]));
  if (await page.ask(pathOf(row.dataset, "change"), body, aboutOf(row.dataset))) anew();
}

async function end(row) {
  const dialog = find("ending");
  setTitle(dialog, page.words.say("will_not", { what: `${row.dataset.time} · ${row.dataset.table}` }));
  const answer = await asked(dialog);
  if (answer && await page.ask(pathOf(row.dataset, answer), {}, aboutOf(row.dataset))) anew();
}

/** They sit down at their table, and order. */
async function seat({ dataset }) {
  const opened = await page.ask("/sessions", { reservation: dataset.reservation }, aboutOf(dataset));
  if (opened) window.location.assign(`/order?session=${encodeURIComponent(opened.session)}`);
}

const DEEDS = { change, end, seat };

function tapped(event) {
  const button = event.target.closest("[data-open]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  if (button.dataset.open === "reserve") reserve();
  else DEEDS[button.dataset.open](button.closest(".reserved"));
}

letClose(document.querySelectorAll("dialog"));
document.addEventListener("click", tapped);
page.resume((deed, { done }) => { if (done) anew(); });
document.body.dataset.runs = "1";
if (wanted || changing) {
  // Loaded anew, the page does not ask again.
  window.history.replaceState(null, "", "/reservations");
  if (wanted && Array.from(find("reserving-table").options).some(({ value }) => value === wanted)) reserve(wanted);
  else if (rowOf(changing)) change(rowOf(changing));
}
