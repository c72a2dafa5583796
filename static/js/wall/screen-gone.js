// A device whose screen was removed: it asks until it has another, until the same is there again, or until it is unpaired.

const ASK_MS = 3000;
const SILENCE_MS = 5000;

/** Whether the server has something else to show here: it sends on, or answers with a screen. */
async function goesOn() {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const answer = await fetch(window.location.href, { redirect: "manual", signal: control.signal, cache: "no-store" });
    return answer.ok || answer.type === "opaqueredirect";
  } catch (error) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function turn() {
  if (await goesOn()) window.location.reload();
  else setTimeout(turn, ASK_MS);
}

setTimeout(turn, ASK_MS);
document.body.dataset.runs = "1";
