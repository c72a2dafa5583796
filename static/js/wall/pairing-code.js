// A device that waits to be paired: asks for a code, shows it, and asks what became of it until it is a screen.

import { Words } from "../lib/words.js";

const ASK_MS = 1000;
const AGAIN_MS = 2000;
const SILENCE_MS = 5000;
const first = document.getElementById("code-first");
const last = document.getElementById("code-last");
const box = document.getElementById("code");
const square = document.getElementById("qr");
const state = document.getElementById("state");
const words = new Words(JSON.parse(document.body.dataset.words), document.body.dataset.language);
let claim = "";

/** The answer of the server, or null where it gave none: a promise of {status, body}. */
async function post(path, fields) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const options = { method: "POST", body: new URLSearchParams(fields), signal: control.signal, cache: "no-store" };
    const answer = await fetch(path, options);
    return { status: answer.status, body: answer.ok ? await answer.json() : null };
  } catch (error) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function say(kind, text) {
  state.dataset.state = kind;
  if (state.textContent !== text) state.textContent = text;
  box.classList.toggle("is-lost", kind === "lost");
}

function show(code) {
  const half = code.length / 2;
  if (first.textContent + last.textContent === code) return;
  first.textContent = code.slice(0, half);
  last.textContent = code.slice(half);
}

/** The code as a square, which a phone takes to where it is typed in. */
function draw({ size, path }) {
  square.setAttribute("viewBox", `0 0 ${size} ${size}`);
  square.querySelector("path").setAttribute("d", path);
  square.removeAttribute("hidden");
}

function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Ask once; how long to wait until the next time. */
async function ask() {
  const answer = claim ? await post("/screens/claim", { claim }) : await post("/screens/code", {});
  if (!answer || !answer.body) {
    const fault = answer && answer.status === 503 ? "busy" : "lost";
    say(fault, words.say(fault));
    return AGAIN_MS;
  }
  const { body } = answer;
  if (body.state === "unknown") {
    // The code is too old, or the server has started anew.
    claim = "";
    return 0;
  }
  if (body.state === "paired") {
    say("paired", words.say("paired"));
    window.location.replace(body.to);
    return AGAIN_MS;
  }
  if (body.claim) claim = body.claim;
  if (body.qr) draw(body.qr);
  show(body.code);
  say("waiting", words.say("left", { time: minutes(body.left_s) }));
  return ASK_MS;
}

async function turn() {
  setTimeout(turn, await ask());
}

turn();
document.body.dataset.runs = "1";
