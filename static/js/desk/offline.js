// The page for what is not kept here: it looks for the house, and loads what was wanted as soon as that answers.

const EVERY_MS = 4000;
const PATIENCE_MS = 3000;

async function look() {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    await fetch("/healthz", { cache: "no-store", signal: control.signal });
    window.location.reload();
  } catch (away) {
    setTimeout(look, EVERY_MS);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this browser has kept the floor of whoever is signed in. */
async function isFloorKept() {
  const names = "caches" in window ? await caches.keys() : [];
  const found = names.find((name) => name.endsWith("-staff"));
  return Boolean(found && (await (await caches.open(found)).match("/floor")));
}

document.getElementById("again").addEventListener("click", () => window.location.reload());
window.addEventListener("online", () => window.location.reload());
isFloorKept().then((kept) => { document.getElementById("floor").hidden = !kept; });
setTimeout(look, EVERY_MS);
