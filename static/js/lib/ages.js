// How old what is being made is: fresh, soon, late or critical, and the time that has passed.

const WORST_FIRST = ["critical", "late", "soon", "fresh", ""];

/** The moments {soonAt, lateAt, criticalAt} of an element's dataset as numbers; NaN for what is not being made. */
export function momentsOf({ soonAt, lateAt, criticalAt }) {
  return { soonAt: Number(soonAt), lateAt: Number(lateAt), criticalAt: Number(criticalAt) };
}

/** The age of what has these moments; "" for what is not being made. */
export function ageOf({ soonAt, lateAt, criticalAt }, now) {
  if (Number.isNaN(lateAt)) return "";
  if (now >= criticalAt) return "critical";
  if (now >= lateAt) return "late";
  return now >= soonAt ? "soon" : "fresh";
}

/** The worst age of several; undefined for none. */
export function worstAge(several, now) {
  const ages = several.map((each) => ageOf(each, now));
  return WORST_FIRST.find((age) => ages.includes(age));
}

/** mm:ss, and h:mm:ss from 100 minutes on. */
export function elapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 100) return `${String(minutes).padStart(2, "0")}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
