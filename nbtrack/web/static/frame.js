// Inside the frame: draw what the page sends, tell the page what was chosen. Texts are the runs' own: none is markup.
const plain = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const box = document.getElementById("chart");
const tell = (said) => parent.postMessage(said, "*");
const CONFIG = { responsive: true, displaylogo: false, displayModeBar: false, scrollZoom: false };
let last = null;
// Colours that those who see no red or no green tell apart (Okabe and Ito, 2008), yellow darker for a light ground.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#b8a800", "#8a8a8a"];
const DASHES = ["solid", "dash", "dot", "dashdot"];

function layout(colours, more) {
  return {
    margin: { l: 60, r: 30, t: 20, b: 46 }, paper_bgcolor: colours.card, plot_bgcolor: colours.card,
    font: { color: colours.fg, family: "system-ui, sans-serif", size: 12 }, ...more,
  };
}

const axis = (colours, title, type) => ({ title: { text: plain(title) }, gridcolor: colours.line, zerolinecolor: colours.line, type, automargin: true });
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const short = (number) => Number(number.toPrecision(6));
const quoted = (key) => /^[\w:./-]+$/.test(key) ? key : "`" + key.replaceAll("`", "") + "`";
const text = (value) => value === null ? "none" : typeof value === "string" ? '"' + value.replaceAll("\\", "\\\\").replaceAll('"', '\\"') + '"' : String(value);

// A column as numbers: many sizes on a logarithmic scale, anything but numbers as places in a list.
function scale(values) {
  const there = values.filter((value) => value !== null);
  if (there.length && there.every(isNumber)) {
    const low = Math.min(...extremes(there)), high = Math.max(...extremes(there));
    // Some small numbers do not make a scale logarithmic: of those that are chosen so, half are far below the largest.
    if (low > 0 && high / low > 500 && median(there) <= high / 10) {
      return { kind: "log", numbers: values.map((value) => value === null ? NaN : Math.log10(value)), back: (number) => 10 ** number };
    }
    return { kind: "linear", numbers: values.map((value) => value ?? NaN), back: (number) => number };
  }
  const words = [...new Set(values.map((value) => value === null ? "none" : String(value)))].slice(0, 60);
  const places = new Map(words.map((word, place) => [word, place]));
  const originals = new Map(values.map((value) => [value === null ? "none" : String(value), value]));
  return { kind: "words", words, originals, numbers: values.map((value) => places.get(value === null ? "none" : String(value)) ?? NaN) };
}

const median = (numbers) => [...numbers].sort((one, other) => one - other)[(numbers.length - 1) >> 1];

function extremes(numbers) {
  let low = Infinity, high = -Infinity;
  for (const one of numbers) { if (one < low) low = one; if (one > high) high = one }
  return [low, high];
}

// A run that lacks a number of one axis is no point, and must not stretch the other axis.
function withBoth(ids, names, columns, axes) {
  const numeric = axes.filter((key) => columns[key] && scale(columns[key]).kind !== "words");
  const kept = ids.map((_, place) => numeric.every((key) => columns[key][place] !== null));
  const among = (values) => values.filter((_, place) => kept[place]);
  return { ids: among(ids), names: among(names), columns: Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, among(values)])) };
}

function dimension(key, values) {
  const scaled = scale(values);
  const made = { key, scaled, label: plain(key.replace(/^(metric|param):/, "")).slice(0, 28), values: scaled.numbers };
  if (scaled.kind === "log") {
    const [low, high] = extremes(scaled.numbers.filter(isNumber));
    made.tickvals = [];
    for (let power = Math.floor(low); power <= Math.ceil(high); power++) made.tickvals.push(power);
    made.ticktext = made.tickvals.map((power) => `1e${power}`);
  } else if (scaled.kind === "words") {
    made.tickvals = scaled.words.map((_, place) => place);
    made.ticktext = scaled.words.map((word) => plain(word).slice(0, 16));
  }
  return made;
}

function between(dimension, [low, high]) {
  const key = quoted(dimension.key);
  if (dimension.scaled.kind !== "words") return `${key} >= ${short(dimension.scaled.back(low))} and ${key} <= ${short(dimension.scaled.back(high))}`;
  const chosen = dimension.scaled.words.filter((_, place) => place >= low && place <= high);
  return chosen.length ? "(" + chosen.map((word) => `${key} = ${text(dimension.scaled.originals.get(word))}`).join(" or ") + ")" : `${key} = ""`;
}

function chosenRanges(dimensions) {
  const conditions = [];
  box.data[0].dimensions.forEach((shown, place) => {
    if (!shown.constraintrange?.length) return;
    const ranges = Array.isArray(shown.constraintrange[0]) ? shown.constraintrange : [shown.constraintrange];
    const parts = ranges.map((range) => between(dimensions[place], range));
    conditions.push(parts.length > 1 ? `(${parts.join(" or ")})` : parts[0]);
  });
  return conditions.join(" and ");
}

const DRAW = {
  async parallel({ columns, color, colours }) {
    const dimensions = Object.entries(columns).map(([key, values]) => dimension(key, values));
    const shade = color && columns[color] ? scale(columns[color]).numbers : null;
    const trace = {
      type: "parcoords", dimensions: dimensions.map(({ key, scaled, ...rest }) => rest),
      line: shade ? { color: shade, colorscale: "Viridis", showscale: true, colorbar: { thickness: 10, title: { text: plain(color.replace(/^\w+:/, "")), side: "right" } } } : { color: colours.blue },
      labelfont: { color: colours.fg, size: 12 }, tickfont: { color: colours.faint, size: 11 }, rangefont: { color: colours.faint, size: 10 },
      unselected: { line: { color: colours.line, opacity: 0.15 } },
    };
    await Plotly.react(box, [trace], layout(colours, { margin: { l: 70, r: 40, t: 46, b: 24 } }), CONFIG);
    box.on("plotly_restyle", () => tell({ brush: chosenRanges(dimensions) }));
  },
  async scatter({ ids, names, columns, x, y, color, colours, webgl }) {
    ({ ids, names, columns } = withBoth(ids, names, columns, [x, y]));
    const across = scale(columns[x] ?? []), up = scale(columns[y] ?? []);
    const raw = (one, key) => one.kind === "words" ? columns[key].map((value) => value === null ? "none" : plain(value)) : columns[key];
    const shade = color && columns[color] ? scale(columns[color]).numbers : colours.blue;
    const trace = {
      type: webgl ? "scattergl" : "scatter", mode: "markers", x: raw(across, x), y: raw(up, y), customdata: ids, text: names.map(plain),
      hovertemplate: "%{text}<br>%{x}, %{y}<extra></extra>",
      marker: { size: 7, opacity: 0.75, color: shade, line: { width: 0.75, color: "#8b949e" }, colorscale: "Viridis", showscale: Array.isArray(shade), colorbar: { thickness: 10 } },
    };
    const type = (one) => one.kind === "words" ? "category" : one.kind;
    await Plotly.react(box, [trace], layout(colours, { dragmode: "select", xaxis: axis(colours, x.replace(/^\w+:/, ""), type(across)), yaxis: axis(colours, y.replace(/^\w+:/, ""), type(up)) }), CONFIG);
    box.on("plotly_selected", (event) => {
      if (!event?.range) return;
      const parts = [[x, across, event.range.x], [y, up, event.range.y]].map(([key, scaled, range]) => between({ key, scaled: { ...scaled, back: (number) => number } }, [...range].sort((one, other) => one - other)));
      tell({ brush: parts.join(" and ") });
    });
    box.on("plotly_deselect", () => tell({ brush: "" }));
    box.on("plotly_click", (event) => tell({ open: event.points[0].customdata }));
  },
  async curves({ curves, metric, smoothing, log, by, colours }) {
    const names = curves.map(({ name, missing = {} }) => [plain(name), ...Object.entries(missing).map(([what, count]) => `${count} ${what}`)].join(", "));
    const traces = curves.map((curve, place) => ({
      type: "scatter", mode: curve.values.length > 1 ? "lines" : "markers", name: names[place], x: by === "time" ? curve.seconds : curve.steps, y: smooth(curve.values, smoothing),
      line: { width: 1.8, color: COLOURS[place % COLOURS.length], dash: DASHES[Math.floor(place / COLOURS.length) % DASHES.length] }, marker: { color: COLOURS[place % COLOURS.length] }, customdata: curve.values.map(() => curve.id), hovertemplate: "%{y:.6g}<extra>%{fullData.name}</extra>",
    }));
    await Plotly.react(box, traces, layout(colours, { showlegend: traces.length > 1 || names[0] !== plain(curves[0]?.name), hovermode: "closest", xaxis: axis(colours, by === "time" ? "seconds" : "step", "linear"), yaxis: axis(colours, metric, log ? "log" : "linear") }), CONFIG);
    box.on("plotly_click", (event) => tell({ brush: `id = "${event.points[0].customdata}"` }));
  },
};

// An exponential mean, weighted so that the first points are not pulled towards nothing.
function smooth(values, weight) {
  let sum = 0, norm = 0;
  return weight ? values.map((value) => {
    if (!isNumber(value)) return null;
    sum = sum * weight + value * (1 - weight);
    norm = norm * weight + (1 - weight);
    return sum / norm;
  }) : values.map((value) => isNumber(value) ? value : null);
}

addEventListener("message", async (event) => {
  if (event.source !== parent) return;
  const said = event.data;
  if (said.save) {
    await Plotly.downloadImage(box, { format: said.save, filename: "nbtrack-chart", width: 1200, height: 600 });
    return;
  }
  try {
    document.documentElement.style.background = said.colours.card;
    if (last !== said.kind) Plotly.purge(box);
    last = said.kind;
    box.removeAllListeners?.("plotly_restyle");
    for (const name of ["plotly_selected", "plotly_deselect", "plotly_click"]) box.removeAllListeners?.(name);
    await DRAW[said.kind](said);
    tell({ drawn: said.kind });
  } catch (error) { tell({ failed: String(error.message ?? error) }) }
});

function hasWebgl() {
  const context = document.createElement("canvas").getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

tell({ ready: true, webgl: hasWebgl() });
