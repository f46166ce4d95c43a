// What the unit says about itself, asked once a second for all who follow it.

const EVERY_MS = 1000;
const followers = [];

/** Call `follower(status)` at every answer, with null where the unit does not answer. */
export function follow(follower) {
  followers.push(follower);
  if (followers.length === 1) ask();
}

async function ask() {
  let status = null;
  try {
    const answer = document.hidden ? null : await fetch("/till/status");
    status = answer?.ok ? await answer.json() : null;
  } catch { /* the desk itself is gone: its line says so */ }
  if (!document.hidden) for (const follower of followers) follower(status);
  setTimeout(ask, EVERY_MS);
}
