// For browsers that cannot run the pages: plain ECMAScript 5, no module. It says so where nothing else can.
(function () {
  "use strict";
  function say() {
    var told = document.getElementById("too-old");
    if (told) told.removeAttribute("hidden");
  }
  function check() {
    if (!("noModule" in document.createElement("script")) || !window.ResizeObserver || !window.WebSocket) say();
  }
  // What the page's own scripts do not parse, or what they want and is not there, before they run.
  window.addEventListener("error", function (event) {
    var ours = event.filename && event.filename.indexOf("/static/") > 0;
    if (ours && !document.body.getAttribute("data-runs") && /SyntaxError|ReferenceError|TypeError/.test(event.message)) say();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", check);
  else check();
}());
