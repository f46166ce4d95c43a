// The sensor: a finger to choose, a manner to press it in, and the ring of light.

import { $, choice, hold, make } from "./dom.js";
import { say } from "./words.js";

const FINGERS = [0, 1, 2, 3, 4];
const MANNERS = ["good", "dry", "wet", "partial", "aside", "moved"];
const COLOURS = { 1: "#E5484D", 2: "#3E6BF0", 3: "#9B59D0", 4: "#1FA971", 5: "#E0B12B", 6: "#27B5C9", 7: "#F4F6FA" };
const BREATHING = 1;
const TAP_MS = 350;

export function showSensor(act) {
  const disc = $("disc"), tip = disc.firstElementChild;
  let finger = 0, manner = "good";
  choice($("fingers"), FINGERS, () => "", value => {
    finger = value;
    tip.style.backgroundImage = `url(/fingers/${value}.png)`;
  });
  for (const button of $("fingers").children) {
    button.style.backgroundImage = `url(/fingers/${button.dataset.value}.png)`;
    button.ariaLabel = button.title = say(`finger_${button.dataset.value}`);
  }
  const group = make("span", { className: "choice" });
  $("manners").append(group);
  choice(group, MANNERS, say, value => { manner = disc.dataset.manner = value; });

  disc.ariaLabel = disc.title = say("press");
  // Held, the finger lies there as long; only tapped, it stays until the next tap.
  let since = 0, stays = false;
  hold(disc, () => {
    since = performance.now();
    if (!stays) act({ do: "press finger", finger, manner });
  }, () => {
    stays = !stays && performance.now() - since < TAP_MS;
    if (!stays) act({ do: "lift finger" });
  });

  return ({ sensor }) => {
    if (!sensor) return;
    disc.classList.toggle("pressed", sensor.finger !== null);
    if (sensor.finger !== null) tip.style.backgroundImage = `url(/fingers/${sensor.finger}.png)`;
    disc.classList.toggle("lit", sensor.lit);
    disc.classList.toggle("breathing", sensor.lit && sensor.rhythm === BREATHING);
    disc.style.setProperty("--glow", COLOURS[sensor.colour] ?? COLOURS[7]);
  };
}
