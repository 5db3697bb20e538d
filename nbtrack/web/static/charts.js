// The charts above the table. Plotly draws in a frame that can reach nothing; this page brings the numbers.
const KINDS = { parallel: "Parallel", scatter: "Scatter", curves: "Curves" };
const MOST_AXES = 8;
const AXIS_PX = 90; // so wide, their names do not run into each other

function make(tag, values = {}, ...inner) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inner);
  return made;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(["fg", "faint", "line", "blue", "card"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

export class Charts {
  constructor(box, page) {
    this.box = box;
    this.page = page;
    this.source = null;
    this.webgl = false;
    this.drawing = 0; // numbers that come late are of another table
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    document.getElementById("theme")?.addEventListener("click", () => this.draw());
    addEventListener("message", (event) => { if (event.source === this.frame?.contentWindow) this.hear(event.data) });
  }

  async toggle(params) {
    this.params = params;
    this.box.hidden = !this.box.hidden;
    if (this.box.hidden) { this.page.choose((found) => found.delete("chart")); return false }
    if (!this.frame) {
      this.controls = make("header");
      this.frame = make("iframe", { title: "Chart" });
      this.frame.setAttribute("sandbox", "allow-scripts allow-downloads");
      this.hint = make("p", { className: "hint", role: "status" });
      const ready = new Promise((done) => { this.ready = done });
      this.load(this.frame);
      this.box.replaceChildren(this.controls, this.frame, this.hint);
      await ready;
    }
    await this.show(params.get("chart") in KINDS ? params.get("chart") : "parallel");
    return true;
  }

  hear(said) {
    if (said.ready) { this.webgl = said.webgl; this.ready() }
    if (said.failed) this.hint.textContent = `This chart could not be drawn: ${said.failed}`;
    if (said.drawn) this.box.dataset.drawn = said.drawn;
    if ("brush" in said) { this.source = said.brush ? this.kind : null; this.page.brush(said.brush) }
    if (said.open && /^[0-9a-f]{16}$/.test(said.open)) this.open(said.open);
  }

  // Where charts, columns and numbers come from: a shared page has them in itself.
  load(frame) { frame.src = "/charts/frame" }

  open(id) { location.assign(`/run/${id}`) }

  columns() { return JSON.parse(document.getElementById("offered").textContent) }

  show(kind) {
    this.kind = kind;
    this.page.choose((found) => found.set("chart", kind));
    this.controls.replaceChildren(this.tabs(), ...this[`${kind}Controls`](), this.exports());
    return this.draw();
  }

  tabs() {
    const tabs = make("div", { className: "tabs" });
    for (const [kind, name] of Object.entries(KINDS)) {
      const tab = make("button", { type: "button", textContent: name });
      tab.setAttribute("aria-pressed", String(kind === this.kind));
      tab.addEventListener("click", () => this.show(kind));
      tabs.append(tab);
    }
    return tabs;
  }

  exports() {
    const row = make("span");
    for (const form of ["png", "svg"]) {
      const button = make("button", { type: "button", textContent: form.toUpperCase() });
      button.addEventListener("click", () => this.frame.contentWindow.postMessage({ save: form }, "*"));
      row.append(button, " ");
    }
    for (const form of ["csv", "json"]) row.append(this.numbersLink(form), " ");
    return row;
  }

  // The numbers behind the chart as it is now: their address is asked for when somebody follows it.
  numbersLink(form) {
    const link = make("a", { textContent: form.toUpperCase(), href: "#", download: `chart.${form}` });
    link.addEventListener("click", () => { link.href = this.address(form) });
    return link;
  }

  address(form) {
    const found = this.kind === "curves" ? this.pointsQuery() : this.valuesQuery(this.keys());
    found.set("format", form);
    return `/runs/${this.kind === "curves" ? "curves" : "columns"}?${found}`;
  }

  choice(name, label, columns, usual) {
    const select = make("select");
    const wanted = this.params.get(name) ?? usual;
    for (const column of columns) select.append(make("option", { value: column.key, textContent: column.name, selected: column.key === wanted }));
    select.addEventListener("change", () => { this.page.choose((found) => found.set(name, select.value)); this.params.set(name, select.value); this.draw() });
    this[name] = () => select.value;
    return make("label", {}, label, select);
  }

  drawable() { return this.columns().filter((one) => one.kind !== "fact" || one.key === "took") }

  parallelControls() { return [this.choice("color", "Colour", [...this.drawable().filter((one) => one.is_number)], this.usual("metric"))] }

  usual(kind) { return (this.columns().find((one) => one.kind === kind && one.shown && one.is_number) ?? {}).key }

  usualCurve() { return (this.columns().find((one) => one.has_curve) ?? {}).key ?? this.usual("metric") }

  scatterControls() {
    const columns = this.drawable();
    return [this.choice("x", "x", columns, this.usual("parameter")), this.choice("y", "y", columns, this.usual("metric")), this.choice("color", "Colour", columns.filter((one) => one.is_number), this.usual("metric"))];
  }

  curvesControls() {
    const smoothing = make("input", { type: "range", min: 0, max: 0.98, step: 0.02, value: this.params.get("smoothing") ?? 0 });
    smoothing.addEventListener("input", () => { this.page.choose((found) => found.set("smoothing", smoothing.value)); this.draw() });
    const log = make("input", { type: "checkbox", checked: this.params.get("log") === "yes" });
    log.addEventListener("change", () => { this.page.choose((found) => log.checked ? found.set("log", "yes") : found.delete("log")); this.draw() });
    this.smoothing = () => Number(smoothing.value);
    this.log = () => log.checked;
    return [this.choice("metric", "Metric", this.columns().filter((one) => one.kind === "metric"), this.usualCurve()), make("label", {}, "Smoothing", smoothing), make("label", {}, log, "log"),
      this.choice("by", "by", [{ key: "step", name: "step" }, { key: "time", name: "time" }], "step")];
  }

  async refresh(params) {
    this.params = params;
    if (this.kind && !this.box.hidden && this.source !== this.kind) await this.draw(); // without a kind it is just being opened
  }

  async draw() {
    if (!this.frame || this.box.hidden) return;
    const mine = ++this.drawing;
    const said = { kind: this.kind, colours: colours(), webgl: this.webgl };
    this.hint.textContent = "";
    if (this.kind === "curves") {
      Object.assign(said, await this.points(), { smoothing: this.smoothing(), log: this.log(), by: this.by() });
      this.hint.textContent = said.curves.length ? "The selected runs, or the first that are in sight. A click on a curve leaves that run in the table." : "None of these runs has points of this metric: select some that have.";
    } else {
      Object.assign(said, await this.values(this.keys()), { color: this.color() }, this.kind === "scatter" ? { x: this.x(), y: this.y() } : {});
      this.hint.textContent = this.kind === "scatter" ? "Draw a box to leave its runs in the table; a click opens a run." : "Drag along an axis to leave those runs in the table; drag a name to move its axis. The axes are the columns of the table.";
      if (this.kind === "parallel" && !this.webgl) this.hint.textContent = "Parallel coordinates need WebGL, which this browser does not have. Scatter and curves do without.";
    }
    if (mine === this.drawing && (this.kind !== "parallel" || this.webgl)) this.frame.contentWindow.postMessage(said, "*");
  }

  keys() {
    const keys = this.kind === "scatter" ? [this.x(), this.y(), this.color()] : this.axes();
    return [...new Set(keys)].filter(Boolean);
  }

  axes() {
    const shown = this.columns().filter((one) => one.shown && one.kind !== "fact");
    const most = Math.max(3, Math.min(MOST_AXES, Math.floor(this.box.clientWidth / AXIS_PX)));
    const parameters = shown.filter((one) => one.kind === "parameter").slice(0, Math.max(2, most - 3));
    const metrics = shown.filter((one) => one.kind === "metric").slice(0, most - parameters.length);
    return [...parameters, ...metrics].map((one) => one.key).concat(this.color());
  }

  valuesQuery(keys) {
    const found = new URLSearchParams(this.params);
    if (this.source === this.kind) found.delete("brush");
    found.delete("sort");
    found.delete("key");
    for (const key of keys) found.append("key", key);
    return found;
  }

  pointsQuery() { return new URLSearchParams([["metric", this.metric()], ...this.page.ids().map((id) => ["id", id])]) }

  async values(keys) {
    const answer = await fetch(`/runs/columns?${this.valuesQuery(keys)}`);
    return answer.ok ? answer.json() : { ids: [], names: [], columns: {} };
  }

  async points() {
    const answer = await fetch(`/runs/curves?${this.pointsQuery()}`);
    return answer.ok ? answer.json() : { curves: [], metric: this.metric() };
  }
}
