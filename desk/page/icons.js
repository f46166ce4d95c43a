// Line drawings, two pixels at 24, round ends.

const SVG = "http://www.w3.org/2000/svg";

export const STAFF = [["circle", { cx: 12, cy: 8, r: 3.6 }], ["path", { d: "M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" }]];
export const CROSS = [["path", { d: "M6.5 6.5l11 11M17.5 6.5l-11 11" }]];

/** Make an SVG element with its attributes and children. */
export function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Make an icon from its shapes. */
export function icon(shapes) {
  const pen = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  return draw("svg", pen, ...shapes.map(([tag, attributes]) => draw(tag, attributes)));
}
