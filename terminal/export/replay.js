"use strict";
const WORDS = {
  en: {
    other: "中文", play: "Play", pause: "Pause", code: "Match code", at: "Where in time",
    legend: "The blue bars are the pen on the glass: how long, and how hard where that was measured.",
    points: "Show each measured point", points_of: "points", strokes: "strokes", strokes_fact: "Strokes", duration: "Took",
    signed: "Signed", terminal: "Terminal", record: "Record", digest: "SHA-256 of ink.json", pressure: "Pressure",
    measured: "measured by the panel", unmeasured: "not measured; the line is thinner where the hand was faster",
    lost: "samples were lost at the end of a stroke", drawn: "The signature as it was drawn",
    note: "The ink is drawn from the samples that the record seals, as on the terminal’s glass, and as slowly or as fast. "
      + "Whether they are those that were sealed is shown by verify.html and the bundle beside this page.",
  },
  zh: {
    other: "English", play: "播放", pause: "暂停", code: "匹配码", at: "时间位置",
    legend: "蓝色条是笔接触玻璃的时段：多长，以及用力多大（能测到时）。",
    points: "显示每个采样点", points_of: "个采样点", strokes: "笔", strokes_fact: "笔画", duration: "用时",
    signed: "签署时间", terminal: "终端", record: "记录", digest: "ink.json 的 SHA-256", pressure: "压力",
    measured: "由面板测得", unmeasured: "未测量；手快的地方线条较细",
    lost: "有笔画末尾丢失了采样", drawn: "当时写下的签名",
    note: "笔迹由记录所封存的采样点绘出，与终端玻璃上所见相同，快慢也相同。采样点是否就是封存的那些，由本页旁边的 verify.html 和记录包证明。",
  },
};
const FAST = 400, SETTLING = 1.6, THIN = 0.5, THICK = 1.1, STEP = 0.12;
const SPEEDS = [0.25, 0.5, 1, 2];
const INK = "#0B1F4B", POINT = "#B42318", BAR = "#A9B9E4", REST = "#D9DDE3";
const $ = (id) => document.getElementById(id);
const { ink, facts } = JSON.parse($("said").textContent);

/* The line is that of the terminal (terminal/inkline.py): quadratic curves between the middles of the samples, its
   width following pressure, or speed where none is measured. All in millimetres. */
function heaviness(pressure) { return Math.min(1, Math.max(0, pressure)) ** 0.7; }
function middle(a, b) { return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2, (a[3] + b[3]) / 2]; }
function part(dabs, a, b, c, t0, t1, begins) {
  const long = 2 * Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1]));
  const count = Math.floor(long / STEP) + 1;
  for (let index = 1; index <= count; index++) {
    const t = index / count, p = (1 - t) ** 2, q = 2 * t * (1 - t), r = t * t;
    dabs.push({ x: p * a[0] + q * b[0] + r * c[0], y: p * a[1] + q * b[1] + r * c[1],
      r: p * a[2] + q * b[2] + r * c[2], t: t0 + (t1 - t0) * t, begins: begins && index === 1 });
  }
}
function dabsOf(stroke) {
  const dabs = [];
  let before = null, last = null, at = null, settled = null, heavy = 0;
  for (const point of stroke.points) {
    const [x, y, t, pressure] = point;
    if (last === null) {
      heavy = pressure === null ? 0.72 : heaviness(pressure);
    } else {
      const way = Math.hypot(x - last[0], y - last[1]) / 100;
      const speed = way / (Math.max(t - last[2], 1) / 1000);
      const wanted = pressure === null ? 1 - Math.min(1, speed / FAST) ** 0.6 : heaviness(pressure);
      heavy += (wanted - heavy) * (1 - Math.exp(-way / SETTLING));
    }
    before = at;
    at = [x / 100, y / 100, (THIN + (THICK - THIN) * heavy) / 2, t];
    if (last === null) {
      settled = at;
      part(dabs, at, at, at, t, t, true);
    } else {
      const next = middle(before, at);
      part(dabs, settled, before, next, settled[3], next[3], false);
      settled = next;
    }
    last = point;
  }
  if (at !== null) part(dabs, settled, middle(settled, at), at, settled[3], at[3], false);
  return dabs;
}
const DABS = ink.strokes.flatMap(dabsOf);
const POINTS = ink.strokes.flatMap((stroke) => stroke.points);
const END = POINTS.reduce((end, point) => Math.max(end, point[2]), 0);
const PRESSED = POINTS.some((point) => point[3] !== null);

let now = END, drawn = 0, speed = 1, playing = false, frame = 0, words = WORDS.en;
const canvas = $("ink"), pen = canvas.getContext("2d");
let scale = 1;

function fit() {
  canvas.style.aspectRatio = `${ink.width} / ${ink.height}`;
  const dots = window.devicePixelRatio || 1, shown = canvas.getBoundingClientRect();
  canvas.width = Math.round(shown.width * dots);
  canvas.height = Math.round(shown.height * dots);
  scale = Math.min(shown.width / ink.width, shown.height / ink.height) * 100 * dots;
  pen.setTransform(scale, 0, 0, scale, (canvas.width - ink.width / 100 * scale) / 2, (canvas.height - ink.height / 100 * scale) / 2);
  drawn = -1;
  draw();
  trace();
}
function draw() {
  let from = drawn;
  if (from < 0 || (from > 0 && DABS[from - 1].t > now) || $("points").checked) {
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.restore();
    from = 0;
  }
  pen.strokeStyle = pen.fillStyle = INK;
  pen.lineCap = "round";
  let index = from;
  for (; index < DABS.length && DABS[index].t <= now; index++) {
    const dab = DABS[index], before = DABS[index - 1];
    pen.beginPath();
    if (dab.begins) {
      pen.arc(dab.x, dab.y, dab.r, 0, 2 * Math.PI);
      pen.fill();
    } else {
      pen.lineWidth = dab.r + before.r;
      pen.moveTo(before.x, before.y);
      pen.lineTo(dab.x, dab.y);
      pen.stroke();
    }
  }
  drawn = index;
  if ($("points").checked) {
    pen.fillStyle = POINT;
    for (const [x, y, t] of POINTS) {
      if (t > now) continue;
      pen.beginPath();
      pen.arc(x / 100, y / 100, 0.22, 0, 2 * Math.PI);
      pen.fill();
    }
  }
  canvas.dataset.drawn = String(POINTS.filter((point) => point[2] <= now).length);
}
function trace() {
  const place = $("trace"), dots = window.devicePixelRatio || 1, paint = place.getContext("2d");
  const width = place.clientWidth, height = place.clientHeight;
  place.width = width * dots;
  place.height = height * dots;
  paint.scale(dots, dots);
  paint.fillStyle = REST;
  paint.fillRect(0, height - 2, width, 2);
  paint.fillStyle = BAR;
  const across = (t) => 3 + (width - 6) * t / (END || 1);
  for (const { points } of ink.strokes) {
    const first = points[0][2], last = points[points.length - 1][2];
    paint.beginPath();
    paint.moveTo(across(first), height);
    for (const [, , t, pressure] of points) paint.lineTo(across(t), height - 6 - (height - 14) * (pressure === null ? 0.5 : pressure));
    paint.lineTo(Math.max(across(last), across(first) + 1.5), height);
    paint.fill();
  }
}
function tell() {
  $("at").value = String(Math.round(now));
  const seconds = (ms) => new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000);
  const of = document.createElement("small");
  of.textContent = ` / ${seconds(END)} s`;
  $("clock").replaceChildren(seconds(now), of);
  $("at").setAttribute("aria-valuetext", `${seconds(now)} s`);
  $("sign").setAttribute("d", playing ? "M7 5 L10 5 L10 19 L7 19 Z M14 5 L17 5 L17 19 L14 19 Z" : "M8 5 L19 12 L8 19 Z");
  $("play").lastElementChild.textContent = playing ? words.pause : words.play;
  document.body.dataset.playing = String(playing);
}
function play() {
  playing = !playing;
  cancelAnimationFrame(frame);
  if (playing) {
    if (now >= END) now = 0;
    let before = performance.now();
    const step = (at) => {
      now = Math.min(END, now + Math.max(0, at - before) * speed);
      before = at;
      playing = now < END;
      draw();
      tell();
      if (playing) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  }
  tell();
}
function seek(to) {
  now = Math.min(END, Math.max(0, to >= Math.round(END) ? END : to));
  draw();
  tell();
}
function say(language) {
  words = WORDS[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = words[place.dataset.say];
  $("language").textContent = words.other;
  canvas.setAttribute("aria-label", words.drawn);
  $("at").setAttribute("aria-label", words.at);
  const number = new Intl.NumberFormat(document.documentElement.lang), count = ink.strokes.length;
  const said = [
    [words.signed, facts.signed],
    [words.strokes_fact, `${number.format(count)} ${words.strokes} · ${number.format(POINTS.length)} ${words.points_of}`],
    [words.pressure, PRESSED ? words.measured : words.unmeasured],
    [words.terminal, facts.terminal],
    [words.record, facts.record, "mono"],
    [words.digest, facts.sha256, "mono"],
  ];
  if (ink.strokes.some((stroke) => stroke.broken)) said.splice(2, 0, ["", words.lost]);
  document.querySelector(".facts").replaceChildren(...said.flatMap(([name, value, kind]) => {
    const term = document.createElement("dt"), text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    if (kind) text.className = kind;
    return [term, text];
  }));
  tell();
}

$("merchant").textContent = facts.merchant;
$("reference").textContent = facts.reference;
$("amount").textContent = facts.amount;
$("code").textContent = facts.code.replace(/(....)(?=.)/g, "$1 ");
document.querySelector(".mark").replaceChildren(...[...facts.code].map((digit) => {
  const place = document.createElement("span");
  place.textContent = digit;
  return place;
}));
$("at").max = String(Math.round(END));
document.querySelector(".speeds").replaceChildren(...SPEEDS.map((each) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${each}×`;
  button.setAttribute("aria-pressed", String(each === speed));
  button.onclick = () => {
    speed = each;
    for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
  };
  return button;
}));
$("play").onclick = play;
$("at").oninput = () => { if (playing) play(); seek(Number($("at").value)); };
$("points").onchange = () => { drawn = -1; draw(); };
$("language").onclick = () => say(document.documentElement.lang === "en" ? "zh" : "en");
window.addEventListener("resize", fit);
window.addEventListener("keydown", (event) => {
  if (event.key === " " && !event.target.closest("button, input")) { event.preventDefault(); play(); }
});
say(navigator.language.startsWith("zh") ? "zh" : "en");
fit();
