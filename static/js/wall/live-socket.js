// The wall's socket: it knows within seconds that it hears nothing any more, and comes back by itself.

/** The server is heard every second; after so long it is not. */
const SILENCE_MS = 2600;
const DELAYS_MS = [100, 250, 500, 1000, 2000, 4000];
const SLOW_MS = 15000;

const NO_RIGHT = 4401;
const NO_SCREEN = 4404;
const TOO_MANY = 4029;

export class Link {
  #url;
  #onMessage;
  #onState;
  #socket = null;
  #timer = 0;
  #attempt = 0;
  #heardAt = performance.now();
  #looking = 0;
  state = "connecting";

  /** `url()` is asked before each connection; `onState(state, code)` hears of connecting, live, stale and refused. */
  constructor(url, onMessage, onState) {
    this.#url = url;
    this.#onMessage = onMessage;
    this.#onState = onState;
    window.addEventListener("online", () => this.#again(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.#socket) this.#again(0);
    });
  }

  open() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url());
    this.#socket = socket;
    this.#heardAt = performance.now();
    this.#look();
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#heardAt = performance.now();
      const message = JSON.parse(event.data);
      if (message.type === "board") {
        this.#attempt = 0;
        this.#be("live");
      }
      this.#onMessage(message);
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    });
  }

  /** Whether the message has been handed to a living connection. */
  send(message) {
    if (this.state !== "live" || this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) return false;
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
    if (code === NO_SCREEN) window.location.reload();
    this.#be(code === NO_RIGHT || code === TOO_MANY ? "refused" : "stale", code);
    const step = Math.min(this.#attempt, DELAYS_MS.length - 1);
    const delay = this.state === "refused" ? SLOW_MS : DELAYS_MS[step];
    this.#attempt += 1;
    this.#again(delay * (0.75 + Math.random() / 2));
  }

  #again(delay) {
    if (this.#socket !== null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), delay);
  }

  #be(state, code = 0) {
    if (state === this.state) return;
    this.state = state;
    this.#onState(state, code);
  }
}
