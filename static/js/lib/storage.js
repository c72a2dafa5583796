// What this device remembers from page to page: values as JSON in its local storage. Nothing here throws.

/** The value of a key; `fallback` where there is none, or none that can be read. */
export function load(key, fallback) {
  try {
    const text = window.localStorage.getItem(key);
    return text === null ? fallback : JSON.parse(text);
  } catch (unreadable) {
    return fallback;
  }
}

/** Remember a value. False where there is no room: the key then has the value that it had before. */
export function save(key, value) {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch (full) {
    return false;
  }
}

export function remove(key) {
  try {
    window.localStorage.removeItem(key);
  } catch (forbidden) {
    // What cannot be used has nothing in it.
  }
}

/** The values of all keys with this beginning; those that cannot be read are left out. */
export function loadAll(prefix) {
  return keys().filter((key) => key.startsWith(prefix)).map((key) => load(key, null)).filter((value) => value !== null);
}

function keys() {
  try {
    return Object.keys(window.localStorage);
  } catch (forbidden) {
    return [];
  }
}
