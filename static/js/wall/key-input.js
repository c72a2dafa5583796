// Keys become the same deeds as fingers: digits choose a slot, the others are in the keymap.

const TYPING_MS = 600;

/** `act({deed, number?}, at)` is called for every key that means something, unless `busy()`: another has the keyboard. */
export function listenToKeys(keymap, act, busy) {
  let typed = "";
  let first = 0;
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || busy()) return;
    if (/^[0-9]$/.test(event.key)) {
      if (!typed || event.timeStamp - first > TYPING_MS || typed.length > 1) {
        typed = "";
        first = event.timeStamp;
      }
      typed += event.key;
      // The two digits of a number were decided upon with the first.
      if (Number(typed)) act({ deed: "select", number: Number(typed) }, first);
      return;
    }
    const deed = keymap.deedOf(event.key);
    if (!deed || (event.key === "Enter" && event.target instanceof HTMLButtonElement)) return;
    typed = "";
    event.preventDefault();
    act({ deed }, event.timeStamp);
  });
}
