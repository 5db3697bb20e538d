// Rows by a few: each PAGE of them is a tbody of its own, which is filled when it comes near and emptied when it is far.
import { asked } from "./runs_address.js";

export const PAGE = 25; // rows that are asked for at once: somewhat more than a screen has

// `came` is called with a tbody whose rows have come; one that `stays` is not emptied.
export class Rows {
  constructor({ came, stays }) {
    Object.assign(this, { came, stays });
    this.sizes = new ResizeObserver(([one]) => pin(one.target));
    this.stop();
  }

  stop() {
    this.filling?.abort();
    this.filling = new AbortController();
    this.watcher?.disconnect();
    this.sizes.disconnect();
  }

  show(table, matching) {
    const first = table.tBodies[0];
    first.dataset.filled = "yes";
    for (let offset = Number(first.dataset.offset) + first.rows.length; offset < matching; offset += PAGE) {
      const body = document.createElement("tbody");
      body.dataset.offset = offset;
      placeholder(body, Math.min(PAGE, matching - offset));
      table.append(body);
    }
    this.watcher = new IntersectionObserver((seen) => {
      for (const one of seen) one.isIntersecting ? this.fill(one.target) : this.empty(one.target);
    }, { root: table.closest(".grid"), rootMargin: "1200px 0px" });
    for (const body of table.tBodies) this.watcher.observe(body);
    this.sizes.observe(table);
  }

  async fill(body) {
    if (body.dataset.filled) return;
    body.dataset.filled = "yes";
    const found = asked();
    found.set("format", "rows");
    found.set("offset", body.dataset.offset);
    found.set("limit", PAGE);
    try {
      const answer = await fetch(`/runs?${found}`, { signal: this.filling.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const text = await answer.text();
      if (body.dataset.filled) { body.innerHTML = text; this.came(body) }
    } catch { delete body.dataset.filled }
  }

  empty(body) {
    if (body.dataset.filled && !this.stays(body)) placeholder(body, body.rows.length);
  }
}

function placeholder(body, rows) {
  const row = document.createElement("tr");
  row.className = "waiting";
  row.append(document.createElement("td"));
  row.style.height = `${36 * rows}px`;
  body.replaceChildren(row);
  delete body.dataset.filled;
}

// Columns that stay in sight stand side by side, however wide the screen makes them.
function pin(table) {
  let left = table.querySelector("thead th").offsetWidth;
  table.querySelectorAll("thead th.pin").forEach((one, place) => {
    table.style.setProperty(`--pin-${place + 1}`, `${left}px`);
    left += one.offsetWidth;
  });
}
