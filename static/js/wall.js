// A wall: the page that the server made is kept true over its socket.

import * as age from "./age.js";
import { apply, shownSeq, tickets } from "./board.js";
import * as clock from "./clock.js";
import { keys, touch } from "./hands.js";
import { layout, restrip } from "./layout.js";
import { Link } from "./link.js";
import { Presses } from "./presses.js";
import { word } from "./words.js";

const page = document.body.dataset;
const box = document.getElementById("link");
const RELOAD_MS = 10000;
let since = shownSeq();
let lostAt = 0;
let refusal = "no_right";
const TOO_MANY = 4029;

const link = new Link(address, receive, connection);
const presses = new Presses(link, sayLink);

function address() {
  const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
  const place = `${scheme}//${window.location.host}/screens/${encodeURIComponent(page.screen)}/live`;
  return `${place}?since=${since}&lang=${page.language}&build=${page.build}`;
}

function receive(message) {
  if (message.type === "board") show(message);
  else if (message.type === "beat") clock.heard(message.now);
  else if (message.type === "pressed") presses.answered(message);
  else if (message.type === "reload") reload();
}

function show(message) {
  clock.heard(message.now);
  const complete = apply(message);
  since = complete ? shownSeq() : -1;
  redraw();
  if (!complete) link.restart();
}

function redraw() {
  layout();
  age.watch(tickets());
  restrip();
  presses.paint();
}

function connection(state, code) {
  refusal = code === TOO_MANY ? "too_many" : "no_right";
  if (state === "live") {
    clock.forget();
    // The board that made it live is still to be shown.
    setTimeout(() => presses.flush(), 0);
  } else if (!lostAt) {
    lostAt = clock.now();
  }
  if (state === "live") lostAt = 0;
  document.body.classList.toggle("is-stale", state === "stale" || state === "refused");
  presses.paint();
}

function sayLink() {
  const waiting = presses.waiting && link.state !== "live" ? ` · ${word("waiting_count", { n: presses.waiting })}` : "";
  const words = { stale: () => word("stale", { time: clock.timeOfDay(lostAt, true) }), refused: () => word(refusal) };
  box.dataset.state = link.state;
  document.getElementById("link-word").textContent = (words[link.state] || (() => word(link.state)))() + waiting;
}

/** A new build, or another kitchen: once, and not again and again. */
function reload() {
  const before = Number(window.sessionStorage.getItem("kds.reloaded") || 0);
  if (Date.now() - before < RELOAD_MS) return;
  window.sessionStorage.setItem("kds.reloaded", String(Date.now()));
  window.location.reload();
}

function tick() {
  if (age.show()) restrip();
  setTimeout(tick, 1000 - (clock.now() % 1000));
}

touch(document.getElementById("board"), (meant) => presses.act(meant));
keys((meant) => presses.act(meant));
const recall = document.getElementById("recall");
if (recall) recall.addEventListener("click", () => presses.act({ deed: "recall" }));
window.addEventListener("resize", redraw);
redraw();
tick();
link.open();
