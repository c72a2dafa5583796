// Loading the page anew because the server says so: a new build, or another kitchen.

import { loadAnew } from "../lib/outdated.js";

const NEWEST = "kds.newest";

/** Load this page anew. `newest` is the last event that made something to be seen here. */
export function reload(newest) {
  window.sessionStorage.setItem(NEWEST, String(newest));
  loadAnew();
}

/** The `newest` that `reload` was told, once; endless where the page was loaded otherwise. */
export function newestBeforeReload() {
  const newest = window.sessionStorage.getItem(NEWEST);
  window.sessionStorage.removeItem(NEWEST);
  return newest === null ? Infinity : Number(newest);
}
