// A sound for a new ticket, a rush and a void: one a burst, for the worst that is in it. Browsers let a page sound only after somebody touched it: until then it
// is locked. The audio device sleeps between sounds.

import { load, save } from "./storage.js";

const MUTED = "kds.muted";
const VOLUME = "kds.volume";
/** News that follow each other more quickly are one burst, which is over after the second of these at the latest. */
const GAP_MS = 900;
const BURST_MS = 4000;
const LOUDEST_FIRST = ["voided", "rushed", "arrived"];
/** Tones of [hertz, from, to in seconds]; they differ in pitch, number and shape. */
const SOUNDS = {
  arrived: { shape: "sine", tones: [[660, 0, 0.16], [880, 0.14, 0.42]] },
  rushed: { shape: "square", tones: [[1175, 0, 0.09], [1175, 0.15, 0.24], [1175, 0.3, 0.39], [1175, 0.45, 0.54]] },
  voided: { shape: "triangle", tones: [[440, 0, 0.22], [294, 0.2, 0.6]] },
};

export class Sound {
  #context = null;
  #changed;
  #burst = { loudest: "", began: -BURST_MS, last: -GAP_MS };
  #tones = [];
  #voices = [];
  /** When the last tone is over, by the context's clock. */
  #tonesEnd = 0;
  #sleeping = 0;
  #unlockedNow = null;
  /** Whether the browser lets this page sound. */
  unlocked = false;
  /** Settled as soon as it does. */
  ready;
  muted = load(MUTED, 0) === 1;
  /** 0 to 100. */
  volume = load(VOLUME, 70);

  /** `changed()` is called when it is muted, unlocked or turned up or down. */
  constructor(changed) {
    this.#changed = changed;
    for (const gesture of ["pointerup", "keydown"]) window.addEventListener(gesture, () => this.#unlock());
    this.ready = new Promise((resolve) => { this.#unlockedNow = resolve; });
    this.#unlock();
  }

  /** There is news, "arrived", "rushed" or "voided": once it is painted, it is heard, where this burst had no worse. */
  tell(name) {
    // What cannot be heard now takes nothing from what can be in a moment.
    if (this.muted || !this.unlocked || document.hidden) return;
    const now = performance.now();
    const { loudest, began, last } = this.#burst;
    const same = now - last < GAP_MS && now - began < BURST_MS;
    this.#burst = { loudest, began: same ? began : now, last: now };
    if (same && LOUDEST_FIRST.indexOf(loudest) <= LOUDEST_FIRST.indexOf(name)) return;
    this.#burst.loudest = name;
    requestAnimationFrame(() => setTimeout(() => {
      if (this.#burst.loudest === name && !document.hidden) this.play(name);
    }, 0));
  }

  /** Play "arrived", "rushed" or "voided" now, unless it is muted; whatever still sounds is cut short. */
  async play(name) {
    const { shape, tones } = SOUNDS[name];
    if (this.muted || !this.unlocked) return;
    clearTimeout(this.#sleeping);
    await this.#context.resume();
    for (const tone of this.#tones) tone.stop();
    this.#tones = [];
    const start = this.#context.currentTime + 0.02;
    for (const [hertz, from, to] of tones) this.#tone(shape, hertz, start + from, start + to);
    this.#tonesEnd = start + Math.max(...tones.map(([, , to]) => to));
    if (!this.#voices.length) this.#sleepAfter(1500);
  }

  /** Say recordings one after the other, behind the tones that still sound; settled once the last is over. */
  async speak(recordings) {
    if (this.muted || !this.unlocked || !recordings.length) return;
    clearTimeout(this.#sleeping);
    await this.#context.resume();
    let at = Math.max(this.#context.currentTime, this.#tonesEnd) + 0.05;
    const loud = this.#context.createGain();
    loud.gain.value = this.volume / 100;
    loud.connect(this.#context.destination);
    const voices = recordings.map((recording) => {
      const voice = this.#context.createBufferSource();
      voice.buffer = recording;
      voice.connect(loud);
      voice.start(at);
      at += recording.duration;
      return voice;
    });
    this.#voices = voices;
    const last = voices[voices.length - 1];
    await new Promise((resolve) => { last.onended = resolve; });
    loud.disconnect();
    if (this.#voices === voices) this.#voices = [];
    this.#sleepAfter(1500);
  }

  mute(muted) {
    this.muted = muted;
    save(MUTED, muted ? 1 : 0);
    // Who is spoken over wants quiet at once; the last of them says that all are over.
    if (muted) for (const voice of this.#voices) voice.stop();
    this.#changed();
  }

  /** Turn the volume up or down: 0 to 100. */
  turn(volume) {
    this.volume = volume;
    save(VOLUME, volume);
    this.#changed();
  }

  async #unlock() {
    if (this.unlocked || typeof AudioContext === "undefined") return;
    if (!this.#context) this.#context = new AudioContext();
    // Without a gesture this stays open for ever, and is decided by the next one.
    await this.#context.resume();
    if (this.unlocked) return;
    this.unlocked = true;
    this.#unlockedNow();
    this.#sleepAfter(0);
    this.#changed();
  }

  #sleepAfter(ms) {
    clearTimeout(this.#sleeping);
    this.#sleeping = setTimeout(() => this.#context.suspend(), ms);
  }

  #tone(shape, hertz, from, to) {
    const tone = this.#context.createOscillator();
    const gain = this.#context.createGain();
    const loud = Math.max(0.0001, (this.volume / 100) * (shape === "square" ? 0.25 : 0.8));
    tone.type = shape;
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, from);
    gain.gain.exponentialRampToValueAtTime(loud, from + 0.015);
    gain.gain.setValueAtTime(loud, to - 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, to);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(from);
    tone.stop(to + 0.01);
    this.#tones.push(tone);
  }
}
