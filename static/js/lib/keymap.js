// Which key does what, on this device. Digits choose a slot and cannot be given away.

const KEY = "kds.keys";
const FIRST = {
  bump: ["Enter"], start: ["s"], recall: ["r"], previous: ["ArrowLeft", "PageUp"], next: ["ArrowRight", "PageDown"],
  none: ["Escape"], sheet: ["?"],
};

/** The deeds that have a key, in the order in which they are listed. */
export const DEEDS = Object.keys(FIRST);

let keys = load();

/** The deed of a key (KeyboardEvent.key), undefined for none. */
export function deedOf(key) {
  const plain = plainly(key);
  return DEEDS.find((deed) => keys[deed].includes(plain));
}

/** The keys of a deed, as they are written on the wall. */
export function keysOf(deed) {
  return keys[deed].map((key) => FACES[key] || (key.length === 1 ? key.toUpperCase() : key));
}

/** Give a deed this key alone, and take it from whatever had it. False for one that cannot be given. */
export function assign(deed, key) {
  if (/^[0-9]$/.test(key) || ["Shift", "Control", "Alt", "Meta", "Unidentified", "Dead", "Process"].includes(key)) return false;
  const plain = plainly(key);
  const before = keys[deed];
  for (const other of DEEDS) {
    if (other === deed || !keys[other].includes(plain)) continue;
    const rest = keys[other].filter((each) => each !== plain);
    keys[other] = rest.length ? rest : before;
  }
  keys[deed] = [plain];
  window.localStorage.setItem(KEY, JSON.stringify(keys));
  return true;
}

/** As on the first day. */
export function reset() {
  window.localStorage.removeItem(KEY);
  keys = load();
}

const FACES = { Enter: "↵", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", " ": "␣" };

function plainly(key) {
  return key.length === 1 ? key.toLowerCase() : key;
}

function load() {
  const found = DEEDS.reduce((all, deed) => ({ ...all, [deed]: FIRST[deed] }), {});
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) || "{}");
    for (const deed of DEEDS) if (Array.isArray(kept[deed]) && kept[deed].length) found[deed] = kept[deed].map(String);
  } catch (unreadable) {
    return found;
  }
  return found;
}
