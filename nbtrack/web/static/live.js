// A run in progress: when the server says that there is more, ask for the page and replace the parts that differ.
let asking = false;
let again = false;

function renew(fresh) {
  const old = new Map([...document.querySelectorAll("[data-live]")].map((one) => [one.dataset.live, one]));
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const here = old.get(part.dataset.live);
    // Parts without a counterpart come with the reload at the end.
    if (!here || here.innerHTML === part.innerHTML) continue;
    here.replaceChildren(...document.adoptNode(part).childNodes);
  }
}

async function ask() {
  if (asking) { again = true; return }
  asking = true;
  try {
    do {
      again = false;
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } while (again);
  } finally { asking = false }
}

const source = new EventSource(`${location.pathname}/events`);
source.addEventListener("changed", () => ask().catch(() => {}));
source.addEventListener("ended", () => {
  source.close();
  location.reload(); // keeps the place, and brings what is there only now: the comparison, files, the notebook to keep
});
addEventListener("pagehide", () => source.close());
