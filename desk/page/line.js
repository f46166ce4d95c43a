// A WebSocket to the desk that comes back by itself.

import { trouble } from "./dom.js";
import { say } from "./words.js";

const AGAIN_MS = 1000;

/** Keep a line to `path`; `heard(data)` gets each message. Returns what sends, dropping it while there is no line. */
export function keepLine(path, heard, { opened = () => {}, closed = () => {} } = {}) {
  let socket;
  const connect = () => {
    socket = new WebSocket(`ws://${location.host}${path}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => { trouble(""); opened(); };
    socket.onmessage = event => heard(event.data);
    socket.onclose = () => { closed(); trouble(say("lost"), 0); setTimeout(connect, AGAIN_MS); };
  };
  connect();
  return message => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); };
}
