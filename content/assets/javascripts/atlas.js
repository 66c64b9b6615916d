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

  // A link to a hazard opens it.
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.atlas-hazard:not([open])").forEach(function (details) {
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
    copy.querySelectorAll("details, .atlas-dispute" + (withNotes ? "" : ", p")).forEach(function (one) { one.remove(); });
    copy.querySelectorAll(".atlas-claim").forEach(function (one) { one.append("\n"); });
    copy.querySelectorAll(".atlas-scope").forEach(function (one) { one.append(":"); });
    copy.querySelectorAll(".atlas-tag").forEach(function (one) { if (one.nextElementSibling) one.append(","); });
    copy.querySelectorAll("p").forEach(function (one) { one.textContent = "(" + one.textContent + ")"; });
    return copy.textContent.split("\n").map(function (line) { return line.replace(/\s+/g, " ").trim(); }).filter(Boolean).join("; ");
  }

  function rowsOf(table) {
    return Array.prototype.slice.call(table.querySelectorAll("tbody tr[id]"));
  }

  function shown(element) { return !element.hidden; }

  // The visible part as a list of rows, each a list of texts; the first is the head.
  function content(table, withNotes) {
    var head = Array.prototype.slice.call(table.tHead.rows[0].cells).filter(shown).map(function (cell) { return words(cell, false); });
    return [head].concat(rowsOf(table).filter(function (row) { return shown(row) && shown(row.parentElement); }).map(function (row) {
      return Array.prototype.slice.call(row.cells).filter(shown).map(function (cell, index) {
        if (index) return words(cell, withNotes);
        return cell.querySelector(".atlas-criterion").textContent.trim();
      });
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

  function isSame(row) {
    var cells = Array.prototype.slice.call(row.cells, 1).filter(shown);
    if (!cells.some(function (cell) { return cell.hidden; }) && cells.length === row.cells.length - 1) return row.classList.contains("is-same");
    var values = cells.map(function (cell) { return words(cell, false); });
    return values.every(function (value) { return value === values[0] && !/Unknown|Not researched/.test(value); });
  }

  function tools() {
    var bar = make("div", { "class": "atlas-tools", role: "group", "aria-label": "Table tools" });
    var filter = make("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows" });
    var label = make("label", {}, " Differences only");
    var differences = make("input", { type: "checkbox" });
    var status = make("span", { role: "status" });
    label.prepend(differences);
    bar.append(filter, label);

    function apply() {
      var wanted = filter.value.trim().toLowerCase(), left = 0, folded = 0;
      tables.forEach(function (table) {
        var here = 0;
        rowsOf(table).forEach(function (row) {
          var found = !wanted || row.textContent.toLowerCase().indexOf(wanted) >= 0;
          var same = found && differences.checked && isSame(row);
          row.hidden = !found || same;
          if (same && shown(row.parentElement)) here += 1;
          if (!row.hidden && shown(row.parentElement)) left += 1;
        });
        folded += here;
        var frame = table.closest(".atlas-frame"), note = frame.querySelector(".atlas-folded");
        if (!note) frame.append(note = make("div", { "class": "atlas-folded" }));
        note.hidden = !here;
        note.textContent = here + (here === 1 ? " identical row folded" : " identical rows folded");
      });
      status.textContent = wanted || folded ? left + " rows shown" + (folded ? ", " + folded + " identical ones folded" : "") : "";
    }
    filter.addEventListener("input", apply);
    differences.addEventListener("change", apply);

    function all() { return tables.map(function (table) { return content(table, true); }); }
    var copy = make("button", { type: "button" }, "Copy as Markdown");
    copy.addEventListener("click", function () {
      var text = all().map(function (rows, index) {
        return (tables.length > 1 ? "## " + tables[index].getAttribute("data-atlas-table") + "\n\n" : "") + markdown(rows) + "\n";
      }).filter(function (_, index) { return all()[index].length > 1; }).join("\n");
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
      var found = all(), rows = [found[0][0]];
      found.forEach(function (one) { rows = rows.concat(one.slice(1)); });
      var link = make("a", { download: location.pathname.split("/").pop().replace(/\.html$/, "") + ".csv" });
      link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(rows)], { type: "text/csv" }));
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
      status.textContent = rows.length - 1 + " rows saved";
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
      note.hidden = !(chosen.d.length || chosen.g.length);
      note.querySelector("a").href = note.querySelector("a").href.split("#")[0] + address(chosen);
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
