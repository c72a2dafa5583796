// A house that cannot answer now is asked again by itself: each time later, and never by all phones at once. The page has this
// script in itself, and nothing is fetched for it.

(() => {
  const LEAST_MS = 2000;
  const MOST_MS = 60000;
  const ANSWER_MS = 10000;
  const CALM_MS = 300000;
  const ATTEMPTS = "kds.busy";
  const CART = "kds.cart.";
  const find = (id) => document.getElementById(id);
  const words = JSON.parse(document.body.dataset.words);
  /** How often it was asked already, also by this page before it was loaded anew. */
  let attempt = 0;
  let timer = 0;

  function remembered() {
    try {
      const { n, at } = JSON.parse(window.sessionStorage.getItem(ATTEMPTS)) || {};
      return Date.now() - at < CALM_MS ? n : 0;
    } catch (unreadable) {
      return 0;
    }
  }

  function remember() {
    try {
      window.sessionStorage.setItem(ATTEMPTS, JSON.stringify({ n: attempt, at: Date.now() }));
    } catch (full) {
      // Then it begins anew with each page.
    }
  }

  function hasCart() {
    try {
      return Object.keys(window.localStorage).some((key) => key.startsWith(CART));
    } catch (forbidden) {
      return false;
    }
  }

  /** At least as long as the house says, and longer each time; half of that is chance. */
  function wait(said_s, away) {
    const least_ms = Math.max(said_s * 1000, Math.min(MOST_MS, LEAST_MS * 2 ** Math.min(attempt, 10)));
    const until = performance.now() + least_ms * (1 + Math.random() / 2);
    attempt += 1;
    remember();
    find("look").disabled = false;
    count(until, away);
  }

  function count(until, away) {
    const left_ms = until - performance.now();
    if (left_ms <= 0) {
      look();
      return;
    }
    const said = words.in.replace("{n}", String(Math.ceil(left_ms / 1000)));
    find("says").textContent = away ? `${words.away}. ${said}` : said;
    timer = setTimeout(() => count(until, away), Math.min(left_ms, 1000));
  }

  /** Where the house answers, its page is loaded; where it does not, this one stays. */
  async function look() {
    clearTimeout(timer);
    find("look").disabled = true;
    find("says").textContent = words.looking;
    const control = new AbortController();
    const late = setTimeout(() => control.abort(), ANSWER_MS);
    try {
      const given = { method: "HEAD", cache: "no-store", redirect: "manual", signal: control.signal };
      const answer = await fetch(window.location.href, given);
      if (answer.status === 503 || answer.status === 429) wait(Number(answer.headers.get("retry-after")), false);
      else window.location.reload();
    } catch (away) {
      wait(0, true);
    } finally {
      clearTimeout(late);
    }
  }

  if (find("kept")) find("kept").hidden = !hasCart();
  find("look").hidden = false;
  find("look").addEventListener("click", look);
  attempt = remembered();
  wait(Number(document.body.dataset.after), false);
})();
