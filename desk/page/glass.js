// The glass: pictures come in, pointers go out.

import { $, choice, make } from "./dom.js";
import { keepLine } from "./line.js";
import { say } from "./words.js";

const HEADER_BYTES = 12;

export function showGlass() {
  const canvas = $("glass");
  const paint = canvas.getContext("2d", { alpha: false });
  let drawing = Promise.resolve();

  // Each message: the glass's width and height, then the rectangle's left, top, width and height, then a PNG.
  const heard = data => {
    const [width, height, x, y] = new Uint16Array(data, 0, HEADER_BYTES / 2);
    const picture = createImageBitmap(new Blob([new Uint8Array(data, HEADER_BYTES)], { type: "image/png" }));
    drawing = drawing.then(async () => {
      if (canvas.width !== width || canvas.height !== height) resize(canvas, width, height);
      paint.drawImage(await picture, x, y);
    });
  };
  const send = keepLine("/glass", heard);

  let plays = "mouse";
  const switcher = make("span", { className: "choice" });
  $("plays").append(make("span", { textContent: say("write_with") }), switcher);
  choice(switcher, ["mouse", "finger", "pen"], say, value => { plays = value; });

  const tell = (phase, events) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    send({
      as: plays,
      sent: performance.now(),
      events: events.map(e => [phase, e.pointerId, (e.clientX - box.left) * scale, (e.clientY - box.top) * scale, e.timeStamp, e.pressure, e.pointerType]),
    });
  };
  const down = new Set();
  canvas.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.add(event.pointerId);
    tell("down", [event]);
  });
  canvas.addEventListener("pointermove", event => {
    if (!down.has(event.pointerId)) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    tell("move", coalesced.length ? coalesced : [event]);
  });
  for (const [name, phase] of [["pointerup", "up"], ["pointercancel", "cancel"]]) {
    canvas.addEventListener(name, event => { if (down.delete(event.pointerId)) tell(phase, [event]); });
  }
  canvas.addEventListener("contextmenu", event => event.preventDefault());
}

function resize(canvas, width, height) {
  canvas.width = width;
  canvas.height = height;
  document.documentElement.style.setProperty("--ratio", `${width} / ${height}`);
}
