// Loading the page anew because the server says so: a new build, or another kitchen.

const AGAIN_MS = 10000;
const RELOADED_AT = "kds.reloaded";

/** Load this page anew, at most every ten seconds: a server that always says so does not make it flicker. */
export function reload() {
  const before = Number(window.sessionStorage.getItem(RELOADED_AT) || 0);
  const wait = Math.max(0, before + AGAIN_MS - Date.now());
  setTimeout(() => {
    window.sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  }, Math.min(wait, AGAIN_MS));
}
