// Loading the page anew because the server says so: a new build, or another kitchen.

const AGAIN_MS = 10000;
const RELOADED_AT = "kds.reloaded";
const NEWEST = "kds.newest";

/**
 * Load this page anew, at most every ten seconds: a server that always says so does not make it flicker. `newest` is
 * the last event that made something to be seen here.
 */
export function reload(newest) {
  window.sessionStorage.setItem(NEWEST, String(newest));
  const before = Number(window.sessionStorage.getItem(RELOADED_AT) || 0);
  const wait = Math.max(0, before + AGAIN_MS - Date.now());
  setTimeout(() => {
    window.sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  }, Math.min(wait, AGAIN_MS));
}

/** The `newest` that `reload` was told, once; endless where the page was loaded otherwise. */
export function newestBeforeReload() {
  const newest = window.sessionStorage.getItem(NEWEST);
  window.sessionStorage.removeItem(NEWEST);
  return newest === null ? Infinity : Number(newest);
}
