// A shared page works without this; with it columns sort, charts are there to explore, and a run's curves stand out.
const table = document.getElementById("runs");
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const value = (row, place) => row.cells[place].dataset.value ?? "";
const params = () => new URLSearchParams(location.search);

try { const theme = localStorage.getItem("theme"); if (theme) document.documentElement.dataset.theme = theme } catch { /* a page in a frame may not remember */ }
for (const one of document.querySelectorAll(".bar button")) one.hidden = false;

// What somebody chooses stands in the address, in the words of the live page.
function remember(change) {
  const found = params();
  change(found);
  try { history.replaceState(null, "", `${location.pathname}${found.size ? `?${found}` : ""}${location.hash}`) } catch { /* some hosts show pages in frames */ }
}

function sort(place, down) {
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = [...body.rows].sort((one, other) => {
    const a = value(one, place), b = value(other, place);
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
    return down ? -order : order;
  });
  body.append(...rows);
}

heads.forEach((head, place) => {
  head.tabIndex = 0;
  const act = () => {
    const down = head.getAttribute("aria-sort") !== "descending";
    remember((found) => found.set("sort", `${down ? "-" : ""}${head.dataset.key}`));
    sort(place, down);
  };
  head.addEventListener("click", act);
  head.addEventListener("keydown", (event) => { if (event.key === "Enter") act() });
});
const sorted = params().get("sort") ?? "";
const place = heads.findIndex((head) => head.dataset.key === sorted.replace(/^-/, ""));
if (place >= 0) sort(place, sorted.startsWith("-"));

// The curves of the run that is pointed at stand out.
const curves = document.querySelector(".curves");
function point(id) {
  const lines = [...curves?.querySelectorAll("polyline") ?? []];
  for (const line of lines) line.classList.toggle("pointed", line.dataset.id === id);
  curves?.classList.toggle("pointed", lines.some((line) => line.dataset.id === id));
}
for (const [type, leave] of [["mouseover", "mouseleave"], ["focusin", "focusout"]]) {
  body.addEventListener(type, (event) => point(event.target.closest("tr")?.dataset.id));
  body.addEventListener(leave, () => point(null));
}

// A link to a run, or to a cell of one, opens it; an address that nothing made leads nowhere.
function openTarget() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id) } catch { return }
  const target = document.getElementById(id);
  const around = target?.closest("details.run");
  if (!around) return;
  for (let one = target; one; one = one.parentElement?.closest("details")) one.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();
