// Times: how long ago stays true while a page is open, and the tooltip has the time of who reads it.
// As nbtrack/compare/times.py has them.
const UNITS = [[31557600, "year"], [2626560, "month"], [86400, "day"], [3600, "hour"], [60, "minute"]];
const EVERY_MS = 30000;

function ago(seconds) {
  const [size, name] = UNITS.find(([size]) => seconds >= size) ?? [1, "second"];
  const count = Math.floor(seconds / size);
  return size === 1 && count < 10 ? "just now" : `${count} ${name}${count === 1 ? "" : "s"} ago`;
}

const briefly = (text) => text.replace(/ minutes?/, " min").replace(/ seconds/, " s"); // as the table has them

function renew() {
  if (document.hidden) return;
  for (const one of document.querySelectorAll("time[datetime]")) {
    const at = Date.parse(one.dateTime);
    if (isNaN(at)) continue;
    const now = ago((Date.now() - at) / 1000);
    const text = one.closest(".runs") ? briefly(now) : now;
    if (one.textContent !== text) one.textContent = text;
  }
}
setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", renew);

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
document.addEventListener("pointerover", (event) => {
  const at = Date.parse(event.target.closest?.("time[datetime]")?.dateTime);
  if (!isNaN(at)) event.target.closest("time").title = LOCAL.format(at);
});
