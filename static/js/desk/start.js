// The start page is kept up to date; where the server is gone it greys out and says since when.

const EVERY_MS = 2000;
/** An answer that takes longer is missed; it is waited for all the same, as long as that. */
const QUIET_MS = 1500;
const SILENCE_MS = 5000;
const find = (id) => document.getElementById(id);
/** When the server was heard last, by its own clock. */
let heardAt = find("house").dataset.time;

/** The page of now, as a document; null where the server gave none. */
async function fetched() {
  const control = new AbortController();
  const quiet = setTimeout(() => say(true), QUIET_MS);
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const answer = await fetch(window.location.pathname, { signal: control.signal, cache: "no-store" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch (away) {
    return null;
  } finally {
    clearTimeout(quiet);
    clearTimeout(timer);
  }
}

function say(gone) {
  const time = find("gone").querySelector("time");
  if (time.textContent !== heardAt) time.textContent = heardAt;
  find("gone").hidden = !gone;
  find("house").classList.toggle("is-stale", gone);
}

/** Folded stays folded, and who has the keyboard keeps it. */
function show(house) {
  const now = find("house");
  const alarms = now.querySelector("#alarms-all");
  const fresh = house.querySelector("#alarms-all");
  if (alarms && fresh) fresh.open = alarms.open;
  if (!now.contains(document.activeElement)) now.replaceWith(house);
}

async function turn() {
  const page = document.hidden ? undefined : await fetched();
  const house = page && page.getElementById("house");
  if (house) {
    heardAt = house.dataset.time;
    show(house);
  }
  if (page !== undefined) say(!house);
  setTimeout(turn, EVERY_MS);
}

setTimeout(turn, EVERY_MS);
