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
  // A wall of which one script did not come, as the network had a hiccup, is loaded anew once the server answers.
  function watch() {
    setTimeout(function () {
      var told = document.getElementById("too-old");
      if (document.body.getAttribute("data-runs") || (told && !told.hasAttribute("hidden"))) return;
      var asked = new XMLHttpRequest();
      asked.onload = function () { window.location.reload(); };
      asked.onerror = watch;
      asked.open("GET", "/healthz");
      asked.send();
    }, 10000);
  }
  window.addEventListener("load", function () { if (document.body.getAttribute("data-screen")) watch(); });
  // What the page's own scripts do not parse, or what they want and is not there, before they run.
  window.addEventListener("error", function (event) {
    var ours = event.filename && event.filename.indexOf("/static/") > 0;
    if (ours && !document.body.getAttribute("data-runs") && /SyntaxError|ReferenceError|TypeError/.test(event.message)) say();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", check);
  else check();
}());
