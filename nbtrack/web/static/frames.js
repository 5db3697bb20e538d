// Outputs in frames: nothing runs in one, so this page measures from outside how high it came out.
const HIGHEST = 640; // pixels; the rest scrolls, and whoever wants it all pulls at the corner

function fit(frame) {
  const root = frame.contentDocument?.documentElement;
  if (!root?.isConnected || root.ownerDocument.URL === "about:blank") return;
  const measure = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height) frame.height = Math.min(height + 2, HIGHEST);
  };
  measure();
  new ResizeObserver(measure).observe(root);
}

// `load` does not bubble, but it is seen on its way down: also of frames that come while a run goes on.
document.addEventListener("load", (event) => { if (event.target.matches?.("iframe.measured")) fit(event.target) }, true);
document.querySelectorAll("iframe.measured").forEach(fit);
