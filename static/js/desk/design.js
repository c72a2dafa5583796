// The design page: tickets get their age as on a wall, at a time that stands still.

import { elapsed } from "../wall/ticket-ages.js";
import { timeOfDay } from "../lib/clock.js";
import { word } from "../lib/words.js";

const now = Number(document.body.dataset.now);

function ageOf(node) {
  const { soonAt, lateAt, criticalAt } = node.dataset;
  if (lateAt === undefined) return "";
  if (now >= Number(criticalAt)) return "critical";
  if (now >= Number(lateAt)) return "late";
  return now >= Number(soonAt) ? "soon" : "fresh";
}

for (const line of document.querySelectorAll(".line")) line.dataset.age = ageOf(line);
for (const ticket of document.querySelectorAll(".ticket")) {
  const age = ageOf(ticket);
  ticket.dataset.age = age;
  if (age) ticket.querySelector(".ticket-word").textContent = word(age);
  ticket.querySelector(".ticket-clock").textContent = elapsed(now - Number(ticket.dataset.since));
}
for (const specimen of document.querySelectorAll("[data-make]")) {
  specimen.querySelector(".ticket").classList.add(specimen.dataset.make);
}
for (const id of ["late", "pager", "sheet"]) document.getElementById(id).hidden = false;
document.getElementById("count-late").textContent = "3";
document.getElementById("clock").textContent = timeOfDay(now);
document.getElementById("link").dataset.state = "live";
document.getElementById("link-word").textContent = word("live");
