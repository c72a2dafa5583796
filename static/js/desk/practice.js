// The steps of what is practised, over every page of a practice: asked for while the page is seen, ticked by what happened.

import { KEPT, practice } from "../lib/world.js";
import { WORLD } from "./world.js";

const EVERY_MS = 1500;
const SILENCE_MS = 5000;
const find = (id) => document.getElementById(id);
const steps = find("practice-steps");
let shown = "";

/** Other pages of this browser are of this practice too, or load themselves anew. */
function tell() {
  try {
    const id = JSON.stringify(practice());
    if (window.localStorage.getItem(WORLD) !== id) window.localStorage.setItem(WORLD, id);
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(KEPT) && !key.startsWith(`${KEPT}${practice()}.`)) window.localStorage.removeItem(key);
    }
  } catch (forbidden) {
    // Where nothing can be kept, nothing has to be told apart.
  }
}

async function asked() {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    const answer = await fetch(`/practice/panel?language=${language}`, { signal: control.signal, cache: "no-store" });
    if (answer.status === 409) window.location.assign("/practice?ended=1");
    return answer.ok ? await answer.text() : null;
  } catch (away) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function show(html) {
  const panel = find("practice-panel");
  if (html === null || html === shown) return;
  shown = html;
  panel.innerHTML = html;
  find("practice-now").textContent = panel.firstElementChild.dataset.now;
  steps.hidden = false;
}

async function turn() {
  if (!document.hidden) show(await asked());
  setTimeout(turn, EVERY_MS);
}

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") steps.open = false;
});

tell();
turn();
