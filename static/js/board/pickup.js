// The pickup board: who is ready is called, each number twice at most, and flashes until it has been seen.

import { Speech, digits } from "../lib/speech.js";
import { load, save } from "../lib/storage.js";
import { Board } from "./board.js";
import { NEW_MS, all, countPickup } from "./counts.js";
import { soundOf } from "./sounding.js";

/** Calls that may wait; from `HURRY` on each number is called once. */
const MOST = 12;
const HURRY = 3;
const CALLED_MOST = 100;
const TONGUES = { zh: ["zh"], en: ["en"], both: ["zh", "en"] };
const SAYS = {
  zh: (number) => ["zh/please", ...digits("zh", number), "zh/number", "zh/collect"],
  en: (number) => ["en/number", ...digits("en", number), "en/ready"],
};

const { language, screen, sounds } = document.body.dataset;
const tongues = TONGUES[language] || TONGUES.en;
const CALLED = `kds.called.${screen}`;
/** What was called last, also by this page before it was loaded anew. Who is ready anew, with more, is called anew. */
let called = load(CALLED, []);
const board = new Board(follow);
const sound = soundOf(board.live.words);
const speech = new Speech(sound, sounds, MOST);

/** One that is older than new when it is first seen here was called before. */
function follow() {
  const now = board.live.clock.now();
  const fresh = all("ready").filter(({ dataset }) => now - Number(dataset.readyAt) < NEW_MS && !called.includes(nameOf(dataset)));
  if (fresh.length) {
    called = called.concat(fresh.map(({ dataset }) => nameOf(dataset))).slice(-CALLED_MOST);
    save(CALLED, called);
    sound.tell("arrived");
  }
  for (const { dataset } of fresh) call(dataset.number);
  paint();
}

function nameOf({ part, readyAt }) {
  return `${part} ${readyAt}`;
}

function call(number) {
  const times = speech.waiting < HURRY ? 2 : 1;
  for (let time = 0; time < times; time += 1) for (const tongue of tongues) speech.say(SAYS[tongue](number));
}

function paint() {
  countPickup(board.live.clock.now(), board.live.words);
}

setInterval(paint, 1000);
board.open();
follow();
