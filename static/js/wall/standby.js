// A backup wall: it shows its stations once no other live wall shows one of them, and waits while all are shown.

export class Standby {
  #body;
  #root;
  #stations;
  #dark = new Set();
  /** Whether it waits: nobody cooks from it, and nothing on it is seen. */
  isOn = false;

  /** `root` lies over a backup, and is null on other walls. */
  constructor(body, root) {
    this.#body = body;
    this.#root = root;
    this.isOn = root !== null;
    this.#stations = (body.dataset.standsIn || "").split(" ").filter(Boolean);
  }

  /** These stations stand on no live wall. Whether that turns it on or off. */
  dark(stations) {
    if (!this.#root) return false;
    const own = this.#stations.length ? stations.filter((each) => this.#stations.includes(each)) : stations;
    this.#dark = new Set(own);
    const before = this.isOn;
    this.isOn = own.length === 0;
    this.#root.hidden = !this.isOn;
    this.#body.classList.toggle("stands-in", !this.isOn);
    return before !== this.isOn;
  }

  /** Mark those of these articles that others cook. */
  mark(articles) {
    if (!this.#root) return;
    for (const [{ classList, dataset }] of articles) {
      const stations = (dataset.stations || dataset.station).split(" ");
      classList.toggle("is-elsewhere", !stations.some((each) => this.#dark.has(each)));
    }
  }
}
