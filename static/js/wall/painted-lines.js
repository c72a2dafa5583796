// Which lines of a ticket can be read where it stands: those that no edge cuts off.

/** After the id of a line that was painted as one to be stopped. */
const STOP = "!";

/** The lines of an article that are whole within it, each its id and what it was painted as; none where there is no article. */
export function paintedLines(article) {
  const list = article && article.querySelector(".lines");
  if (!list) return [];
  const edge = list.getBoundingClientRect().bottom + 2;
  const whole = (line) => line.offsetHeight > 0 && line.getBoundingClientRect().bottom <= edge;
  return Array.from(list.querySelectorAll(".line[data-line]")).filter(whole).map((line) => `${line.dataset.line}${isStop(line) ? STOP : ""}`);
}

/** The ids of those painted lines that are, in the article of now, what they were painted as: a void that nobody saw is none. */
export function stillAsPainted(lines, article) {
  const stopped = Array.from(article.querySelectorAll(".line.is-stop"), (line) => line.dataset.line);
  const asNow = lines.filter((each) => each.endsWith(STOP) || !stopped.includes(each));
  return asNow.map((each) => each.replace(STOP, ""));
}

/** The ids of those painted lines that were painted as ones to be stopped. */
export function voidsOf(lines) {
  return lines.filter((each) => each.endsWith(STOP)).map((each) => each.replace(STOP, ""));
}

function isStop(line) {
  return line.classList.contains("is-stop");
}
