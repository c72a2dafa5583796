// What a question needs to know of the interface before it is asked.

const ANSWER_MS = 5000;

/** What the server tells at a path of the interface; null where it does not answer in time. */
export async function read(path) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), ANSWER_MS);
  try {
    const answer = await fetch(`/api/v1${path}`, { signal: control.signal, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch (away) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
