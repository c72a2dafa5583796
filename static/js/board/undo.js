// What was done last can be taken back for a while, by a button with the seconds that are left.

const find = (id) => document.getElementById(id);

export class Undo {
  #work = null;
  #until = 0;
  #timer = 0;
  #words;
  #say;
  #text = "";

  /** `say(text)` tells what was taken back. */
  constructor(words, say) {
    this.#words = words;
    this.#say = say;
    find("undo-do").addEventListener("click", () => this.take());
  }

  /** Say what was done; within `ms` it is taken back by `work()`. */
  offer(text, ms, work) {
    this.#work = work;
    this.#until = performance.now() + ms;
    this.#text = text;
    find("undo-said").textContent = text;
    find("undo").hidden = false;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#paint(), 200);
    this.#paint();
  }

  /** Take it back, if there is something. Whether there was. */
  take() {
    const work = this.#work;
    this.#end();
    if (work) {
      this.#say(this.#words.say("taken_back", { text: this.#text }));
      work();
    }
    return work !== null;
  }

  #paint() {
    const left = Math.ceil((this.#until - performance.now()) / 1000);
    if (left <= 0) this.#end();
    else find("undo-left").textContent = this.#words.say("undo_left", { n: left });
  }

  #end() {
    this.#work = null;
    clearInterval(this.#timer);
    find("undo").hidden = true;
  }
}
