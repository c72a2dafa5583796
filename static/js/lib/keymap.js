// Which key does what, on this device. Keys are known by where they are on the keyboard (KeyboardEvent.code), so that
// NumLock, input methods and layouts change nothing. Digits choose a slot and cannot be given away.

import { load, remove, save } from "./storage.js";

const STORED_AS = "kds.keys";
const DEFAULTS = {
  bump: ["Enter"], start: ["KeyS"], recall: ["KeyR"], previous: ["ArrowLeft", "PageUp"],
  next: ["ArrowRight", "PageDown"], card: ["KeyM"], recalls: ["KeyL"], batches: ["KeyB"], none: ["Escape"], sheet: ["Shift+Slash", "Slash", "F1"],
};
const MODIFIERS = [["Ctrl", "ctrlKey", "Control"], ["Alt", "altKey", "Alt"], ["Shift", "shiftKey", "Shift"], ["Meta", "metaKey", "Meta"]];
const NOT_ASSIGNABLE = ["", "Unidentified", "Dead", "Process"];
const FACES = {
  Enter: "↵", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Space: "␣",
  "Shift+Slash": "?", Slash: "/", ControlLeft: "Ctrl ⇤", ControlRight: "Ctrl ⇥",
};

/** The deeds that have a key, in the order in which they are listed. */
export const DEEDS = Object.keys(DEFAULTS);

/** The digit of a key event, wherever that stands on the keyboard; null for none. */
export function digitOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const found = /^(?:Digit|Numpad)([0-9])$/.exec(event.code || "");
  if (found) return found[1];
  return !event.code && /^[0-9]$/.test(event.key) ? event.key : null;
}

/** Whether the event is of Ctrl, Alt, Shift or Meta by itself. */
export function isModifier(event) {
  return MODIFIERS.some(([, , name]) => event.key === name);
}

/** The key with what is held down beside it: "Ctrl+Shift+F5". */
export function chordOf(event) {
  const held = MODIFIERS.filter(([, flag, name]) => event[flag] && event.key !== name).map(([short]) => short);
  return held.concat(event.code === "NumpadEnter" ? "Enter" : event.code || event.key).join("+");
}

export class Keymap {
  #keys = stored();

  /** The deed of a key event, undefined for none; with Shift alone a key does what it does without. */
  deedOf(event) {
    const chord = chordOf(event);
    const has = (wanted) => DEEDS.find((deed) => this.#keys[deed].some((key) => key.chord === wanted));
    return has(chord) || (chord.startsWith("Shift+") ? has(chord.slice(6)) : undefined);
  }

  /** The keys of a deed, as they are written on the wall. */
  keysOf(deed) {
    return Array.from(new Set(this.#keys[deed].map((key) => key.face)));
  }

  /** Give a deed this key alone, and take it from whatever had it. False for one that cannot be given. */
  assign(deed, event) {
    const chord = chordOf(event);
    if (digitOf(event) !== null || NOT_ASSIGNABLE.includes(event.code || event.key)) return false;
    const before = this.#keys[deed];
    for (const other of DEEDS) {
      if (other === deed) continue;
      const rest = this.#keys[other].filter((each) => each.chord !== chord);
      this.#keys[other] = rest.length ? rest : before;
    }
    this.#keys[deed] = [{ chord, face: faceOf(chord, event.key) }];
    save(STORED_AS, this.#keys);
    return true;
  }

  /** Go back to the default keys. */
  reset() {
    remove(STORED_AS);
    this.#keys = stored();
  }
}

/** What is written on a key. */
function faceOf(chord, key) {
  if (FACES[chord]) return FACES[chord];
  if (key && key.length === 1 && key !== " " && !chord.includes("Ctrl+") && !chord.includes("Alt+")) return key.toUpperCase();
  return chord.split("+").map((part) => FACES[part] || part.replace(/^(?:Key|Digit)(?=.$)/, "")).join("+");
}

/** The keys of every deed: those assigned on this device, or the default ones. */
function stored() {
  const assigned = load(STORED_AS, {}) || {};
  const good = (keys) => Array.isArray(keys) && keys.length && keys.every((key) => key && key.chord && key.face);
  const byDefault = (deed) => DEFAULTS[deed].map((chord) => ({ chord, face: faceOf(chord, "") }));
  return DEEDS.reduce((all, deed) => ({ ...all, [deed]: good(assigned[deed]) ? assigned[deed] : byDefault(deed) }), {});
}
