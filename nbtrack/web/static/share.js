// A shared page works without this; with it columns sort, charts are there to explore, and a run's curves stand out.
const table = document.getElementById("runs");
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const value = (row, place) => row.cells[place].dataset.value ?? "";
const params = () => new URLSearchParams(location.search);

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

// The table as it is shown, to keep.
function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const FORMS = {
  csv(rows) {
    const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && isNaN(text) ? `'${text}` : text);
    const quoted = (text) => `"${harmless(text).replaceAll('"', '""')}"`;
    save(rows.map((row) => row.map(quoted).join(",")).join("\n") + "\n", "text/csv", "runs.csv");
  },
  json(rows) {
    const [names, ...runs] = rows;
    const isNumber = [false, ...heads.map((head) => head.classList.contains("number"))]; // an id may be all digits
    const said = (one, at) => (one === "" ? null : isNumber[at] && !isNaN(one) ? Number(one) : one);
    const made = runs.map((run) => Object.fromEntries(run.map((one, at) => [names[at], said(one, at)])));
    save(JSON.stringify({ runs: made }, null, 1), "application/json", "runs.json");
  },
};
for (const button of document.querySelectorAll("[data-form]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = [...body.rows].filter((row) => !row.hidden);
    FORMS[button.dataset.form]([["id", ...heads.map((head) => head.dataset.key)], ...rows.map((row) => [row.dataset.id, ...heads.map((_, at) => value(row, at))])]);
  });
}

// The comparison of two runs is a page in a frame that can reach nothing; it says how high it is.
const changes = document.querySelector("iframe.changes");
addEventListener("message", (event) => {
  if (changes && event.source === changes.contentWindow && event.data?.height > 0) changes.style.height = `${Math.min(event.data.height + 2, 2400)}px`;
});

const drawings = document.querySelector(".drawings");
body.addEventListener("mouseover", (event) => {
  const id = event.target.closest("tr")?.dataset.id;
  for (const line of drawings?.querySelectorAll(".line") ?? []) line.classList.toggle("pointed", line.dataset.id === id);
  drawings?.classList.toggle("pointed", Boolean(drawings.querySelector(`.line.pointed`)));
});
body.addEventListener("mouseleave", () => drawings?.classList.remove("pointed"));

function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(id);
  const around = target?.closest("details.run");
  if (around) { around.open = true; target.scrollIntoView() }
}
addEventListener("hashchange", openTarget);
openTarget();
