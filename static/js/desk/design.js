// The design page: tickets get their age as on a wall, at a time that stands still.

import { ageOf, elapsed, momentsOf } from "../lib/ages.js";
import { ServerClock } from "../lib/clock.js";
import { Fitting, write } from "../lib/fitting.js";
import { Words } from "../lib/words.js";

const { dataset } = document.body;
const now = Number(dataset.now);
const words = new Words(JSON.parse(dataset.words), dataset.language);
const find = (id) => document.getElementById(id);

for (const line of document.querySelectorAll(".line")) line.dataset.age = ageOf(momentsOf(line.dataset), now);
for (const ticket of document.querySelectorAll(".ticket")) {
  const age = ageOf(momentsOf(ticket.dataset), now);
  ticket.dataset.age = age;
  if (age) ticket.querySelector(".ticket-word").textContent = words.say(age);
  ticket.querySelector(".ticket-clock").textContent = elapsed(now - Number(ticket.dataset.since));
}
for (const specimen of document.querySelectorAll("[data-make]")) {
  specimen.querySelector(".ticket").classList.add(specimen.dataset.make);
}
for (const ticket of document.querySelectorAll(".specimen .slot > .ticket")) {
  const slot = ticket.parentElement;
  const lines = ticket.querySelectorAll(".line").length;
  const wide = Number(ticket.dataset.slots);
  for (const each of [slot, slot.closest(".specimen")]) each.classList.add(`is-wide-${wide}`);
  const fitting = new Fitting(slot.parentElement);
  const fitted = () => {
    const { width, height } = slot.getBoundingClientRect();
    return fitting.letters("", lines, () => ticket.cloneNode(true), { wide, width, height });
  };
  let letters = fitted();
  if (!letters.fits) {
    // On a wall it would go on on the next page.
    slot.classList.add("is-high");
    letters = fitted();
  }
  write(ticket, letters);
}
for (const id of ["late", "pager", "sheet"]) find(id).hidden = false;
find("count-late").textContent = "3";
find("clock").textContent = new ServerClock(now, dataset.timezone).timeOfDay(now);
find("link").dataset.state = "live";
find("link-word").textContent = words.say("live");
