// The business day is closed by hand, with a word for what is unfinished.

import { DeedPage } from "./deed-page.js";
import { listenToKeys } from "./keys.js";

const page = new DeedPage();
const form = document.getElementById("closing");

/** The day that was closed, under its number. */
function show({ closed }) {
  window.location.assign(`/days/${closed}`);
}

async function close(event) {
  event.preventDefault();
  if (form.querySelector("button").getAttribute("aria-busy") === "true") return;
  const word = form.elements.word ? form.elements.word.value.trim() : "";
  const done = await page.ask("/days/close", { word }, "day");
  if (done) show(done);
}

if (form) form.addEventListener("submit", close);
listenToKeys();
page.resume((deed, { done }) => { if (done && deed.path === "/days/close") show(done); });
document.body.dataset.runs = "1";
