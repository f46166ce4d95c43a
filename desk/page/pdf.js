// A PDF that goes with a document: chosen from this computer, or the desk's sample contract.

import { make } from "./dom.js";
import { language, say } from "./words.js";

const KILOBYTE = 1000;

const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, "0")).join("");

const base64 = blob => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

/** Return the control, and a way to ask for what is attached as the till API takes it; `changed` hears of every choice. */
export function pdfField(changed) {
  let attached;
  const box = make("div", { className: "attach" });
  const picker = make("input", { type: "file", accept: "application/pdf", id: "pdf", hidden: true });
  const take = async (blob, name, place) => {
    const content = await blob.arrayBuffer();
    const sha256 = hex(await crypto.subtle.digest("SHA-256", content));
    attached = { name, size: blob.size, document: { pdf: await base64(blob), sha256, ...(place && { place }) } };
    show();
  };
  const takeSample = async () => {
    const answer = await fetch(`/samples/contract.pdf?language=${language}`);
    await take(await answer.blob(), "contract.pdf", JSON.parse(answer.headers.get("X-Signature-Place")));
  };
  const show = () => {
    box.replaceChildren(...attached ? [
      make("span", { className: "name", textContent: attached.name }),
      make("small", { textContent: `${Math.ceil(attached.size / KILOBYTE)} kB` }),
      make("button", { className: "drop", type: "button", textContent: "×", ariaLabel: say("remove"), onclick: () => { attached = undefined; picker.value = ""; show(); } }),
    ] : [
      make("button", { className: "more", type: "button", textContent: `+ ${say("attach_pdf")}`, onclick: () => picker.click() }),
      make("button", { className: "more", type: "button", id: "sample", textContent: say("sample_contract"), onclick: takeSample }),
    ]);
    changed(Boolean(attached));
  };
  picker.addEventListener("change", () => picker.files[0] && take(picker.files[0], picker.files[0].name));
  show();
  return [make("div", {}, picker, box), () => attached?.document];
}
