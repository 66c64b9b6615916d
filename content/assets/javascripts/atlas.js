// Adds to pages that are complete without it: ages on the reader's own day, marked sections, hazards that print.
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
  document.querySelectorAll("time[data-atlas-age]").forEach(function (time) {
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
})();
