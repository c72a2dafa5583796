// The socket of the shared cart: says what is known when it opens, what is written while it lives, and comes back by itself.

const SILENCE_MS = 25000;
const DELAYS_MS = [500, 1000, 2000, 4000, 8000, 15000];
const OVER = 4404;
/** The house takes a socket that ends with another code for one that broke off. */
const FAREWELL = 1000;

export class CartSocket {
  #heard;
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #silence = 0;

  /** `heard` has {hello(): what is said first, message(message), lost(): the house may have more to say than nothing}. */
  constructor(heard) {
    this.#heard = heard;
    window.addEventListener("online", () => this.#again(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#again(0);
    });
  }

  open() {
    clearTimeout(this.#timer);
    const { host, protocol } = window.location;
    const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/guest/cart`);
    this.#socket = socket;
    this.#listen();
    socket.addEventListener("open", () => this.send({ type: "hello", ...this.#heard.hello() }));
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#attempt = 0;
      this.#listen();
      this.#heard.message(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    });
  }

  /** Say it, if somebody hears; what is not heard is said with the next hello. */
  send(message) {
    if (this.#socket && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close() {
    this.#end();
    this.#attempt = -1;
  }

  /** Begin anew: the cart is another's now. */
  again() {
    if (!this.#socket) return;
    this.#end();
    this.open();
  }

  #end() {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) socket.close(FAREWELL);
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(0), SILENCE_MS);
  }

  #lost(code) {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#silence);
    if (socket) socket.close();
    this.#heard.lost();
    if (code === OVER) return;
    const delay = DELAYS_MS[Math.min(this.#attempt, DELAYS_MS.length - 1)];
    this.#attempt += 1;
    this.#again(delay * (0.75 + Math.random() / 2));
  }

  #again(delay) {
    if (this.#socket || this.#attempt < 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), delay);
  }
}
