// A page of the release before goes on working, and loads itself anew at a moment that takes nothing from whoever is at it.

import { leaving, watchLeaving } from "./leaving.js";

const AGAIN_MS = 10000;
const RELOADED_AT = "kds.reloaded";

/** Load this page anew, at most every ten seconds: a server that always says so does not make it flicker. */
export function loadAnew() {
  watchLeaving();
  const before = Number(window.sessionStorage.getItem(RELOADED_AT) || 0);
  const wait = Math.max(0, before + AGAIN_MS - Date.now());
  setTimeout(() => {
    if (leaving()) return;
    window.sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  }, Math.min(wait, AGAIN_MS));
}

/** Whether nothing is asked of whoever is at the page, and nothing is typed. */
function isIdle() {
  const { activeElement } = document;
  const typed = activeElement && activeElement.matches("input, textarea, select") && activeElement.value !== "";
  return !document.querySelector("dialog[open]") && !typed;
}

export class Outdated {
  #mayGo;
  #is = false;
  #goes = false;

  /** `mayGo()`: nothing of the page's own is under way. */
  constructor(mayGo) {
    this.#mayGo = mayGo;
  }

  /** The house has pages of another release. */
  say() {
    this.#is = true;
    this.look();
  }

  /** Look whether this is the moment. */
  look() {
    if (!this.#is || this.#goes || !isIdle() || !this.#mayGo()) return;
    this.#goes = true;
    loadAnew();
  }
}
