// The server's time, carried on by the browser's monotonic clock: setting the device's clock changes nothing.

const SAMPLES = 12;
const page = document.body.dataset;
let samples = [];
let offset = Number(page.now) - performance.now();

/** The server's time in milliseconds. */
export function now() {
  return performance.now() + offset;
}

/** The server said what time it is; the quickest of the latest messages is believed. */
export function heard(serverNow) {
  samples.push(serverNow - performance.now());
  samples = samples.slice(-SAMPLES);
  offset = Math.max(...samples);
}

/** Another run of the server counts its own time. */
export function forget() {
  samples = [];
}

/** Without a server: believe that it is this time, until it is heard. */
export function suppose(serverNow) {
  offset = serverNow - performance.now();
}

const FORMAT = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: page.timezone || undefined };
const minutes = new Intl.DateTimeFormat("en-GB", FORMAT);
const seconds = new Intl.DateTimeFormat("en-GB", { ...FORMAT, second: "2-digit" });

/** A moment as HH:MM (or HH:MM:SS) where the restaurant is. */
export function timeOfDay(at, exactly = false) {
  return (exactly ? seconds : minutes).format(at);
}
