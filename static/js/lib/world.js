// Which house a page is of: the real one, or the practice that its server named. What it does and what it keeps on the device
// is of that alone.

/** The id of the practice; "" in the real house. */
export function practice() {
  return document.documentElement.dataset.practice || "";
}

/** What a deed says of it. */
export function headers() {
  const id = practice();
  return id ? { "kds-practice": id } : {};
}

/** The address of a socket, which says of it. The forms of a page bear it from the server. */
export function claimed(address) {
  const id = practice();
  return id ? `${address}${address.includes("?") ? "&" : "?"}practice=${id}` : address;
}

/** The beginning of what a practice keeps on the device. */
export const KEPT = "kds.practice.";

/** The name under which a value is kept on the device. */
export function kept(key) {
  const id = practice();
  return id ? `${KEPT}${id}.${key}` : key;
}
