// The server's time, carried on by the browser's monotonic clock: setting the device's clock changes nothing.

const SAMPLES = 12;

export class ServerClock {
  #samples = [];
  #steps;
  #offset;
  #minutes;
  #seconds;

  /** `serverNow` is the server's time when the page was made, in milliseconds; `timezone` an IANA name, "" for the device's. */
  constructor(serverNow, timezone) {
    this.#offset = serverNow - performance.now();
    const format = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: timezone || undefined };
    this.#minutes = new Intl.DateTimeFormat("en-GB", format);
    this.#seconds = new Intl.DateTimeFormat("en-GB", { ...format, second: "2-digit" });
  }

  /** The server's time in milliseconds. */
  now() {
    return performance.now() + this.#offset;
  }

  /** A message had the server's time in it, which has been set `steps` times; the quickest since then is believed. */
  heard(serverNow, steps) {
    if (steps !== this.#steps) this.#samples = [];
    this.#steps = steps;
    this.#samples = this.#samples.concat(serverNow - performance.now()).slice(-SAMPLES);
    this.#offset = Math.max(...this.#samples);
  }

  /** Forget what was heard: another run of the server counts its own time. */
  restart() {
    this.#samples = [];
  }

  /** Without a server: believe that it is this time, until it is heard. */
  suppose(serverNow) {
    this.#offset = serverNow - performance.now();
  }

  /** A moment as HH:MM (or HH:MM:SS) in the timezone. */
  timeOfDay(at, withSeconds = false) {
    return (withSeconds ? this.#seconds : this.#minutes).format(at);
  }
}
