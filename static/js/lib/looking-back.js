// What every look back has: a time that stands still, and a slider that leads to another.

import { ServerClock } from "./clock.js";

const SETTLED_MS = 300;
const find = (id) => document.getElementById(id);

/** The time that is looked at. */
class StillClock extends ServerClock {
  #at;

  constructor(at, timezone) {
    super(at, timezone);
    this.#at = at;
  }

  now() {
    return this.#at;
  }
}

/** The page's clock, which stands at this moment. */
export function stillClock(at = document.body.dataset.at) {
  return new StillClock(Number(at), document.body.dataset.timezone);
}

/** The slider says where it stands, and goes there once it is let go; another screen is shown at the same time. */
export function lookBack(clock) {
  let timer = 0;
  find("slider").addEventListener("input", ({ target }) => {
    find("slider-says").textContent = clock.timeOfDay(Number(target.value), true);
    clearTimeout(timer);
    timer = setTimeout(() => go(Number(target.value)), SETTLED_MS);
  });
  find("screen").addEventListener("change", () => find("asked").requestSubmit());
  document.body.dataset.runs = "1";
}

function go(to) {
  const { body } = document;
  body.classList.add("is-waiting");
  window.location.assign(`/replay?screen=${encodeURIComponent(body.dataset.screen)}&at=${to}`);
}
