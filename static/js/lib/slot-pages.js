// Where tickets stand in a grid of slots, numbered row by row from 0: boxes {ticket, slot, wide, high} of slots.

/** The boxes of slots that have a ticket's id each, "" where none stands: one for each run of a ticket in a row. */
export function boxesOf(slots, columns) {
  const boxes = [];
  slots.forEach((ticket, slot) => {
    const last = boxes[boxes.length - 1];
    if (!ticket) return;
    if (last && last.ticket === ticket && last.slot + last.wide === slot && slot % columns) last.wide += 1;
    else boxes.push({ ticket, slot, wide: 1, high: 1 });
  });
  return boxes;
}

/**
 * As many of these entries {ticket, wide, …} as fit on a page, the first ones first, each in a row: {boxes, rest}. One
 * that is too wide for what is left of a row begins the next.
 */
export function placed(entries, columns, rows) {
  const boxes = [];
  let slot = 0;
  for (const entry of entries) {
    const wide = Math.min(Math.max(entry.wide, 1), columns);
    const left = columns - (slot % columns);
    const first = wide > left ? slot + left : slot;
    if (first + wide > columns * rows) break;
    boxes.push({ ...entry, slot: first, wide, high: 1 });
    slot = first + wide;
  }
  return { boxes, rest: entries.slice(boxes.length) };
}

/** Let each box have the free slots below it, all of its width; none moves its upper left corner. */
export function spread(boxes, columns, rows) {
  const taken = taking(boxes, columns, rows);
  for (const box of boxes) {
    while (box.slot + box.high * columns < columns * rows && isFree(taken, box.slot + box.high * columns, box.wide)) {
      take(taken, box.slot + box.high * columns, box.wide);
      box.high += 1;
    }
  }
  return boxes;
}

/** Make a box wider by the free slots at its right, where all of its height has one: whether it has become wider. */
export function widen(box, boxes, columns, rows) {
  const right = box.slot + box.wide;
  if (right % columns === 0) return false;
  const taken = taking(boxes, columns, rows);
  for (let row = 0; row < box.high; row += 1) if (taken[right + row * columns]) return false;
  box.wide += 1;
  return true;
}

function taking(boxes, columns, rows) {
  const taken = Array(columns * rows).fill(false);
  for (const box of boxes) for (let row = 0; row < box.high; row += 1) take(taken, box.slot + row * columns, box.wide);
  return taken;
}

function take(taken, from, wide) {
  taken.fill(true, from, from + wide);
}

function isFree(taken, from, wide) {
  return taken.slice(from, from + wide).every((each) => !each);
}
