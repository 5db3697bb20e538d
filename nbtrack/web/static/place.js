// Who comes back to the table finds it where it was left: how far it was scrolled, and the run somebody stood on.
const NAME = "nbtrack-runs-place";

export function keepPlace(found) {
  addEventListener("pagehide", () => {
    try { sessionStorage.setItem(NAME, JSON.stringify({ search: location.search, ...found() })) } catch { /* then it is not kept */ }
  });
}

export function placeBefore() {
  if (!["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type)) return null;
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME));
    return kept?.search === location.search ? kept : null;
  } catch { return null }
}
