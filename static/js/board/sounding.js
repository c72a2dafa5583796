// Whether a board may be heard: browsers let no page sound that nobody has touched, and the board says so.

import { Sound } from "../lib/sound.js";

const find = (id) => document.getElementById(id);

/** The sound of a board, with its button in the head: one touch unlocks it, the next mutes it. */
export function soundOf(words) {
  const sound = new Sound(() => paint());
  let before = "";

  function paint() {
    const state = sound.muted ? "sound_muted" : sound.unlocked ? "sound_on" : "sound_locked";
    find("sound").dataset.sound = state;
    find("sound-word").textContent = words.say(state);
  }

  // The touch that unlocks the sound is not the one that mutes it.
  find("sound").addEventListener("pointerdown", () => { before = find("sound").dataset.sound; });
  find("sound").addEventListener("click", () => sound.mute(before === "sound_on"));
  paint();
  return sound;
}
