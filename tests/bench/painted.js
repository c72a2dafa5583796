// Notes, for every ticket, when the first frame that shows it had been painted.
window.paintedAt = {};
new MutationObserver(() => {
  const fresh = [];
  for (const each of document.querySelectorAll("[data-ticket]")) {
    if (!(each.dataset.ticket in window.paintedAt) && fresh.indexOf(each.dataset.ticket) < 0) fresh.push(each.dataset.ticket);
  }
  if (!fresh.length) return;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      for (const ticket of fresh) if (!(ticket in window.paintedAt)) window.paintedAt[ticket] = performance.timeOrigin + performance.now();
    };
    channel.port2.postMessage(0);
  });
}).observe(document, { subtree: true, childList: true });
