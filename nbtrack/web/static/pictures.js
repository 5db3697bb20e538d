// A drawn curve as a picture to keep: its styles are the page's, so they are written into the copy first.
const STYLED = ["stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "fill", "vector-effect"];
const MARGIN = { left: 70, right: 20, top: 34, bottom: 30 };
const SPACE = "http://www.w3.org/2000/svg";

function make(name, values, text) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function standing(figure) {
  const drawn = figure.querySelector("svg");
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const [width, height] = [640, 320];
  const outer = make("svg", { xmlns: SPACE, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "system-ui, sans-serif", "font-size": 12 });
  outer.append(make("rect", { width, height, fill: colour("card") }));
  const inner = drawn.cloneNode(true);
  const [across, up] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  for (const [key, value] of Object.entries({ x: MARGIN.left, y: MARGIN.top, width: across, height: up })) inner.setAttribute(key, value);
  drawn.querySelectorAll("polyline").forEach((line, place) => {
    const computed = getComputedStyle(line);
    for (const name of STYLED) inner.querySelectorAll("polyline")[place].setAttribute(name, computed.getPropertyValue(name));
  });
  const said = (name) => figure.querySelector(name)?.textContent ?? "";
  const text = (x, y, value, more = {}) => make("text", { x, y, fill: colour("fg"), ...more }, value);
  outer.append(
    make("path", { d: `M${MARGIN.left} ${MARGIN.top}v${up}h${across}`, fill: "none", stroke: colour("line") }), inner,
    text(MARGIN.left, 20, said("figcaption b"), { "font-weight": 600 }),
    text(MARGIN.left - 6, MARGIN.top + 10, said(".top"), { "text-anchor": "end" }),
    text(MARGIN.left - 6, height - MARGIN.bottom, said(".bottom"), { "text-anchor": "end" }),
    text(MARGIN.left, height - 10, said(".steps")),
    text(width - MARGIN.right, height - 10, said("span.undrawn"), { "text-anchor": "end" }),
  );
  return outer;
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function save(figure, form) {
  const name = `${figure.dataset.name.replace(/[^\w.-]+/g, "_")}.${form}`;
  const picture = standing(figure);
  const text = new XMLSerializer().serializeToString(picture);
  if (form === "svg") { keep(new Blob([text], { type: "image/svg+xml" }), name); return }
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 640 });
  canvas.getContext("2d").drawImage(image, 0, 0, 1280, 640);
  canvas.toBlob((blob) => keep(blob, name));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-picture]");
  if (button) save(button.closest("figure"), button.dataset.picture);
});
