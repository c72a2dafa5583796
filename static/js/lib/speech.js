// Recorded voice: clips put together to a call, one call after the other, and only so many of them.

const DECODER_HERTZ = 22050;

export class Speech {
  #sound;
  #base;
  #most;
  #rest;
  /** Clip → the promise of what it was decoded to; null where it could not be had. */
  #clips = new Map();
  #waiting = [];
  #leftOut = 0;
  #speaking = false;

  /**
   * `base` is where the clips lie, `most` how many calls may wait. `rest(n)` is what is said, once, for the n calls that
   * found no room; nothing where there is none.
   */
  constructor(sound, base, most, rest = null) {
    this.#sound = sound;
    this.#base = base;
    this.#most = most;
    this.#rest = rest;
  }

  /** How many calls wait for their turn. */
  get waiting() {
    return this.#waiting.length;
  }

  /** Call this out, clips such as "zh/please": as soon as what came before is over. What cannot be heard is not kept. */
  say(clips) {
    if (this.#sound.muted || !this.#sound.unlocked || document.hidden) return;
    if (this.#waiting.length >= this.#most) this.#leftOut += 1;
    else this.#waiting.push(clips);
    if (!this.#speaking) this.#speakAll();
  }

  async #speakAll() {
    this.#speaking = true;
    while (this.#waiting.length || this.#leftOut) {
      if (this.#sound.muted) this.#forget();
      else await this.#speak(this.#next());
    }
    this.#speaking = false;
  }

  #next() {
    if (this.#waiting.length) return this.#waiting.shift();
    const n = this.#leftOut;
    this.#leftOut = 0;
    return this.#rest ? this.#rest(n) : [];
  }

  #forget() {
    this.#waiting = [];
    this.#leftOut = 0;
  }

  async #speak(clips) {
    const recordings = await Promise.all(clips.map((clip) => this.#recording(clip)));
    await this.#sound.speak(recordings.filter(Boolean));
  }

  #recording(clip) {
    if (!this.#clips.has(clip)) this.#clips.set(clip, this.#read(clip));
    return this.#clips.get(clip);
  }

  async #read(clip) {
    try {
      const answer = await fetch(`${this.#base}${clip}.mp3`);
      if (!answer.ok) return null;
      const bytes = await answer.arrayBuffer();
      // The old form of the call: browsers on television boxes know no other.
      return await new Promise((resolve, reject) => {
        new OfflineAudioContext(1, 1, DECODER_HERTZ).decodeAudioData(bytes, resolve, reject);
      });
    } catch (away) {
      // It is asked for again with the next call.
      this.#clips.delete(clip);
      return null;
    }
  }
}

/** The clips of a number, digit by digit. */
export function digits(tongue, number) {
  return Array.from(String(number)).filter((each) => each >= "0" && each <= "9").map((each) => `${tongue}/${each}`);
}

/** The clips of a table's name: its letters, which are English everywhere, and its digits. */
export function spelt(tongue, name) {
  const known = Array.from(String(name).toLowerCase()).filter((each) => /[0-9a-z]/.test(each));
  return known.map((each) => `${each >= "a" ? "en" : tongue}/${each}`);
}
