// Adds a picker to the map of migrations, whose tables say the same.
(function () {
  "use strict";
  var picker = document.querySelector("form[data-atlas-picker]");
  if (!picker) return;
  var ways = JSON.parse(picker.querySelector("script").textContent), status = picker.querySelector("[role=status]");
  var from = picker.elements.from, to = picker.elements.to, kind = picker.elements.kind, button = picker.querySelector("button");

  // What the choice leads to: [text, address or anchor].
  function chosen() {
    if (!from.value || !to.value) return ["Choose where from and where to.", ""];
    if (from.value === to.value) return ["That is where it is.", ""];
    var way = ways[from.value][to.value], wanted = kind ? kind.value : "";
    if (!way) return ["Nobody has looked.", ""];
    if (typeof way === "string") return ["There is no way; the button shows why.", "#" + way];
    var other = wanted && way[2][wanted];
    if (wanted && !other && way[3].indexOf(wanted) >= 0) return ["There is no way for this machine; the guide of the usual one says why.", way[0] && way[0] + "#alternatives"];
    var found = other || way;
    return found[0] ? ["There is a way: " + found[1] + "." + (wanted && !other ? " It is the usual one." : ""), found[0]] : ["Only other machines have a way.", ""];
  }

  function tell() {
    var way = chosen();
    status.textContent = way[0];
    button.disabled = !way[1];
  }

  // A reason that a link leads to stands in a folded list.
  function show(anchor) {
    var target = anchor && document.getElementById(anchor), folded = target && target.closest("details");
    if (!target) return;
    if (folded) folded.open = true;
    if (location.hash !== "#" + anchor) location.hash = anchor;
    target.scrollIntoView();
  }

  picker.addEventListener("change", tell);
  picker.addEventListener("submit", function (event) {
    event.preventDefault();
    var address = chosen()[1];
    if (address[0] === "#") show(address.slice(1));
    else if (address) location.href = address;
  });
  window.addEventListener("pageshow", tell);  // a browser that goes back keeps what was chosen
  window.addEventListener("hashchange", function () { show(location.hash.slice(1)); });
  picker.hidden = false;
  tell();
  show(location.hash.slice(1));
})();
