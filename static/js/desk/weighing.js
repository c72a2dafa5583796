// What stands on the scale: what the vessel weighs is off.

import { setTitle } from "./dialogs.js";

/** Begin the question of what something weighs; gives what reads its answer: the weights, or why they will not do as a text. */
export function weighed(dialog, words, what) {
  const form = dialog.querySelector("form");
  const change = dialog.querySelector("[data-change]");
  const grams = (name) => (/^\d{0,6}$/.test(form.elements[name].value.trim()) ? Number(form.elements[name].value) : NaN);
  const net = () => grams("gross") - grams("tare");
  form.reset();
  setTitle(dialog, words.say("weigh_what", { what }));
  form.oninput = () => { change.textContent = net() > 0 ? words.say("net", { n: net() }) : ""; };
  form.oninput();
  return () => (net() > 0 ? { gross_g: grams("gross"), tare_g: grams("tare") } : words.say("grams_bad"));
}
