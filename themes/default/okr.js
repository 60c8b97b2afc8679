// Optional. The site is complete without it: theme switch, column sorting, arrow keys between screens, and / to search.
(function (d) {
  var r = d.documentElement, k = "okr-theme", t = null;
  try { t = localStorage.getItem(k); } catch (e) {}
  if (t === "dark" || t === "light") r.dataset.theme = t;
  d.addEventListener("DOMContentLoaded", function () {
    var b = d.getElementById("okr-theme");
    if (b) {
      b.hidden = false;
      b.onclick = function () {
        var dark = r.dataset.theme ? r.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
        r.dataset.theme = dark ? "light" : "dark";
        try { localStorage.setItem(k, r.dataset.theme); } catch (e) {}
      };
    }
    var screens = d.querySelectorAll(".scr");
    d.addEventListener("keydown", function (e) {
      var step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key], at = -1, to;
      if (!screens.length || !step || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      screens.forEach(function (x, i) { if (x.getBoundingClientRect().top < 60) at = i; });
      to = screens[at + step];
      if (!to && at + step >= 0) return;
      e.preventDefault();
      if (to) { to.scrollIntoView(); to.focus({ preventScroll: true }); } else scrollTo(0, 0);
    });
    d.addEventListener("keydown", function (e) {
      var q = d.getElementById("okr-q"), to = d.getElementById("okr-find"), off = null;
      if (e.key !== "/" || e.altKey || e.ctrlKey || e.metaKey || !to) return;
      if (e.target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
      try { off = localStorage.getItem("okr-slash"); } catch (e) {}
      if (off === "off") return;
      e.preventDefault();
      if (q) { q.focus(); q.select(); } else location.href = to.href;
    });
    d.querySelectorAll("th[data-sort]").forEach(function (th) {
      var i = th.cellIndex, btn = d.createElement("button");
      btn.type = "button"; btn.textContent = th.textContent; th.textContent = ""; th.append(btn);
      btn.onclick = function () {
        var up = th.getAttribute("aria-sort") !== "ascending", table = th.closest("table");
        table.querySelectorAll("th[aria-sort]").forEach(function (x) { x.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        Array.prototype.forEach.call(table.tBodies, function (body) {
          var rows = Array.prototype.filter.call(body.rows, function (x) { return x.cells[i]; });
          rows.sort(function (a, c) {
            var x = a.cells[i].dataset.v || a.cells[i].textContent, y = c.cells[i].dataset.v || c.cells[i].textContent;
            return (up ? 1 : -1) * (x - y || (isNaN(x - y) ? String(x).localeCompare(y) : 0));
          }).forEach(function (x) { body.append(x); });
        });
      };
    });
  });
})(document);
