// What is wrong with this device and harms nobody yet: it may go dark, its clock is off, the screen is open twice.

const CLOCK_OFF_MS = 120000;
const ASK_MS = 5000;

export class Hints {
  #root;
  #words;
  #clock;
  #id = Math.random();
  #others = new Map();
  #channel = null;
  #lock = null;
  #dark = false;
  #lost;

  /**
   * `root` is the element in which they stand; `screen` the wall's name, of which other tabs may be open. `lost(isLost)`
   * is called when a panel that was kept on is so no longer, or is again.
   */
  constructor(root, screen, clock, words, lost) {
    this.#lost = lost;
    this.#root = root;
    this.#clock = clock;
    this.#words = words;
    if (typeof BroadcastChannel !== "undefined") {
      this.#channel = new BroadcastChannel(`kds.wall.${screen}`);
      this.#channel.addEventListener("message", (event) => this.#heard(event.data));
    }
    document.addEventListener("visibilitychange", () => this.#keepOn());
    window.addEventListener("pagehide", () => this.#tell("gone"));
    this.#keepOn();
    this.#turn();
  }

  #turn() {
    this.#tell("here");
    this.paint();
    if (this.#dark && this.#lock) this.#keepOn();
    setTimeout(() => this.#turn(), ASK_MS);
  }

  #tell(what) {
    if (this.#channel) this.#channel.postMessage({ from: this.#id, what });
  }

  #heard({ from, what }) {
    const known = this.#others.has(from);
    if (what === "gone") this.#others.delete(from);
    else this.#others.set(from, performance.now());
    if (!known && what === "here") this.#tell("here");
    this.paint();
  }

  /** Keep the screen on; the browser lets go of that whenever the page is hidden. */
  async #keepOn() {
    if (document.hidden) return;
    try {
      if (this.#lock && !this.#lock.released) return;
      this.#lock = await navigator.wakeLock.request("screen");
      this.#lock.addEventListener("release", () => setTimeout(() => this.#keepOn(), 1000), { once: true });
      if (this.#dark) this.#lost(false);
      this.#dark = false;
    } catch (refused) {
      // Over plain http there is none, and a battery that is low is none either.
      if (this.#lock && !this.#dark) this.#lost(true);
      this.#dark = true;
    }
    this.paint();
  }

  /** Say what is so now. */
  paint() {
    const now = performance.now();
    for (const [id, at] of this.#others) if (now - at > 3 * ASK_MS) this.#others.delete(id);
    const hints = [];
    if (this.#others.size) hints.push(this.#words.say("twice", { n: this.#others.size + 1 }));
    if (Math.abs(Date.now() - this.#clock.now()) > CLOCK_OFF_MS) {
      hints.push(this.#words.say("clock", { time: asItSays(new Date(Date.now())) }));
    }
    if (this.#dark) hints.push(this.#words.say(window.isSecureContext ? "dark" : "dark_plain"));
    const text = hints.join(" · ");
    if (this.#root.textContent !== text) this.#root.textContent = text;
  }
}

/** The date and time as the device itself shows them, in its own timezone. */
function asItSays(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
