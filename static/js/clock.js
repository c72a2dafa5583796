// The server's time, carried on by the browser's monotonic clock: setting the device's clock changes nothing.

const SAMPLES = 12;
let samples = [];
let offset = Number(document.body.dataset.now) - performance.now();

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

const FORMAT = { hour: "2-digit", minute: "2-digit", hour12: false };

/** A moment as HH:MM (or HH:MM:SS) where the restaurant is. */
export function timeOfDay(at, seconds = false) {
  const format = { ...FORMAT, timeZone: document.body.dataset.timezone || undefined };
  if (seconds) format.second = "2-digit";
  return new Date(at).toLocaleTimeString("en-GB", format);
}
