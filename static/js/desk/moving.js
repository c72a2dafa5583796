// Where single lines can go: to a bill, to a party, to a new party at the same table.

const ANSWER_MS = 5000;

/** The parties in the house, as the server lists them; none where it does not answer. */
export async function partiesNow() {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), ANSWER_MS);
  try {
    const answer = await fetch("/api/v1/sessions", { signal: control.signal, cache: "no-store" });
    return answer.ok ? (await answer.json()).sessions : [];
  } catch (away) {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** An option of where to: `to` is "to_bill" or "to_session" with its id, or "to_new" without one. */
export function place(text, to, id = "") {
  const option = new Option(text, id);
  option.dataset.to = to;
  return option;
}

/** The body of a move to where a list of such options stands. */
export function destination(select, lines) {
  const [{ value, dataset }] = select.selectedOptions;
  return { lines, [dataset.to]: value || true };
}
