// The buzzer's tone in the computer's loudspeaker, where a person wants it.

import { $ } from "./dom.js";

const LOUDNESS = 0.06;

export function showSound() {
  let audio = null, oscillator = null, gain = null;
  $("sound").addEventListener("click", () => {
    const on = $("sound").getAttribute("aria-pressed") !== "true";
    $("sound").setAttribute("aria-pressed", String(on));
    if (on && !audio) {
      audio = new AudioContext();
      gain = new GainNode(audio, { gain: 0 });
      oscillator = new OscillatorNode(audio, { type: "square" });
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start();
    }
    if (audio) on ? audio.resume() : audio.suspend();
  });
  return tone => {
    if (!audio) return;
    if (tone) oscillator.frequency.setValueAtTime(tone, audio.currentTime);
    gain.gain.setTargetAtTime(tone ? LOUDNESS : 0, audio.currentTime, 0.004);
  };
}
