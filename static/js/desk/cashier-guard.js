// What was ordered and not served is named before a bill is paid and before a table is cleared: brought, cancelled, or
// still wanted.

import { asked, setTitle } from "./dialogs.js";
import { listed } from "./cashier-till.js";

const find = (id) => document.getElementById(id);

/** Whether to go on. `left` are the elements of what is not served, each with its `data-unserved` line. */
export async function guarded(till, left) {
  if (!left.length) return true;
  const dialog = find("guarding");
  setTitle(dialog, till.words.say("unserved", { n: left.length }));
  dialog.querySelector("[data-choices]").replaceChildren(...listed(left.map((each) => each.textContent.trim().replace(/\s+/g, " "))));
  const answer = await asked(dialog);
  return answer === "keep" || (answer === "cancel" && cancelled(till, left));
}

/** Take back what is not paid; what is paid is not made. Whether all of it could be. */
async function cancelled(till, left) {
  const reason = find("guarding").querySelector("[value=cancel]").firstChild.textContent.trim();
  const deeds = left.map(({ dataset: { unserved, ticket, paid } }) => {
    if (paid !== "1") return till.doLine("void", unserved, { reason });
    const body = { outcome: "not_made", lines: [unserved], reason };
    return till.live.ask(`/tickets/${encodeURIComponent(ticket)}/end`, body, `line ${unserved}`);
  });
  return (await Promise.all(deeds)).every((done) => done !== undefined);
}
