// Notes, for every ticket that has left the wall, when the first frame without it had been painted.
window.goneAt = {};
let standing = new Set();
new MutationObserver(() => {
  const now = new Set(Array.from(document.querySelectorAll(".board [data-ticket]"), (each) => each.dataset.ticket));
  const gone = Array.from(standing).filter((ticket) => !now.has(ticket));
  standing = now;
  if (!gone.length) return;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      for (const ticket of gone) window.goneAt[ticket] = performance.timeOrigin + performance.now();
    };
    channel.port2.postMessage(0);
  });
}).observe(document, { subtree: true, childList: true });
