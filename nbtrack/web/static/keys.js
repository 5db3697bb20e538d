// Keys, wherever a page says so: an element with aria-keyshortcuts is clicked by its key, lists with data-rows
// are walked with j and k, and ? lists the keys of the page.
const text = (element) => element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ");
const shortcuts = () => [...document.querySelectorAll("[aria-keyshortcuts]")].filter((one) => !one.closest("dialog"));
// A page with many keys of its own lists them in a dialog of its own, and minds them itself.
const own = document.querySelector("dialog#help");
// A shared page is all there is: it leads to no others.
const PAGES = document.querySelector("nav[aria-label=Main]") ? { g: ["/", "Experiments"], r: ["/runs", "Runs"] } : {};
const rows = () => [...document.querySelectorAll("[data-rows] > *")];

function keys() {
  const found = shortcuts().filter((one) => one.id !== "page-keys").map((one) => [one.getAttribute("aria-keyshortcuts"), text(one)]);
  if (rows().length) {
    found.unshift(["j", "Next row"], ["k", "Row before"], ["Enter", "Open the row"]);
    if (document.querySelector("[data-rows] input[type=checkbox]")) found.splice(3, 0, ["x", "Choose the row"]);
  }
  if (document.querySelector(".diff .card")) found.unshift(["j", "Next change"], ["k", "Change before"], ["v", "Viewed, and on to the next"], ["u", "Side by side or unified"]);
  return [...found, ...Object.entries(PAGES).map(([key, [, name]]) => [key, name]), ["?", "This list"]];
}

function help() {
  if (own) { own.showModal(); return }
  document.querySelector("dialog.keys")?.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-label", "Keys of this page");
  const title = Object.assign(document.createElement("h2"), { textContent: "Keys" });
  const list = document.createElement("dl");
  for (const [key, what] of keys()) {
    const term = document.createElement("dt");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    list.append(term, Object.assign(document.createElement("dd"), { textContent: what }));
  }
  const close = Object.assign(document.createElement("button"), { textContent: "Close", type: "button" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal();
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement?.closest("[data-rows] > *"));
  const row = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  if (own) { if (event.key in PAGES) location.href = PAGES[event.key][0]; return }
  const row = document.activeElement?.closest("[data-rows] > *");
  const shortcut = shortcuts().find((one) => one.getAttribute("aria-keyshortcuts") === event.key);
  if (event.key === "?") help();
  else if (event.key === "j" && rows().length) walk(1);
  else if (event.key === "k" && rows().length) walk(-1);
  else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "Enter" && row === document.activeElement && row) row.querySelector("a")?.click();
  else if (shortcut) shortcut.matches("select, input:not([type=checkbox])") ? shortcut.focus() : shortcut.click();
  else if (event.key in PAGES) location.href = PAGES[event.key][0];
  else return;
  event.preventDefault();
});
document.getElementById("page-keys")?.addEventListener("click", help);
