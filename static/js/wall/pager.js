// Which page of the wall is shown, and of how many: loud where it is not the first.

export class Pager {
  #body;
  #pager;
  #now;
  #loud;
  #words;

  /** `body` gets a class while another page than the first is shown; `pager` has the buttons, `now` and `loud` say it. */
  constructor({ body, pager, now, loud }, words) {
    this.#body = body;
    this.#pager = pager;
    this.#now = now;
    this.#loud = loud;
    this.#words = words;
  }

  /** The page, from 0, of so many. On the last one `behind` tickets may have no page at all; returns whether they are to be told. */
  show(page, pages, behind) {
    const ends = pages > 1 && page === pages - 1 && behind > 0;
    this.#pager.hidden = pages < 2;
    setText(this.#now, `${page + 1}/${pages}`);
    this.#body.classList.toggle("is-not-first", page > 0);
    this.#loud.hidden = page === 0;
    setText(this.#loud, this.#words.say(ends ? "page_last" : "page_of", { page: page + 1, pages, n: behind }));
    return ends;
  }
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
