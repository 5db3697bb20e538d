// Ask for the page again, and replace only the parts that differ: nothing blinks, and nobody loses their place.
export function renew(fresh) {
  const old = new Map([...document.querySelectorAll("[data-live]")].map((one) => [one.dataset.live, one]));
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const here = old.get(part.dataset.live);
    // Parts without a counterpart come with the next reload.
    if (!here || here.innerHTML === part.innerHTML) continue;
    here.replaceChildren(...document.adoptNode(part).childNodes);
  }
}

export async function ask() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
}
