// Notes, for every ticket that has left the wall, when the first frame without it had been painted. What closes is not
// to be seen any more, and stays only to catch the presses that were meant for it.
window.goneAt = {};
let standing = new Set();
new MutationObserver(() => {
  const now = new Set(Array.from(document.querySelectorAll(".board .slot:not(.is-closing) [data-ticket]"), (each) => each.dataset.ticket));
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
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
