// What the page says by script, in the language that it was rendered in.

const TURNS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export class Words {
  #texts;
  #language;

  /** `texts` by key, with {blanks}; `language` is "zh", "en", "both" or one that was added, which has English names. */
  constructor(texts, language) {
    this.#texts = texts;
    this.#language = language;
  }

  /**
   * The text of a key, its blanks filled with `values`. What counts, `guests` or else `n`, has a text of its own for one
   * where that sounds otherwise: `key_one`.
   */
  say(key, values = {}) {
    const { guests, n } = values;
    const one = Number(guests === undefined ? n : guests) === 1 ? this.#texts[`${key}_one`] : undefined;
    return Object.keys(values).reduce((text, name) => text.split(`{${name}}`).join(isolated(values[name])), one || this.#texts[key]);
  }

  /** One text of a {zh, en} message from the server. */
  of(message) {
    if (this.#language === "both") return `${message.zh} ${message.en}`;
    return this.#language === "zh" ? message.zh : message.en;
  }
}

/** A value that is written from right to left turns nothing around it. */
function isolated(value) {
  return TURNS.test(String(value)) ? `\u2068${value}\u2069` : value;
}
