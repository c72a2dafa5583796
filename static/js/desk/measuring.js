// Measuring where one stands: the house is asked again and again for so long, and what was found is noted for the table. Where
// the network is weak that may take a while: it is kept on this phone until the house has it.

import { loadAll, remove, save } from "../lib/storage.js";
import { headers as world } from "../lib/world.js";
import { Words } from "../lib/words.js";

const KEPT = "kds.measure.";
const AGAIN_MS = [1000, 2000, 4000, 8000];
const find = (id) => document.getElementById(id);
const { words, lasts, every, patience } = document.body.dataset;
const texts = new Words(JSON.parse(words));
const [LASTS_MS, EVERY_MS, PATIENCE_MS] = [lasts, every, patience].map(Number);

/** How long one answer takes, in whole milliseconds; null where none comes in time. */
async function trip() {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  const begun = performance.now();
  try {
    const answer = await fetch("/network/echo", { cache: "no-store", signal: control.signal });
    return answer.ok ? Math.max(1, Math.round(performance.now() - begun)) : null;
  } catch (away) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ask for as long as it takes, one after the other; `told(ms)` hears how long that is already. */
async function measured(told) {
  const [begun, trips] = [performance.now(), []];
  let missed = 0;
  for (let at = 0; at < LASTS_MS; at = performance.now() - begun) {
    told(at);
    const took_ms = await trip();
    if (took_ms === null) missed += 1;
    else trips.push(took_ms);
    await pause(Math.max(0, EVERY_MS - (performance.now() - begun - at)));
  }
  return { trips, missed };
}

/** What became of a measure: {state} as the house says it, null where it did not answer. */
async function sent({ table, trips, missed }) {
  try {
    const body = new URLSearchParams({ table, trips: trips.join(","), missed: String(missed) });
    const answer = await fetch("/network/measure", { method: "POST", body, headers: world(), redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return { state: "signed_out" };
    return [200, 422].includes(answer.status) ? await answer.json() : null;
  } catch (away) {
    return null;
  }
}

/** The card of a measure, and what it says now. */
function card() {
  const node = document.createElement("article");
  node.className = "measured";
  find("results").prepend(node);
  return (grade, ...lines) => {
    node.className = `measured ${grade ? `is-${grade}` : ""}`;
    node.replaceChildren(...lines.filter(Boolean).map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
}

/** Have a measure noted, however long that takes. */
async function note(kept) {
  const { table, trips, missed } = kept;
  const say = card();
  const ordered = trips.slice().sort((one, other) => one - other);
  const usual = ordered[Math.floor((ordered.length - 1) / 2)];
  const found = ordered.length ? texts.say("found", { table, usual, worst: ordered[ordered.length - 1] }) : texts.say("none", { table });
  const lost = missed ? texts.say("missed", { n: missed, all: missed + trips.length }) : "";
  say("", found, lost, texts.say("noting"));
  let said = await sent(kept);
  for (let attempt = 0; !said; attempt += 1) {
    await pause(AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]);
    said = await sent(kept);
  }
  if (said.state !== "signed_out") remove(KEPT + kept.key);
  const isNoted = said.state === "noted";
  say(isNoted ? said.grade : "", isNoted ? texts.say(said.grade) : "", found, lost, texts.say(said.state, { table }));
}

async function begin(table) {
  find("begin").disabled = find("table").disabled = true;
  find("progress").hidden = false;
  const found = await measured((at) => {
    find("progress").value = at;
    find("says").textContent = texts.say("running", { table, n: Math.ceil((LASTS_MS - at) / 1000) });
  });
  const kept = { key: String(Date.now()), table, ...found };
  save(KEPT + kept.key, kept);
  find("begin").disabled = find("table").disabled = false;
  find("progress").hidden = true;
  find("says").textContent = "";
  find("begin").querySelector("span").textContent = texts.say("next");
  find("table").value = "";
  note(kept);
}

if (find("measure")) {
  find("measure").addEventListener("submit", (event) => {
    event.preventDefault();
    begin(find("table").value);
  });
}
for (const kept of loadAll(KEPT)) note(kept);
