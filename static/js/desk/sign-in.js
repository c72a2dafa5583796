// The pad of a device: a tap on a name, or a few letters of it, a PIN, and in.

import { Words } from "../lib/words.js";
import { Keypad } from "./keypad.js";
import { Tiles } from "./tiles.js";

const LATELY = "kds.lately";
const LATELY_MOST = 60;
const LOOK_MS = 8000;
const SILENCE_MS = 5000;
const { dataset } = document.body;
const words = new Words(JSON.parse(dataset.words), dataset.language);
const find = (id) => document.getElementById(id);

/** Who signed in at this device last, by their ids. */
function lately() {
  try {
    const found = JSON.parse(localStorage.getItem(LATELY));
    return Array.isArray(found) ? found.map(String) : [];
  } catch (unreadable) {
    return [];
  }
}

function remember(person) {
  const kept = [person, ...lately().filter((each) => each !== person)].slice(0, LATELY_MOST);
  try {
    localStorage.setItem(LATELY, JSON.stringify(kept));
  } catch (full) {
    // The names stand in their order then.
  }
}

/** What the server says of a PIN: {state}, or that it is away. */
async function sent(person, pin) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const body = new URLSearchParams({ person, pin, next: dataset.next });
    return await (await fetch("/sign-in/pin", { method: "POST", body, signal: control.signal })).json();
  } catch (away) {
    return { state: "away" };
  } finally {
    clearTimeout(timer);
  }
}

/** A device that was let go shows a code again; one at which somebody has signed in meanwhile goes on. */
async function look() {
  try {
    const { state } = await (await fetch("/sign-in/here", { cache: "no-store" })).json();
    if (state === "unpaired") window.location.replace("/screens");
    if (state === "in") window.location.replace(dataset.next);
  } catch (away) {
    // It is asked again.
  }
}

function begin() {
  const pad = find("pad");
  const form = find("pad-pin");
  const who = find("pad-who");
  const keypad = new Keypad(find("pad-code"));
  const tiles = new Tiles(find("tiles"), find("pad-find"), find("pad-none"), (button) => {
    who.textContent = button ? button.querySelector("bdi").textContent : who.dataset.nobody;
    pad.classList.toggle("is-chosen", button !== null);
    keypad.clear();
    if (button) keypad.focus();
  });
  let busy = false;

  async function enter() {
    const { person } = tiles;
    if (busy || !person || !keypad.pin) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const { state, to } = await sent(person, keypad.pin);
    busy = false;
    form.removeAttribute("aria-busy");
    keypad.clear();
    if (state === "right") {
      remember(person);
      window.location.replace(to);
    } else if (state === "unpaired") window.location.replace("/screens");
    else keypad.say(words.say(state));
  }

  tiles.putFirst(lately());
  find("pad-back").addEventListener("click", () => tiles.clear());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tiles.clear();
    else if (event.key === "Enter" && event.target.matches("input, body")) {
      event.preventDefault();
      if (!tiles.person && tiles.first()) tiles.choose(tiles.first());
      else enter();
    } else if (!keypad.takes(event)) tiles.takes(event);
  });
}

if (find("pad")) begin();
setInterval(look, LOOK_MS);
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
dataset.runs = "1";
