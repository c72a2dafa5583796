// Touch and mouse become deeds at a slot of the board: select, start, bump, a line, or a page turned by a swipe.

const TREMBLE_PX = 40;
const SWIPE_PX = 90;
/** A hand that lay on the wall for so long while another finger tapped was resting there. */
const REST_MS = 700;

/**
 * What was meant is what stood under the finger when it came down. `act({deed, slot, line, x, y}, at)` is called for it, with
 * `x` and `y` on the board, or the `ticket` that is opened over it; with
 * deed "next" or "previous" for a swipe; `at` is the moment at which the finger came down. `slotOf(element)` is the slot
 * that an element stands in, 0 for none.
 */
export function listenToTouch(root, slotOf, act) {
  // Each finger by itself: a palm that rests on the wall takes nothing from the others.
  const down = new Map();
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    for (const other of down.values()) other.beside = true;
    down.set(event.pointerId, {
      meant: onBoard(meant(event.target, slotOf), root, event), x: event.clientX, y: event.clientY, at: event.timeStamp, beside: false,
    });
  });
  window.addEventListener("pointerup", (event) => {
    const from = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (!from || (from.beside && event.timeStamp - from.at > REST_MS)) return;
    const across = event.clientX - from.x;
    const along = event.clientY - from.y;
    if (Math.abs(across) >= SWIPE_PX && Math.abs(across) > 2 * Math.abs(along)) {
      act({ deed: across < 0 ? "next" : "previous" }, from.at);
    } else if (from.meant && Math.hypot(across, along) <= TREMBLE_PX) {
      act(from.meant, from.at);
    }
  });
  window.addEventListener("pointercancel", (event) => { down.delete(event.pointerId); });
  // A button that is pressed by key makes a click of no pointer.
  root.addEventListener("click", (event) => {
    const found = event.detail === 0 ? meant(event.target, slotOf) : null;
    if (found) act(found, event.timeStamp);
  });
  // Nothing on the board takes the keyboard's focus: Enter is for the ticket that was chosen.
  root.addEventListener("mousedown", (event) => event.preventDefault());
}

/** The keyboard's focus: `focused(slot)` is called for the slot that it comes to, and for 0 where it goes elsewhere. */
export function listenToFocus(root, slotOf, focused) {
  root.addEventListener("focusin", (event) => focused(slotOf(event.target)));
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) focused(0);
  });
}

/** The same with where on the board it was, for what is opened over it does not stand there. */
function onBoard(found, root, { clientX, clientY }) {
  if (!found || found.ticket) return found;
  const { left, top } = root.getBoundingClientRect();
  return { ...found, x: clientX - left, y: clientY - top };
}

function meant(target, slotOf) {
  const slot = slotOf(target);
  if (!slot || (target.closest(".ticket-foot") && !target.closest("button"))) return null;
  // Where nothing is to be pressed now, something may have been when the person decided.
  const zone = target.closest("[data-press]");
  const low = target.closest(".ticket-foot") !== null;
  const opened = target.closest(".opened");
  const at = opened ? { ticket: opened.dataset.ticket } : {};
  return zone ? { ...at, deed: zone.dataset.press, slot, line: zone.dataset.line, low } : { ...at, deed: "select", slot };
}
