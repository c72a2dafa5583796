// What is done with a whole party: its note and allergies, merged and taken apart, handed to a colleague.

import { read } from "../lib/reading.js";
import { asking } from "./cashier-till.js";
import { asked, setTitle } from "./dialogs.js";

const find = (id) => document.getElementById(id);
const head = () => document.querySelector(".sheet-head");
const path = (session, deed) => `/sessions/${encodeURIComponent(session)}/${deed}`;

/** The note and the allergies of all that they have ordered and will order. */
export async function note(live, session) {
  const dialog = find("noting");
  const { elements } = dialog.querySelector("form");
  for (const name of ["note", "allergies"]) elements[name].value = head().dataset[name];
  const typed = () => ({ note: elements.note.value.trim(), allergies: elements.allergies.value.trim() });
  const body = await asking(dialog, () => elements.allergies, typed);
  if (body) await live.ask(path(session, "note"), body, "party");
}

/** Merge the party into another one, and go there. */
export async function merge(live, session) {
  const { service } = head().dataset;
  const into = await otherParty(live, session, live.words.say("merge_into"), (each) => each.service === service);
  if (!into || !await live.ask(path(session, "merge"), { into }, "party")) return;
  window.location.assign(`/sessions/${encodeURIComponent(into)}`);
}

/** Take apart what was merged: at the table where they sat, or at another. */
export async function takeApart(live, { session, label, table }) {
  const dialog = find("apart");
  const field = dialog.querySelector("[name=table]");
  field.closest(".field").hidden = !table;
  field.value = table;
  setTitle(dialog, live.words.say("apart_what", { label }));
  const named = () => field.value.trim();
  // At their own table they are refused where others sit there now; at one that is named they sit down beside those.
  const where = () => (!named() || named() === table ? {} : { table: named() });
  const body = await asking(dialog, () => field, where);
  if (body) await live.ask(path(session, "unmerge"), body, "party");
}

/** Somebody else serves them from now on. */
export async function handOver(live, session) {
  const staff = await asked(find("handing"));
  if (staff) await live.ask(path(session, "serve-by"), { staff: staff === "nobody" ? "" : staff }, "party");
}

/** Choose one of the parties that are here, but for this one; "" for none of them. */
async function otherParty(live, session, title, fits = () => true) {
  const dialog = find("choosing");
  const field = dialog.querySelector("[name=find]");
  const says = dialog.querySelector("[data-says]");
  const list = dialog.querySelector("[data-choices]");
  field.value = "";
  list.replaceChildren();
  says.textContent = live.words.say("looking");
  setTitle(dialog, title);
  const answered = asked(dialog);
  const told = await read("/sessions");
  const parties = told ? told.sessions.filter((each) => each.session !== session && fits(each)) : [];
  const look = () => {
    const sought = field.value.trim().toUpperCase();
    const found = parties.filter(({ label }) => label.toUpperCase().includes(sought));
    list.replaceChildren(...found.map((each) => ofParty(live, each)));
    says.textContent = found.length ? "" : live.words.say(told ? "nobody_else" : "away");
  };
  field.oninput = look;
  // Enter means a party only where one alone is left of them.
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    const left = list.querySelectorAll("button");
    if (left.length === 1) left[0].click();
  };
  look();
  return answered;
}

function ofParty(live, { session, label, guests }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.className = "button";
  button.type = "button";
  button.dataset.answer = session;
  button.textContent = guests ? live.words.say("party_at", { label, guests }) : label;
  item.append(button);
  return item;
}
