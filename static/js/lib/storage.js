// What this device remembers from page to page: values as JSON in its local storage; of a practice, apart from all else.
// Nothing here throws.

import { kept } from "./world.js";

/** The value of a key; `fallback` where there is none, or none that can be read. */
export function load(key, fallback) {
  try {
    const text = window.localStorage.getItem(kept(key));
    return text === null ? fallback : JSON.parse(text);
  } catch (unreadable) {
    return fallback;
  }
}

/** Remember a value. False where there is no room: the key then has the value that it had before. */
export function save(key, value) {
  try {
    window.localStorage.setItem(kept(key), JSON.stringify(value));
    return true;
  } catch (full) {
    return false;
  }
}

export function remove(key) {
  try {
    window.localStorage.removeItem(kept(key));
  } catch (forbidden) {
    // What cannot be used has nothing in it.
  }
}

/** The values of all keys with this beginning; those that cannot be read are left out. */
export function loadAll(prefix) {
  return names(prefix).map((key) => load(key, null)).filter((value) => value !== null);
}

/** The keys with this beginning. */
export function names(prefix) {
  try {
    const own = kept("");
    const ours = Object.keys(window.localStorage).filter((key) => key.startsWith(own + prefix));
    return ours.map((key) => key.slice(own.length));
  } catch (forbidden) {
    return [];
  }
}
