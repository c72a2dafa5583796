// The buttons at the foot of the wall: sound, column, pages, recall and the gear.

export class Buttons {
  #sound;
  #column;
  #words;

  /** `act({deed}, at)` is called for those that are deeds; `turnColumn()` and `openSheet()` for the others. */
  constructor({ sound, column, words }, { act, turnColumn, openSheet }) {
    this.#sound = sound;
    this.#column = column;
    this.#words = words;
    // The touch that unlocks the sound is not the one that mutes it.
    let before = "";
    find("sound").addEventListener("pointerdown", () => { before = find("sound").dataset.sound; });
    find("sound").addEventListener("click", () => sound.mute(before === "sound_on"));
    find("column").addEventListener("click", turnColumn);
    find("gear").addEventListener("click", openSheet);
    for (const [id, deed] of [["recall", "recall"], ["recalls", "recalls"], ["batches", "batches"], ["page-before", "previous"], ["page-after", "next"]]) {
      if (find(id)) find(id).addEventListener("click", (event) => act({ deed }, event.timeStamp));
    }
    // The keyboard stays with the board.
    for (const button of document.querySelectorAll(".wall-button")) button.addEventListener("mousedown", (event) => event.preventDefault());
    this.paint();
  }

  /** Show how sound and column are set. */
  paint() {
    const state = this.#sound.muted ? "sound_muted" : this.#sound.unlocked ? "sound_on" : "sound_locked";
    const text = this.#words.say(state);
    find("sound").dataset.sound = state;
    if (find("sound-word").textContent !== text) find("sound-word").textContent = text;
    find("column").setAttribute("aria-pressed", String(this.#column.shown));
  }
}

function find(id) {
  return document.getElementById(id);
}
