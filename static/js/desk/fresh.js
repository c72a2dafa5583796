// A part of a page that is kept up to date; where the server is gone it greys out, and `#gone` says since when.

/** An answer that takes longer is missed; it is waited for all the same, as long as that. */
const QUIET_MS = 1500;
const SILENCE_MS = 5000;
const find = (id) => document.getElementById(id);

/**
 * Read the page again every `every_ms`, and put its part of this `id` in place of the one that is there: `keep(now, fresh)`
 * takes over what a person has done with it. The part says in `data-time` of when it is.
 */
export function keepFresh(id, every_ms, keep = () => undefined) {
  /** When the server was heard last, by its own clock. */
  let heardAt = find(id).dataset.time;

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
    find(id).classList.toggle("is-stale", gone);
  }

  /** Who has the keyboard keeps it. */
  function show(fresh) {
    const now = find(id);
    keep(now, fresh);
    if (!now.contains(document.activeElement)) now.replaceWith(fresh);
  }

  async function turn() {
    const page = document.hidden ? undefined : await fetched();
    const fresh = page && page.getElementById(id);
    if (fresh) {
      heardAt = fresh.dataset.time;
      show(fresh);
    }
    if (page !== undefined) say(!fresh);
    setTimeout(turn, every_ms);
  }

  setTimeout(turn, every_ms);
}
