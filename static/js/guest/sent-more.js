// What is said of a dish that was sent, beside its state: when it is to be expected, honestly, and where it may be asked for
// (催菜), or from when on.

import { button, element } from "../order/dom.js";

const MINUTE_MS = 60000;
const LATE_MS = 5 * MINUTE_MS;

export class SentMore {
  #page;
  #own;
  #timer = 0;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
  }

  paint(row, line) {
    const said = this.#own.said.lines.find((each) => each.line === line.line);
    const place = row.querySelector("[data-more]");
    place.hidden = !said;
    if (!said) return;
    const { clock, texts } = this.#page;
    const parts = [];
    if (said.expected_at !== null) parts.push(element("span", "", this.#expected(said)));
    if (said.rushes) parts.push(element("b", "sent-rushed", texts.say("rushed", { n: said.rushes })));
    if (said.rush_at !== null) parts.push(this.#rush(said, clock.now()));
    place.append(...parts);
    place.hidden = !parts.length;
  }

  /** At a minute of the clock; what has passed is never counted down. */
  #expected({ line, expected_at }) {
    const { clock, texts } = this.#page;
    const first = this.#first(line, expected_at);
    const now = clock.now();
    if (now > first + LATE_MS) return texts.say("later");
    if (now > expected_at - MINUTE_MS) return texts.say("any_moment");
    return texts.say(expected_at > first + LATE_MS ? "about_later" : "about", { time: clock.timeOfDay(expected_at) });
  }

  /** What was expected when it was first said: what slips by much is said to be later than usual. */
  #first(line, expected_at) {
    const { cart } = this.#page;
    const known = cart.settings.expected || {};
    if (known[line] === undefined) cart.set({ expected: { ...known, [line]: expected_at } });
    return known[line] === undefined ? expected_at : known[line];
  }

  #rush({ line, rush_at }, now) {
    const { texts } = this.#page;
    const wait_ms = rush_at - now;
    if (wait_ms <= 0) {
      const item = button(texts.say("rush"), () => this.#own.service.ask(`/lines/${line}/rush`, {}, texts.say("rush_asked")));
      item.classList.add("is-rush");
      item.dataset.rush = line;
      item.disabled = this.#own.service.isAsking(`/lines/${line}/rush`);
      return item;
    }
    this.#paintIn(Math.min(wait_ms, MINUTE_MS));
    return element("small", "sent-cooling", texts.say("rush_in", { n: Math.ceil(wait_ms / MINUTE_MS) }));
  }

  #paintIn(wait_ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#page.paint(), wait_ms + 200);
  }
}
