// Which key does what, on this device. Digits choose a slot and cannot be given away.

import { load, remove, save } from "./storage.js";

const STORED_AS = "kds.keys";
const DEFAULTS = {
  bump: ["Enter"], start: ["s"], recall: ["r"], previous: ["ArrowLeft", "PageUp"], next: ["ArrowRight", "PageDown"],
  none: ["Escape"], sheet: ["?"],
};
const NOT_ASSIGNABLE = ["Shift", "Control", "Alt", "Meta", "Unidentified", "Dead", "Process"];
const FACES = { Enter: "↵", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", " ": "␣" };

/** The deeds that have a key, in the order in which they are listed. */
export const DEEDS = Object.keys(DEFAULTS);

export class Keymap {
  #keys = stored();

  /** The deed of a key (KeyboardEvent.key), undefined for none. */
  deedOf(key) {
    return DEEDS.find((deed) => this.#keys[deed].includes(lowered(key)));
  }

  /** The keys of a deed, as they are written on the wall. */
  keysOf(deed) {
    return this.#keys[deed].map((key) => FACES[key] || (key.length === 1 ? key.toUpperCase() : key));
  }

  /** Give a deed this key alone, and take it from whatever had it. False for one that cannot be given. */
  assign(deed, key) {
    if (/^[0-9]$/.test(key) || NOT_ASSIGNABLE.includes(key)) return false;
    const wanted = lowered(key);
    const before = this.#keys[deed];
    for (const other of DEEDS) {
      if (other === deed || !this.#keys[other].includes(wanted)) continue;
      const rest = this.#keys[other].filter((each) => each !== wanted);
      this.#keys[other] = rest.length ? rest : before;
    }
    this.#keys[deed] = [wanted];
    save(STORED_AS, this.#keys);
    return true;
  }

  /** Go back to the default keys. */
  reset() {
    remove(STORED_AS);
    this.#keys = stored();
  }
}

/** Capital and small letters are one key. */
function lowered(key) {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The keys of every deed: those assigned on this device, or the default ones. */
function stored() {
  const assigned = load(STORED_AS, {}) || {};
  const keysOf = (deed) => (Array.isArray(assigned[deed]) && assigned[deed].length ? assigned[deed].map(String) : DEFAULTS[deed]);
  return DEEDS.reduce((all, deed) => ({ ...all, [deed]: keysOf(deed) }), {});
}
