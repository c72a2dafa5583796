// The design page: tickets get their age as on a wall, at a time that stands still.

import { ageOf, elapsed, momentsOf } from "../lib/ages.js";
import { ServerClock } from "../lib/clock.js";
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
for (const id of ["late", "pager", "sheet"]) find(id).hidden = false;
find("count-late").textContent = "3";
find("clock").textContent = new ServerClock(now, dataset.timezone).timeOfDay(now);
find("link").dataset.state = "live";
find("link-word").textContent = words.say("live");
