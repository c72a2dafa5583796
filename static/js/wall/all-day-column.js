// The all-day column: shown or hidden as this device was told, and honest about what does not fit.

import { word } from "../lib/words.js";

const HIDDEN = "kds.column";
const body = document.body;
const column = document.getElementById("all-day");
let html = "";

/** Whether it is shown here. */
export function isShown() {
  return !body.classList.contains("is-without-column");
}

/** Show or hide it, and remember that on this device. */
export function showColumn(shown) {
  body.classList.toggle("is-without-column", !shown);
  try {
    window.localStorage.setItem(HIDDEN, shown ? "0" : "1");
  } catch (full) {
    // It is then remembered until the page is left.
  }
}

/** As this device remembers it. */
export function recallColumn() {
  if (window.localStorage.getItem(HIDDEN) === "1") body.classList.add("is-without-column");
}

/** Put this into the column. */
export function fillColumn(wanted) {
  if (wanted === html) return;
  html = wanted;
  column.innerHTML = wanted;
  fitColumn();
}

/** Count the dishes that have no room. */
export function fitColumn() {
  const rows = column.querySelector(".all-day-rows");
  const more = column.querySelector(".all-day-more");
  if (!rows || !more || !isShown()) return;
  more.hidden = true;
  if (rows.scrollHeight <= rows.clientHeight + 1) return;
  more.hidden = false;
  const edge = rows.getBoundingClientRect().bottom + 1;
  const hidden = Array.from(rows.children).filter((row) => row.getBoundingClientRect().bottom > edge);
  more.textContent = word("more", { n: hidden.length });
}
