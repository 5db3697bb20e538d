// A run in progress: when the server says that there is more, ask for the page and replace the parts that differ.
import { ask as renewed } from "./renew.js";

let asking = false;
let again = false;

async function ask() {
  if (asking) { again = true; return }
  asking = true;
  try {
    do {
      again = false;
      await renewed();
    } while (again);
  } finally { asking = false }
}

for (const said of document.querySelectorAll(".cell pre.text, #log ~ pre.text")) said.scrollTop = said.scrollHeight;

const source = new EventSource(`${location.pathname}/events`);
source.addEventListener("changed", () => ask().catch(() => {}));
source.addEventListener("ended", () => {
  source.close();
  location.reload(); // keeps the place, and brings what is there only now: the comparison, files, the notebook to keep
});
addEventListener("pagehide", () => source.close());
