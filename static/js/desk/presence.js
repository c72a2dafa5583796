// On every page of somebody who is signed in at a device: the server is told, now and then, that a hand is there; where
// nobody is signed in any more, the page goes back to the pad. Alt+0 goes there at once.

import { leaving, watchLeaving } from "../lib/leaving.js";

const LOOK_MS = 8000;
const FIRST_PING_MS = 1000;
const lock = document.querySelector("form[action='/sign-out']");
let pingMs = FIRST_PING_MS;
let pingedAt = -Infinity;
let timer = 0;

/** Ask who is signed in; `touched` tells that a hand is there. Without the server the page stays as it is. */
async function look(touched) {
  clearTimeout(timer);
  let next = LOOK_MS;
  try {
    const given = touched ? { method: "POST", keepalive: true } : { cache: "no-store" };
    const told = await (await fetch("/sign-in/here", given)).json();
    if (told.state === "in") {
      pingMs = told.ping_ms;
      if (told.left_ms !== null) next = Math.min(next, told.left_ms + 200);
    } else if (told.state === "out" || told.state === "unpaired") {
      if (leaving()) return;
      leave(told.state);
      return;
    }
  } catch (away) {
    // It is asked again.
  }
  timer = setTimeout(look, next, false);
}

function leave(state) {
  const { pathname, search } = window.location;
  const back = `/sign-in?next=${encodeURIComponent(pathname + search)}`;
  window.location.replace(state === "out" ? back : "/screens");
}

function touched(event) {
  if (event.altKey && event.code === "Digit0" && lock) {
    event.preventDefault();
    lock.requestSubmit();
    return;
  }
  if (performance.now() - pingedAt < pingMs) return;
  pingedAt = performance.now();
  look(true);
}

for (const kind of ["pointerdown", "keydown", "wheel"]) {
  document.addEventListener(kind, touched, { capture: true, passive: kind === "wheel" });
}
// A page that the browser kept, and one that was asleep, may be somebody else's by now.
window.addEventListener("pageshow", (event) => { if (event.persisted) look(false); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(false); });
watchLeaving();
look(false);
