// No run is there yet: look from time to time whether one came.
const { version } = document.querySelector("[data-version]").dataset;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const now = await (await fetch("/runs/version")).json();
    if (String(now.version) !== version) location.reload();
  } catch { /* it was stopped; whoever asks for something is told */ }
}, 3000);
