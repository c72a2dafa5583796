// Which lines of a ticket can be read where it stands: those that no edge cuts off.

/** The ids of the lines of an article that are whole within it; none where there is no article. */
export function paintedLines(article) {
  const list = article && article.querySelector(".lines");
  if (!list) return [];
  const edge = list.getBoundingClientRect().bottom + 2;
  const whole = (line) => line.offsetHeight > 0 && line.getBoundingClientRect().bottom <= edge;
  return Array.from(list.querySelectorAll(".line[data-line]")).filter(whole).map((line) => line.dataset.line);
}
