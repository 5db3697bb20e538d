// A shared page works without this; with it columns sort, and a run's curves stand out where it is pointed at.
const table = document.getElementById("runs");
const body = table.tBodies[0];
const value = (row, place) => row.cells[place].dataset.value ?? "";

function sort(place, down) {
  const rows = [...body.rows].sort((one, other) => {
    const a = value(one, place), b = value(other, place);
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
    return down ? -order : order;
  });
  body.append(...rows);
}

[...table.tHead.rows[0].cells].forEach((head, place) => {
  head.tabIndex = 0;
  const act = () => {
    const down = head.getAttribute("aria-sort") !== "descending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    sort(place, down);
  };
  head.addEventListener("click", act);
  head.addEventListener("keydown", (event) => { if (event.key === "Enter") act() });
});

const charts = document.querySelector(".charts");
body.addEventListener("mouseover", (event) => {
  const id = event.target.closest("tr")?.dataset.id;
  for (const line of charts?.querySelectorAll(".line") ?? []) line.classList.toggle("pointed", line.dataset.id === id);
  charts?.classList.toggle("pointed", Boolean(charts.querySelector(`.line.pointed`)));
});
body.addEventListener("mouseleave", () => charts?.classList.remove("pointed"));

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("details")) { target.open = true; target.scrollIntoView() }
}
addEventListener("hashchange", openTarget);
openTarget();
