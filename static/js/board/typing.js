// A scanner types as a keyboard does, only faster: what comes in one go and ends with Enter was scanned, and a key by
// itself was pressed by a person.

/** Between two characters of a scanner there is less than this. */
const GAP_MS = 60;
const LEAST = 4;
const MOST = 64;

/** `scanned(text)` hears what a scanner read, `pressed(event)` of keys that a person pressed; true: it was for something. */
export function listenToTyping(scanned, pressed) {
  let typed = "";
  let first = null;
  let timer = 0;
  function pause() {
    if (typed.length === 1) pressed(first);
    typed = "";
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isField(event.target)) return;
    clearTimeout(timer);
    if (event.key.length === 1 && event.key !== " ") {
      if (!typed) first = event;
      if (typed.length < MOST) typed += event.key;
      timer = setTimeout(pause, GAP_MS);
      return;
    }
    if (event.key === "Shift") {
      timer = setTimeout(pause, GAP_MS);
      return;
    }
    const text = typed;
    typed = "";
    if (event.key === "Enter" && text.length >= LEAST) {
      event.preventDefault();
      event.stopPropagation();
      scanned(text.trim());
      return;
    }
    if (text.length === 1) pressed(first);
    if (pressed(event)) event.preventDefault();
  }, true);
}

function isField({ tagName }) {
  return tagName === "INPUT" || tagName === "TEXTAREA" || tagName === "SELECT";
}
