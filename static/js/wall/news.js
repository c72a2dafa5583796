// What a wall lets hear of a change: the worst of a burst as a tone and, where its screen is set so, each in words.

import { Speech, spelt } from "../lib/speech.js";
import { load, save } from "../lib/storage.js";

/** What is heard of a burst: the worst in it. */
const LOUD = ["voided", "rushed", "arrived"];
const SPOKEN = "kds.spoken";
/** Calls that may wait: a rush is not talked of for minutes. */
const MOST = 3;
/** So many more are said by their number. */
const COUNTED = 9;

export class News {
  #sound;
  #speech;
  #tongue;
  #kinds;
  #quiet;
  #loudest = null;
  #said = [];
  /** Whether this device speaks, where its screen does. */
  speaks = load(SPOKEN, 1) === 1;

  /** `language` is the page's, `spoken` what its screen calls out, `quiet` what it does not sound for, `sounds` where the clips lie. */
  constructor(sound, { language, spoken, quiet, sounds }) {
    this.#sound = sound;
    // Of both languages the kitchen's: there is no time for two.
    this.#tongue = language === "en" ? "en" : "zh";
    this.#kinds = spoken.split(" ").filter(Boolean);
    this.#quiet = quiet.split(" ");
    this.#speech = new Speech(sound, sounds, MOST, (n) => this.#more(n));
  }

  /** There is news of the board, as `Board.apply` returns it; it is heard once it is painted. */
  hear(news) {
    this.#loudest = LOUD.find((name) => (news[name] && !this.#quiet.includes(name)) || name === this.#loudest) || null;
    // The tickets of one order are one call.
    for (const [kind, label] of news.said) {
      const isKnown = this.#said.some(([before, of]) => before === kind && of === label);
      if (this.speaks && this.#kinds.includes(kind) && !isKnown) this.#said.push([kind, label]);
    }
  }

  /** It is painted; a wall that only stands by, `isQuiet`, lets others be heard. */
  tell(isQuiet = false) {
    if (this.#loudest && !isQuiet) this.#sound.tell(this.#loudest);
    for (const [kind, label] of isQuiet ? [] : this.#said) this.#speech.say([...spelt(this.#tongue, label), `${this.#tongue}/${kind}`]);
    this.#loudest = null;
    this.#said = [];
  }

  /** Something of this name is new since before this page. */
  ring(name) {
    if (!this.#quiet.includes(name)) this.#sound.tell(name);
  }

  speak(speaks) {
    this.speaks = speaks;
    save(SPOKEN, speaks ? 1 : 0);
  }

  #more(n) {
    const count = n > COUNTED ? "many" : String(n);
    const words = this.#tongue === "zh" ? ["others", count, "pieces"] : ["others", count, "further"];
    return words.filter((word) => !(count === "many" && word === "pieces")).map((word) => `${this.#tongue}/${word}`);
  }
}
