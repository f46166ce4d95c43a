// Elements, made and found.

export const $ = id => document.getElementById(id);

/** Make an element: its properties, then what is in it. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

/** Fill an element with a choice of one; `chosen(value)` is called at once and at every change. */
export function choice(element, values, label, chosen) {
  element.setAttribute("role", "radiogroup");
  const pick = value => {
    for (const button of element.children) button.setAttribute("aria-checked", String(button.dataset.value === String(value)));
    chosen(value);
  };
  element.replaceChildren(...values.map(value => {
    const button = make("button", { type: "button", role: "radio", textContent: label(value), onclick: () => pick(value) });
    button.dataset.value = value;
    return button;
  }));
  pick(values[0]);
  return pick;
}

/** Call `down` while a button is held with finger, pen, mouse or the space bar, and `up` when it is let go. */
export function hold(button, down, up) {
  let held = false;
  const begin = () => { if (!held) { held = true; button.classList.add("down"); down(); } };
  const end = () => { if (held) { held = false; button.classList.remove("down"); up(); } };
  button.addEventListener("pointerdown", event => { if (event.button === 0) { button.setPointerCapture(event.pointerId); begin(); } });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) button.addEventListener(name, end);
  button.addEventListener("keydown", event => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); begin(); } });
  button.addEventListener("keyup", end);
  button.addEventListener("contextmenu", event => event.preventDefault());
}

/** Show a picture in full size. */
export function enlarge(source) {
  const dialog = $("large");
  dialog.firstElementChild.src = source;
  dialog.onclick = () => dialog.close();
  dialog.showModal();
}

let troubleTimer = 0;
/** Say what went wrong, for a while; nothing takes it away. */
export function trouble(sentence, forMs = 6000) {
  clearTimeout(troubleTimer);
  $("trouble").textContent = sentence;
  $("trouble").hidden = !sentence;
  if (sentence && forMs) troubleTimer = setTimeout(() => trouble(""), forMs);
}
