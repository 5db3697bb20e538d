// Fetch what was still being found out, soon; and what the store got since, from time to time.
import { ask } from "./renew.js";

const EVERY_MS = 4000;
let soon_ms = 300;
const rows = document.querySelector("[data-version]");
let version = rows?.dataset.version;

async function look() {
  const pending = document.querySelector("[data-pending]") !== null;
  try {
    if (!document.hidden) {
      const now = version && !pending ? String((await (await fetch("/runs/version")).json()).version) : version;
      if (pending || now !== version) await ask();
      version = now;
    }
  } catch { /* it was stopped; whoever asks for something is told */ }
  soon_ms = Math.min(soon_ms * 1.5, EVERY_MS); // many notebooks take their time, and so does a page of them
  setTimeout(look, document.querySelector("[data-pending]") ? soon_ms : EVERY_MS);
}

if (rows || document.querySelector("[data-pending]")) setTimeout(look, soon_ms);
