// Commands and ids are copied by a click on them.
import { say } from "./toast.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // not allowed, or another machine's page without TLS, which has no clipboard
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "hidden" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) { say("This browser does not let the page copy"); return }
  }
  say(`Copied: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
}

function take(event) {
  const one = event.target.closest?.("[data-copy]");
  if (!one || String(getSelection())) return; // who marks a part of it means that part
  event.preventDefault();
  const at = document.activeElement;
  copy(one.dataset.copy || one.textContent.trim()).then(() => at?.focus?.({ preventScroll: true }));
}
document.addEventListener("click", take);
document.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") take(event) });
