// What is done with a single line beside the deeds that stand at it: its note, the scale, another party, given free.

import { asking } from "./cashier-till.js";
import { asked, reasonIn, setTitle } from "./dialogs.js";
import { weighed } from "./weighing.js";

const find = (id) => document.getElementById(id);
const NOTED = ["held", "fired", "started"];

/** Ask what is to be done with a line, of what can be, and do it; `carry(line)` moves it, and others with it. */
export async function more(live, row, what, carry) {
  const { line, state, paid, free, scale } = row.dataset;
  const can = {
    note: NOTED.includes(state), weigh: scale === "1" && paid !== "1", carry: paid !== "1", comp: paid !== "1" && free !== "1",
  };
  const dialog = find("more");
  for (const button of dialog.querySelectorAll("[type=submit]")) button.hidden = !can[button.value];
  setTitle(dialog, what);
  const deed = await asked(dialog);
  if (deed === "carry") {
    await carry(line);
    return;
  }
  const body = deed && await DEEDS[deed](live, row, what);
  if (body) await live.ask(`/lines/${encodeURIComponent(line)}/${deed}`, body, `line ${line}`);
}

function note(live, row, what) {
  const dialog = find("line-noting");
  const field = dialog.querySelector("[name=note]");
  field.value = row.dataset.note;
  setTitle(dialog, live.words.say("note_what", { what }));
  return asking(dialog, () => field, () => ({ note: field.value.trim() }));
}

function comp(live, row, what) {
  const dialog = find("comping");
  const form = dialog.querySelector("form");
  form.reset();
  setTitle(dialog, live.words.say("comp_what", { what }));
  return asking(dialog, () => form.elements.more, () => {
    const reason = reasonIn(form);
    return reason ? { reason } : live.words.say("reason_bad");
  });
}

const DEEDS = { note, weigh, comp };

function weigh(live, row, what) {
  const dialog = find("weighing");
  return asking(dialog, () => dialog.querySelector("[name=gross]"), weighed(dialog, live.words, what));
}
