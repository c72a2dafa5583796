// The whole kitchen on paper, asked for by the sheet of a wall: one press, once, and what became of it.

import { Deeds } from "../lib/deeds.js";
import { Words } from "../lib/words.js";

const button = document.getElementById("sheet-paper");

if (button) {
  const said = document.getElementById("sheet-paper-said");
  const words = new Words(JSON.parse(document.body.dataset.words), document.body.dataset.language);
  const deeds = new Deeds("wall", () => { button.disabled = deeds.waiting.length > 0; });
  const tell = (result) => {
    if (result.done) said.textContent = words.say("paper_asked", { n: result.done.jobs.length });
    else said.textContent = result.refused ? words.of(result.refused.message) : words.say("paper_unknown");
  };
  button.addEventListener("click", () => {
    said.textContent = "";
    const asked = deeds.ask("/kitchen/print", {}, "kitchen");
    if (asked) asked.then(tell);
  });
  deeds.resume((deed, result) => tell(result));
}
