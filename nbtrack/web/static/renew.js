// Ask for the page again, and change only what differs: nothing blinks, and nobody loses their place.
const OWN = new Set(["open", "height"]); // what somebody unfolded, and how high a frame came out

function morph(here, fresh) {
  for (const { name } of [...here.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) here.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (here.getAttribute(name) !== value && !OWN.has(name)) here.setAttribute(name, value);
  const old = [...here.childNodes];
  const now = [...fresh.childNodes];
  now.forEach((one, place) => {
    const there = old[place];
    if (!there) here.append(document.adoptNode(one));
    else if (there.nodeName !== one.nodeName) there.replaceWith(document.adoptNode(one));
    else if (there.nodeType !== Node.ELEMENT_NODE) say(there, one.data);
    else if (!there.isEqualNode(one)) morph(there, one);
  });
  for (const left of old.slice(now.length)) left.remove();
}

function say(there, text) {
  if (text.startsWith(there.data)) there.appendData(text.slice(there.data.length)); // so that what is selected stays so
  else there.data = text;
}

const isAtEnd = (one) => one.scrollTop + one.clientHeight >= one.scrollHeight - 4;

export function renew(fresh) {
  const old = new Map([...document.querySelectorAll("[data-live]")].map((one) => [one.dataset.live, one]));
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const here = old.get(part.dataset.live);
    // Parts without a counterpart come with the next reload; what somebody is writing in stays.
    if (!here || here.innerHTML === part.innerHTML || here.querySelector(".edit")) continue;
    const ends = [...here.querySelectorAll("pre.text")].filter(isAtEnd);
    morph(here, part);
    for (const end of ends) end.scrollTop = end.scrollHeight; // who reads what comes, reads on
  }
}

let asked = 0, shown = 0;

export async function ask() {
  const turn = ++asked;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const text = answer.ok && await answer.text();
  if (!answer.ok || turn < shown) return; // a later question was answered before, by what is newer
  shown = turn;
  renew(new DOMParser().parseFromString(text, "text/html"));
}
