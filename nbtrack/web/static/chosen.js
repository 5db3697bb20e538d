// Compare the chosen runs, the older first; without a choice the newest two.
const form = document.getElementById("chosen");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const boxes = [...document.querySelectorAll("input[name=run]")];
  const chosen = boxes.filter((box) => box.checked);
  const runs = (chosen.length ? chosen : boxes.slice(0, 2)).map((box) => box.value).reverse();
  if (runs.length) location.href = `/compare?${runs.map((run) => `run=${run}`).join("&")}`;
});
