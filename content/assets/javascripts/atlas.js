// Adds to pages that are complete without it: ages on the reader's own day, marked sections, hazards that print, and tools for
// tables: filter, differences only, sort, copy, download, a choice of columns.
(function () {
  "use strict";
  var DAY = 86400000;

  function age(days) {
    if (days <= 0) return "today";
    if (days < 45) return days + (days === 1 ? " day ago" : " days ago");
    var months = Math.floor(days / 30.44);
    if (months < 24) return months + (months === 1 ? " month ago" : " months ago");
    return Math.floor(days / 365.25) + " years ago";
  }

  // An offline copy grows old: the ages in it are those of the day it was built.
  document.querySelectorAll(".atlas-evidence time").forEach(function (time) {
    var days = Math.floor((Date.now() - Date.parse(time.getAttribute("datetime"))) / DAY);
    if (!isNaN(days)) time.textContent = age(days);
  });

  // The theme marks the section of pages that the navigation lists; the generated pages below them are too many to list.
  document.querySelectorAll(".md-tabs__link").forEach(function (link) {
    var section = link.href.match(/^(.*\/)index\.html$/);
    var home = document.querySelector(".md-logo");
    if (section && home && section[1] !== home.href.replace(/index\.html$/, "") && location.href.indexOf(section[1]) === 0) {
      link.parentElement.classList.add("md-tabs__item--active");
    }
  });

  // A copy that has lain for long says so: what has gone stale or ended since the build is not marked.
  var built = document.querySelector("[data-atlas-built]");
  var lain = built ? Math.floor((Date.now() - Date.parse(built.getAttribute("data-atlas-built"))) / DAY) : 0;
  if (lain > 60) built.append(" This copy was made " + age(lain) + ": what has become stale or ended since then is not marked as such.");

  // A link to a hazard opens it; one to a row that is hidden shows all rows again.
  var showAll = function () {};
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var around = target && target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    if (target && target.hidden && target.tagName === "TR") {
      showAll();
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:is(.atlas-hazard, .atlas-hazards):not([open])").forEach(function (details) {
      details.open = true;
      opened.push(details);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (details) { details.open = false; });
  });

  // ---- tables

  var tables = Array.prototype.slice.call(document.querySelectorAll("table[data-atlas-table]"));

  function make(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text) made.textContent = text;
    return made;
  }

  // What a cell says, without what is folded away, and with its note or without.
  function words(cell, withNotes) {
    var copy = cell.cloneNode(true);
    copy.querySelectorAll("details, .atlas-note" + (withNotes ? "" : ", p, .atlas-dispute")).forEach(function (one) { one.remove(); });
    copy.querySelectorAll(".atlas-claim").forEach(function (one) { one.append("\n"); });
    copy.querySelectorAll(".atlas-scope").forEach(function (one) { one.append(":"); });
    copy.querySelectorAll(".atlas-tag").forEach(function (one) { if (one.nextElementSibling) one.append(","); });
    copy.querySelectorAll("p, .atlas-dispute").forEach(function (one) { one.textContent = " (" + one.textContent + ")"; });
    return copy.textContent.split("\n").map(function (line) { return line.replace(/\s+/g, " ").trim(); }).filter(Boolean).join("; ");
  }

  // What a cell rests on: its sources, as links of Markdown or as addresses, and the day of verification.
  function evidence(cell, asMarkdown) {
    return Array.prototype.map.call(cell.querySelectorAll(".atlas-evidence"), function (one) {
      var links = Array.prototype.map.call(one.querySelectorAll("p a"), function (link) {
        return asMarkdown ? "[" + link.textContent.replace(/[\[\]]/g, "") + "](" + link.href + ")" : link.href;
      });
      var day = one.textContent.match(/(Verified|Searched) [^.]*\./), stale = one.querySelector(".atlas-flag--stale");
      return links.concat(day ? day[0] : [], stale ? "Stale." : []).join(asMarkdown ? ", " : " ");
    }).join("; ");
  }

  function rowsOf(table) {
    return Array.prototype.slice.call(table.querySelectorAll("tbody tr[id]"));
  }

  function shown(element) { return !element.hidden; }

  // The visible part as a list of rows, each a list of texts; the first is the head. As Markdown the evidence follows each value,
  // else it has a column of its own.
  function content(table, asMarkdown) {
    var names = Array.prototype.slice.call(table.tHead.rows[0].cells, 1).filter(shown).map(function (cell) { return words(cell, false); });
    var head = (asMarkdown ? ["Criterion"] : ["Topic", "Criterion"]).concat("Compared");
    names.forEach(function (name) { head.push(name); if (!asMarkdown) head.push("Sources for " + name); });
    return [head].concat(rowsOf(table).filter(function (row) { return shown(row) && shown(row.parentElement); }).map(function (row) {
      var group = row.parentElement.querySelector(".atlas-family span");
      var title = row.cells[0].querySelector(".atlas-criterion").textContent.trim();
      var line = (asMarkdown ? [title] : [group ? group.textContent : table.getAttribute("data-atlas-table"), title])
        .concat(Array.prototype.every.call(row.cells, shown) ? row.cells[0].querySelector("span").textContent : isAlike(row) ? "same" : "");
      Array.prototype.slice.call(row.cells, 1).filter(shown).forEach(function (cell) {
        var found = evidence(cell, asMarkdown), value = words(cell, true);
        if (asMarkdown) line.push(value + (found ? " " + found : ""));
        else line.push(value, found);
      });
      return line;
    }));
  }

  function markdown(rows) {
    function line(cells) {
      return "| " + cells.map(function (cell) { return cell.replace(/\|/g, "\\|"); }).join(" | ") + " |";
    }
    return [line(rows[0]), line(rows[0].map(function () { return "---"; }))].concat(rows.slice(1).map(line)).join("\n");
  }

  function csv(rows) {
    return rows.map(function (row) {
      // A leading =, +, - or @ would be run as a formula by a spreadsheet.
      return row.map(function (cell) { return '"' + cell.replace(/^(?=[=+\-@])/, "'").replace(/"/g, '""') + '"'; }).join(",");
    }).join("\r\n") + "\r\n";
  }

  // What a cell says of the lines that are compared (all of them where it names none): a text, null for a gap; what does not
  // apply is left out.
  function byLine(cell, lines) {
    var found = {};
    cell.querySelectorAll(".atlas-claim").forEach(function (claim) {
      var scope = claim.querySelector(".atlas-scope"), value = claim.querySelector(".atlas-mark, .atlas-value");
      if (value.classList.contains("is-none")) return;
      (scope ? scope.textContent.split(", ") : lines).forEach(function (line) {
        if (lines.indexOf(line) >= 0) found[line] = value.classList.contains("is-unknown") ? null : words(value, false);
      });
    });
    return found;
  }

  // Whether the columns that are shown say the same, judged as the generator judges all of them (comparison.py): by the lines
  // that all have, or all lines of all where they share none.
  function isAlike(row) {
    var cells = Array.prototype.slice.call(row.cells, 1);
    if (cells.every(shown)) return row.matches(".is-same");
    var isScoped = row.querySelector(".atlas-scope");
    var heads = row.closest("table").tHead.rows[0].cells, lines = [], known = [];
    cells.forEach(function (cell, index) {
      if (!shown(cell)) return;
      lines.push(isScoped ? (heads[index + 1].getAttribute("data-lines") || "").split(" ") : [""]);
      known.push(byLine(cell, lines[lines.length - 1]));
    });
    var common = lines[0].filter(function (line) { return lines.every(function (other) { return other.indexOf(line) >= 0; }); });
    function differs(keys) {
      var told = known.map(function (one) {
        return Object.keys(one).filter(function (line) { return !keys || line === keys; }).map(function (line) { return one[line]; });
      }).filter(function (values) { return values.length; });
      if (told.length < 2) return "moot";
      return told.some(function (values) { return values.some(function (value) { return value === null || value !== told[0][0]; }); });
    }
    var found = common.length && isScoped ? common.map(differs) : [differs(null)];
    return found.indexOf(true) < 0 && found.indexOf(false) >= 0;  // nothing to compare is not alike
  }

  function tools() {
    var bar = make("div", { "class": "atlas-tools", role: "group", "aria-label": "Table tools" });
    var filter = make("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows" });
    var label = make("label", {}, " Hide what is alike");
    var differences = make("input", { type: "checkbox" });
    var status = make("span", { role: "status" });
    label.prepend(differences);
    bar.append(filter, label);

    function apply() {
      var wanted = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean), left = 0, folded = 0;
      tables.forEach(function (table) {
        var here = 0, before = left;
        rowsOf(table).forEach(function (row) {
          var text = wanted.length ? row.textContent.toLowerCase() : "";
          var found = wanted.every(function (word) { return text.indexOf(word) >= 0; });
          var same = found && differences.checked && isAlike(row);
          row.hidden = !found || same;
          if (same && shown(row.parentElement)) here += 1;
          if (!row.hidden && shown(row.parentElement)) left += 1;
        });
        folded += here;
        var frame = table.closest(".atlas-frame"), note = frame.querySelector(".atlas-folded");
        if (!note) frame.append(note = make("div", { "class": "atlas-folded" }));
        note.hidden = !here;
        // A topic without a hit would only stand in the way of the next one.
        var heading = document.getElementById(table.getAttribute("data-heading") || ""), empty = wanted.length > 0 && left === before && !here;
        [frame, heading].forEach(function (one) { if (one) one.hidden = empty; });
        note.textContent = here + (here === 1 ? " row that is alike is hidden" : " rows that are alike are hidden");
      });
      status.textContent = wanted.length || differences.checked ? left + " rows shown" + (differences.checked ? ", " + (folded || "no") + " alike" + (folded ? " hidden" : " in all columns") : "") : "";
    }
    filter.addEventListener("input", apply);
    differences.addEventListener("change", apply);

    showAll = function () {
      filter.value = "";
      differences.checked = false;
      apply();
    };

    function all(asMarkdown) { return tables.map(function (table) { return content(table, asMarkdown); }); }
    function title() { return document.querySelector("article h1").firstChild.textContent.trim(); }
    function origin() { return title() + ", " + location.href + (built ? ", as of " + built.getAttribute("data-atlas-built") : ""); }
    var copy = make("button", { type: "button" }, "Copy as Markdown");
    copy.addEventListener("click", function () {
      var found = all(true);
      var text = "# " + title() + "\n\n" + origin() + "\n\n" + found.map(function (rows, index) {
        return (tables.length > 1 ? "## " + tables[index].getAttribute("data-atlas-table") + "\n\n" : "") + markdown(rows) + "\n";
      }).filter(function (_, index) { return found[index].length > 1; }).join("\n");
      var area = make("textarea", { "aria-hidden": "true" });  // the clipboard API is missing on some file:// pages
      area.value = text;
      document.body.append(area);
      area.select();
      var done = document.execCommand("copy");
      area.remove();
      copy.focus();
      status.textContent = done ? "Copied what is shown" : "Copying was refused by the browser";
    });
    var save = make("button", { type: "button" }, "Download CSV");
    save.addEventListener("click", function () {
      var found = all(false), rows = [found[0][0]];
      found.forEach(function (one) { rows = rows.concat(one.slice(1)); });
      var count = rows.length - 1;
      rows.push([origin()]);
      var name = choice().d.join("-") || location.pathname.split("/").pop().replace(/\.html$/, "");
      var link = make("a", { download: name + ".csv" });
      link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(rows)], { type: "text/csv" }));
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
      status.textContent = count + " rows saved";
    });
    bar.append(copy, save, status);
    var first = tables[0].closest(".atlas-frame"), heading = first.closest("article").querySelector("h2[id='" + tables[0].dataset.heading + "']");
    (heading || first).before(bar);
    return apply;
  }

  // ---- a choice of columns, kept in the address: #d=one,other&g=topic

  function choice() {
    var found = { d: [], g: [] };
    location.hash.slice(1).split("&").forEach(function (part) {
      var pair = part.split("=");
      if (found[pair[0]] && pair[1]) found[pair[0]] = decodeURIComponent(pair[1]).split(",");
    });
    return found;
  }

  function address(chosen) {
    return "#d=" + chosen.d.join(",") + (chosen.g.length ? "&g=" + chosen.g.join(",") : "");
  }

  function choose(table, again) {
    var chosen = choice(), heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var known = heads.map(function (cell) { return cell.getAttribute("data-id"); });
    chosen.d = chosen.d.filter(function (id) { return known.indexOf(id) > 0; });
    chosen.g = chosen.g.filter(function (id) { return table.querySelector('tbody[data-group="' + CSS.escape(id) + '"]'); });
    var show = known.map(function (id, index) { return !index || !chosen.d.length || chosen.d.indexOf(id) >= 0; });
    Array.prototype.forEach.call(table.rows, function (row) {
      if (row.cells.length === known.length) Array.prototype.forEach.call(row.cells, function (cell, index) { cell.hidden = !show[index]; });
      else row.cells[0].colSpan = show.filter(Boolean).length;
    });
    Array.prototype.forEach.call(table.tBodies, function (body) {
      body.hidden = chosen.g.length > 0 && chosen.g.indexOf(body.getAttribute("data-group")) < 0;
    });
    var note = document.querySelector("[data-atlas-chosen]");
    if (note) {
      var names = heads.filter(function (cell, index) { return index && show[index]; }).map(function (cell) { return cell.textContent.trim(); });
      var groups = Array.prototype.filter.call(table.tBodies, shown).length;
      var text = chosen.d.length || chosen.g.length ? (chosen.d.length ? names.join(", ") : "All columns") + (chosen.g.length ? ": " + groups + (groups === 1 ? " topic" : " topics") : ": all topics") : "";
      note.hidden = !text;
      note.querySelector("span").textContent = text + ".";
      note.querySelector("a").href = note.querySelector("a").href.split("#")[0] + address(chosen);
      // The heading and the caption say what is shown, not what could be.
      var title = document.querySelector("article h1"), caption = table.caption;
      [title, caption].forEach(function (one) {
        var plain = one.getAttribute("data-plain") || one.firstChild.textContent;
        one.setAttribute("data-plain", plain);
        one.firstChild.textContent = text && chosen.d.length ? names.join(", ") : plain;
      });
      document.title = title.firstChild.textContent + " - " + document.title.split(" - ").pop();
    }
    again();
  }

  if (tables.length) {
    var apply = tools();
    var matrix = document.querySelector("table[data-atlas-matrix]");
    if (matrix) {
      window.addEventListener("hashchange", function () { choose(matrix, apply); });
      choose(matrix, apply);
    }
  }

  var pick = document.querySelector("form[data-atlas-pick]");
  if (pick) {
    document.querySelector(".atlas-noscript").hidden = true;
    pick.hidden = false;
    var before = choice();
    pick.querySelectorAll("input").forEach(function (box) { box.checked = before[box.name].indexOf(box.value) >= 0; });
    pick.addEventListener("submit", function (event) {
      event.preventDefault();
      var chosen = { d: [], g: [] };
      pick.querySelectorAll("input:checked").forEach(function (box) { chosen[box.name].push(box.value); });
      var count = chosen.d.length;
      pick.querySelector("[role=status]").textContent = count < 2 ? "Choose at least two." : count > 6 ? "Choose six at most; " + count + " are chosen." : "";
      if (count >= 2 && count <= 6) location.href = pick.getAttribute("data-atlas-pick") + address(chosen);
    });
  }

  // ---- sorting, where order means something

  document.querySelectorAll("table[data-atlas-sort]").forEach(function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var rows = Array.prototype.slice.call(table.querySelectorAll("tbody tr:not(.atlas-family)"));
      if (!rows.some(function (row) { return row.cells[column].hasAttribute("data-order"); })) return;
      var button = make("button", { type: "button", "class": "atlas-sort", "aria-label": "Sort by " + head.textContent.trim() }, "↕");
      var down = false;
      button.addEventListener("click", function () {
        down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("[aria-sort]").forEach(function (one) { one.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        button.textContent = down ? "↓" : "↑";
        table.querySelectorAll(".atlas-family").forEach(function (row) { row.hidden = true; });
        rows.sort(function (one, other) {
          var a = one.cells[column].getAttribute("data-order"), b = other.cells[column].getAttribute("data-order");
          if (a === null || b === null) return (a === null) - (b === null);  // what is not known comes last
          return (a - b) * (down ? -1 : 1);
        });
        var body = table.tBodies[0];
        rows.forEach(function (row) { body.append(row); });
      });
      head.append(button);
    });
  });
})();
