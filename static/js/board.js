// The tickets on the page follow the server's messages: what changed is replaced, what left is removed, the rest moves.

const board = document.getElementById("board");
const allDay = document.getElementById("all-day");
const nodes = new Map();
for (const node of board.children) nodes.set(node.dataset.ticket, node);

let seq = Number(document.body.dataset.seq);

/** The last event that the page shows. */
export function shownSeq() {
  return seq;
}

export function ticketNode(ticket) {
  return nodes.get(ticket);
}

/** The tickets, first to cook first. */
export function tickets() {
  return Array.from(board.children);
}

/** Apply a board message. False where the page lacks a ticket that it should have: only a new start helps. */
export function apply(message) {
  for (const ticket of Object.keys(message.tickets)) put(ticket, parse(message.tickets[ticket]));
  const wanted = new Set(message.order);
  for (const [ticket, node] of nodes) {
    if (!wanted.has(ticket)) {
      node.remove();
      nodes.delete(ticket);
    }
  }
  if (message.order.some((ticket) => !nodes.has(ticket))) return false;
  arrange(message.order);
  if (typeof message.all_day === "string") allDay.innerHTML = message.all_day;
  seq = message.seq;
  return true;
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function put(ticket, node) {
  const before = nodes.get(ticket);
  if (before) before.replaceWith(node);
  nodes.set(ticket, node);
}

function arrange(order) {
  let place = board.firstElementChild;
  for (const ticket of order) {
    const node = nodes.get(ticket);
    if (node === place) place = place.nextElementSibling;
    else board.insertBefore(node, place);
  }
}
