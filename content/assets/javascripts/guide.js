// Adds to migration guides, which are complete without it: ticks that stay in this browser, switches that hide what does not
// concern a machine, a Markdown copy for a ticket.
(function () {
  "use strict";

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  // ---- a guide

  var night = document.querySelector("[data-atlas-guide]");
  if (night) guide(night);

  function guide(night) {
    var uri = "atlas:" + night.getAttribute("data-atlas-guide"), machine = night.querySelector("[name=machine]"), key;
    var bar = night.querySelector(".atlas-night__bar");
    night.after(bar);  // stays in sight while the steps pass
    var article = night.closest("article"), steps = all(".atlas-step", article), conditional = all("[data-features]", article);
    var switches = all(".atlas-night__switches input", night), note = night.querySelector(".atlas-night__kept");
    var state = { ticks: {}, off: [] };

    function names() { return Object.keys(localStorage).filter(function (one) { return one.indexOf(uri + "@") === 0; }); }

    function choose() {
      key = uri + (machine.value.trim() ? "@" + machine.value.trim() : "");
      state = { ticks: {}, off: [] };
      read();
      write();
      show();
    }
    machine.addEventListener("change", choose);

    function read() {
      try {
        var found = JSON.parse(localStorage.getItem(key) || "{}");
        state = { ticks: found.ticks || {}, off: found.off || [] };
      } catch (error) { /* what this page knows stays */ }
    }

    function write() {
      try {
        localStorage.setItem(key, JSON.stringify(state));
        localStorage.setItem("atlas-machine", machine.value.trim());
        var list = night.querySelector("datalist");
        list.textContent = "";
        names().forEach(function (one) { list.append(new Option(one.slice(uri.length + 1))); });
      } catch (error) {
        note.textContent = "This browser keeps nothing for this page: ticks are lost when it is closed.";
      }
    }

    steps.forEach(function (step) {
      var title = step.querySelector(".atlas-step__title"), box = document.createElement("input");
      box.type = "checkbox";
      box.className = "atlas-step__tick";
      box.setAttribute("aria-label", "Done: " + name(step));
      box.addEventListener("change", function () {
        read();  // another tab may have ticked something meanwhile
        if (box.checked) state.ticks[step.id] = new Date().toISOString();
        else delete state.ticks[step.id];
        write();
        show();
      });
      title.prepend(box);
    });

    switches.forEach(function (box) {
      box.addEventListener("change", function () {
        read();
        turn();
      });
    });

    function turn() {
      state.off = switches.filter(function (one) { return !one.checked; }).map(function (one) { return one.value; });
      write();
      show();
    }

    function open() { return steps.filter(function (step) { return !step.hidden && !state.ticks[step.id]; }); }

    function show() {
      switches.forEach(function (box) { box.checked = state.off.indexOf(box.value) < 0; });
      var hazards = 0, hidden = 0;
      conditional.forEach(function (one) {
        var off = one.getAttribute("data-features").split(" ").every(function (name) { return state.off.indexOf(name) >= 0; });
        one.hidden = off;
        if (off && one.matches(".atlas-hazard")) hazards += 1;
        else if (off && one.matches(".atlas-step")) hidden += 1;
      });
      steps.forEach(function (step) {
        var when = state.ticks[step.id], box = step.querySelector(".atlas-step__tick");
        box.checked = Boolean(when);
        step.classList.toggle("is-done", Boolean(when));
        box.title = when ? "Ticked " + when.slice(0, 16).replace("T", " ") + " UTC" : "Tick when done";
      });
      var visible = steps.filter(function (step) { return !step.hidden; }).length, left = open();
      bar.querySelector("p").textContent = (visible - left.length) + " of " + visible + " steps done" +
        (left.length ? "; next: " + name(left[0]) : "") +
        (hazards || hidden ? ". Hidden by switches: " + [hazards ? "hazards " + hazards : "", hidden ? "steps " + hidden : ""].filter(Boolean).join(", ") : "") + ".";
      bar.querySelector("button").disabled = !left.length;
    }

    function act(event) {
      var what = event.target.getAttribute && event.target.getAttribute("data-do");
      if (what === "next" && open().length) {
        var step = open()[0];
        step.scrollIntoView({ block: "center" });
        step.querySelector(".atlas-step__tick").focus({ preventScroll: true });
      } else if (what === "print") {
        window.print();
      } else if (what === "clear" && window.confirm("Clear all ticks of this guide in this browser?")) {
        state.ticks = {};
        write();
        show();
      } else if (what === "markdown") {
        save(night.getAttribute("data-atlas-guide").split("/").pop(), ticket());
      } else if (what === "all" || what === "none") {
        read();
        switches.forEach(function (box) { box.checked = what === "all"; });
        turn();
      }
    }
    night.addEventListener("click", act);
    bar.addEventListener("click", act);

    // Another tab with the same guide.
    window.addEventListener("storage", function (event) {
      if (event.key === key || event.key === null) { read(); show(); }
    });
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden) { read(); show(); }
    });

    function ticket() {
      var off = switches.filter(function (box) { return !box.checked; }).map(function (box) { return box.getAttribute("data-title"); });
      var built = document.querySelector("[data-atlas-built]"), out = [];
      out.push("# " + escape(night.getAttribute("data-title") + (machine.value.trim() ? ": " + machine.value.trim() : "")), "");
      out.push("From " + location.href.split("#")[0] + (built ? ", as of " + built.getAttribute("data-atlas-built") : "") +
        ". Oldest statement verified " + night.getAttribute("data-oldest") + ".", "");
      if (off.length) out.push("Left out, since this machine does not use it: " + off.join(", ") + ".", "");
      walk(article, out);
      return out.join("\n").replace(/\n{3,}/g, "\n\n").trim() + "\n";
    }

    function walk(parent, out) {
      Array.prototype.forEach.call(parent.children, function (one) {
        if (one.hidden || one.matches("summary, h1, h4, nav, script, svg, form, .atlas-night, .atlas-night__bar, .atlas-map, .atlas-map__legend, .atlas-contents, .atlas-crumbs, .headerlink, .md-content__button, input")) return;
        if (one.matches("h2, h3")) out.push("", (one.tagName === "H2" ? "## " : "### ") + words(one), "");
        else if (one.matches("pre")) out.push("```sh", one.textContent.replace(/\n+$/, ""), "```", "");
        else if (one.matches(".atlas-step")) {
          var only = one.querySelector(".atlas-step__title .atlas-hazard__if");
          out.push("- [" + (state.ticks[one.id] ? "x" : " ") + "] **" + name(one) + "**" + (only ? " (" + words(only) + ")" : "") +
            (state.ticks[one.id] ? " (ticked " + state.ticks[one.id].slice(0, 16) + "Z)" : ""), "");
          nested(one, out, "  ");
        } else if (one.matches(".atlas-hazard")) {
          out.push("> **" + all("summary > span", one).map(words).join(": ") + "**", ">");
          nested(one, out, "> ");
          out.push("");
        } else if (one.matches(".atlas-evidence")) evidence(one, out);
        else if (one.matches(".atlas-route")) {
          out.push(all("li", one).map(function (stop) { return words(stop.firstElementChild) + (stop.children[1] ? " -> (" + words(stop.children[1]) + ")" : ""); }).join(" -> "), "");
        } else if (one.matches("dl")) {
          all(":scope > div", one).forEach(function (pair) { out.push("- " + words(pair.querySelector("dt")) + ": " + words(pair.querySelector("dd"))); });
          out.push("");
        } else if (one.matches("ul:not(.atlas-sources), ol:not(.atlas-steps)")) {
          all(":scope > li:not([hidden])", one).forEach(function (item) { out.push("- " + words(item) + links(item)); nested(item, out, "  ", "pre"); });
          out.push("");
        } else if (one.matches("p")) { if (words(one)) out.push(words(one) + links(one) + (one.matches(".atlas-label") ? ":" : ""), ""); }
        else if (one.children.length) walk(one, out);
      });
    }

    function nested(one, out, prefix, only) {
      var inner = [];
      if (only) all(only, one).forEach(function (pre) { inner.push("```sh", pre.textContent.replace(/\n+$/, ""), "```"); });
      else walk(one, inner);
      inner.join("\n").replace(/\n{3,}/g, "\n\n").replace(/\n+$/, "").split("\n").forEach(function (line) {
        if (line || !only) out.push((prefix + line).replace(/\s+$/, ""));
      });
      if (!only) out.push("");
    }

    function evidence(one, out) {
      var links = all("p > a", one).map(function (link) { return "[" + escape(link.textContent.trim()) + "](" + link.href + ")"; });
      var day = one.querySelector("summary").textContent.match(/verified (.+)$/);
      if (links.length) out.push("Sources" + (day ? " (verified " + day[1].trim() + ")" : "") + ": " + links.join(", "), "");
      else if (one.querySelector("pre")) { out.push(words(one.querySelector("summary")) + ":", ""); walk(one, out); }
    }

    night.hidden = false;
    try { machine.value = localStorage.getItem("atlas-machine") || ""; } catch (error) { /* nothing is kept */ }
    choose();
  }

  // The pages that an element leads to; what is on this page needs no address.
  function links(one) {
    var found = all("a[href]", one).filter(function (link) { return link.getAttribute("href")[0] !== "#" && !link.closest("details"); });
    return found.length ? " (" + found.map(function (link) { return link.href; }).join(", ") + ")" : "";
  }

  function name(step) { return words(step.querySelector(".atlas-step__name")); }

  // What an element says, without its controls, commands and what is folded away.
  function words(one) {
    var copy = one.cloneNode(true);
    all(".headerlink, button, input, nav, pre, details, script", copy).forEach(function (part) { part.remove(); });
    return escape(copy.textContent.replace(/¶/g, "").replace(/\s+/g, " ").trim());
  }

  function escape(text) { return text.replace(/([\\`*_\[\]<>])/g, "\\$1"); }

  function save(name, text) {
    var link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
})();
