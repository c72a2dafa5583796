// The socket of a live page: it notices within seconds that it hears nothing any more, and connects again by itself.

import { leaving, watchLeaving } from "./leaving.js";
import { claimed } from "./world.js";

/** The server is heard every second; after so long it is not. */
const SILENCE_MS = 2600;
const DELAYS_MS = [100, 250, 500, 1000, 2000, 4000];
const SLOW_MS = 15000;

/** Messages that bring the page up to date: with the first of them it is live. */
const SHOWING = ["board", "parts"];

const NO_RIGHT = 4401;
const NO_SCREEN = 4404;
/** The close code of a server that takes no more screens. */
export const TOO_MANY = 4029;

/** A browser does not tell why a socket was not opened; the page's own address does, where its right has gone. */
async function leaveIfRefused() {
  try {
    const answer = await fetch(window.location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (leaving()) return;
    if (answer.type === "opaqueredirect" || answer.status === 403) window.location.reload();
  } catch {
    // The server is not there: the socket is tried again anyway.
  }
}

export class LiveSocket {
  #address;
  #onMessage;
  #onStatus;
  #socket = null;
  #timer = 0;
  #attempt = 0;
  #heardAt = performance.now();
  #looking = 0;
  /** "connecting", "live", "stale" or "refused". */
  status = "connecting";

  /** `address()` is asked before each connection; `onStatus(status, code)` is called when the status has changed. */
  constructor(address, onMessage, onStatus) {
    this.#address = address;
    this.#onMessage = onMessage;
    this.#onStatus = onStatus;
    watchLeaving();
    window.addEventListener("online", () => this.#again(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.#socket) this.#again(0);
    });
  }

  open() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(claimed(this.#address()));
    this.#socket = socket;
    this.#heardAt = performance.now();
    this.#look();
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#heardAt = performance.now();
      const message = JSON.parse(event.data);
      if (SHOWING.includes(message.type)) {
        this.#attempt = 0;
        this.#become("live");
      }
      this.#onMessage(message);
    });
    let opened = false;
    socket.addEventListener("open", () => {
      opened = true;
    });
    socket.addEventListener("close", (event) => {
      if (socket !== this.#socket) return;
      if (!opened) leaveIfRefused();
      this.#lost(event.code);
    });
  }

  /** Whether the message has been handed to a living connection. */
  send(message) {
    if (this.status !== "live" || this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Leave this connection and come back with another. */
  restart() {
    this.#lost(0);
  }

  /** Looks again when the silence would be too long, and not before. */
  #look() {
    clearTimeout(this.#looking);
    if (this.#socket === null) return;
    const left = this.#heardAt + SILENCE_MS - performance.now();
    if (left <= 0) this.#lost(0);
    else this.#looking = setTimeout(() => this.#look(), left);
  }

  #lost(code) {
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) socket.close();
    if (code === NO_SCREEN && !leaving()) window.location.reload();
    this.#become(code === NO_RIGHT || code === TOO_MANY ? "refused" : "stale", code);
    const step = Math.min(this.#attempt, DELAYS_MS.length - 1);
    const delay = this.status === "refused" ? SLOW_MS : DELAYS_MS[step];
    this.#attempt += 1;
    this.#again(delay * (0.75 + Math.random() / 2));
  }

  #again(delay) {
    if (this.#socket !== null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), delay);
  }

  #become(status, code = 0) {
    if (status === this.status) return;
    this.status = status;
    this.#onStatus(status, code);
  }
}
