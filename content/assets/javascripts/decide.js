// Asks the questions of a decision one at a time. It computes what the static pages were computed with (decide.py): requirements
// exclude, what is not known leaves a candidate possible, preferences add their weight, which readers may change here.
(function () {
  "use strict";
  var root = document.querySelector("[data-atlas-wizard]");
  if (!root) return;
  var data = JSON.parse(root.querySelector("script").textContent);
  var STANDINGS = [["is-yes", "Fits"], ["is-unknown", "Possible, to verify"], ["is-no", "Excluded"]];

  function make(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text) made.textContent = text;
    return made;
  }

  function answerOf(question, id) {
    return question.answers.filter(function (answer) { return answer.id === id; })[0];
  }

  function isAsked(question, given) {
    return Object.keys(question.when).every(function (name) { return question.when[name].indexOf(given[name]) >= 0; });
  }

  // What the answers come to: for each candidate its standing (0 fits, 1 to verify, 2 excluded) and its score; best ones first.
  function decide(given, weights) {
    var kept = {}, picked = [], major = data.major;
    data.questions.forEach(function (question) {
      var answer = answerOf(question, given[question.id]);
      if (!answer || !isAsked(question, kept)) return;
      kept[question.id] = answer.id;
      picked.push({ question: question, answer: answer });
      if (answer.major !== null) major = answer.major;
    });
    var everyone = data.candidates.map(function (name, place) {
      var standing = 0, score = 0;
      picked.forEach(function (pick) {
        pick.answer.require.forEach(function (truths) {
          standing = Math.max(standing, { h: 0, u: 1, f: 2 }[truths[major][place]]);
        });
        pick.answer.prefer.forEach(function (one, index) {
          if (one.truths[major][place] === "h") score += weightOf(weights, pick.question, pick.answer, index);
        });
      });
      return { name: name, standing: standing, score: score };
    });
    var left = everyone.filter(function (one) { return one.standing < 2; });
    var first = Math.min.apply(null, left.map(function (one) { return one.standing; }));
    var group = left.filter(function (one) { return one.standing === first; });
    var top = Math.max.apply(null, group.map(function (one) { return one.score; }));
    return {
      line: data.majors[major] || "",
      isSure: first === 0,
      picked: picked,
      everyone: everyone.sort(function (a, b) { return a.standing - b.standing || b.score - a.score || a.name.localeCompare(b.name); }),
      best: group.filter(function (one) { return one.score === top; }).map(function (one) { return one.name; })
    };
  }

  function key(question, answer, index) { return question.id + "." + answer.id + "." + index; }

  function weightOf(weights, question, answer, index) {
    var own = weights[key(question, answer, index)];
    return own === undefined ? answer.prefer[index].weight : own;
  }

  // ---- the answers so far, kept in the address: #a=panel:none,seller:maker&w=closeness.sooner.0:5

  function read() {
    var state = { given: {}, weights: {} };
    location.hash.slice(1).split("&").forEach(function (part) {
      var target = { "a=": state.given, "w=": state.weights }[part.slice(0, 2)];
      if (target) part.slice(2).split(",").forEach(function (pair) {
        var halves = pair.split(":");
        if (target === state.weights && /^\d+$/.test(halves[1])) target[halves[0]] = Math.min(Number(halves[1]), 99);
        else if (target === state.given && halves[1]) target[halves[0]] = decodeURIComponent(halves[1]);
      });
    });
    return state;
  }

  function write(state) {
    function list(map) { return Object.keys(map).map(function (name) { return name + ":" + map[name]; }).join(","); }
    var parts = [["a=", state.given], ["w=", state.weights]].filter(function (pair) { return Object.keys(pair[1]).length; });
    location.hash = parts.map(function (pair) { return pair[0] + list(pair[1]); }).join("&") || "a=";
  }

  // Which question comes next: that of the chart, which leaves out what cannot matter any more. With other weights something else
  // may matter: then all that are asked after these answers.
  function next(state) {
    if (Object.keys(state.weights).length) {
      var kept = {};
      for (var place = 0; place < data.questions.length; place += 1) {
        var question = data.questions[place];
        if (!isAsked(question, kept)) continue;
        if (!answerOf(question, state.given[question.id])) return { question: question };
        kept[question.id] = state.given[question.id];
      }
      return {};
    }
    var here = data.chart;
    while (typeof here !== "string") {
      var asked = data.questions[here[0]], answer = answerOf(asked, state.given[asked.id]);
      if (!answer) return { question: asked };
      var index = asked.answers.indexOf(answer);
      here = here[1].filter(function (branch) { return branch[0].indexOf(index) >= 0; })[0][1];
    }
    return { page: here };
  }

  function show(focus) {
    var state = read(), found = decide(state.given, state.weights), step = next(state);
    root.querySelectorAll(".atlas-wizard__body").forEach(function (one) { one.remove(); });
    var body = make("div", { "class": "atlas-wizard__body" });
    var ask = make("div", { "class": "atlas-wizard__ask" }), side = make("div", { "class": "atlas-wizard__side" });
    var title;
    if (step.question) {
      title = make("h3", { tabindex: "-1" }, step.question.ask);
      ask.append(title);
      if (step.question.help) ask.append(make("p", {}, step.question.help));
      step.question.answers.forEach(function (answer) {
        var button = make("button", { type: "button", "class": "atlas-wizard__answer" }, answer.label);
        if (answer.help) button.append(make("span", {}, answer.help));
        button.addEventListener("click", function () {
          state.given[step.question.id] = answer.id;
          write(state);
        });
        ask.append(button);
      });
    } else {
      title = make("h3", { tabindex: "-1" }, found.best.length ? (found.isSure ? "The facts lead to " : "No candidate is known to fit; possible, to verify: ") + found.best.join(" or ") + (found.line ? ", release line " + found.line : "") : "No candidate is left");
      ask.append(title);
      if (step.page) {
        var way = make("p", {});
        way.append(make("a", { href: root.getAttribute("data-atlas-wizard") + step.page }, "The reasons, the facts behind them, and what would change the result"));
        ask.append(way);
      } else ask.append(make("p", {}, "With weights of your own there is no page of this result; take them back to read the reasons."));
    }
    var given = make("ul", { "class": "atlas-given" });
    found.picked.forEach(function (pick) {
      var item = make("li", {}, pick.question.ask + " ");
      item.append(make("strong", {}, pick.answer.label));
      pick.answer.prefer.forEach(function (one, index) {
        var label = make("label", { "class": "atlas-wizard__weight" }, one.because + " Weight ");
        var box = make("input", { type: "number", min: "0", max: "99", value: weightOf(state.weights, pick.question, pick.answer, index) });
        box.addEventListener("change", function () {
          var name = key(pick.question, pick.answer, index), value = Math.max(0, Math.min(99, Number(box.value) || 0));
          if (value === one.weight) delete state.weights[name]; else state.weights[name] = value;
          write(state);
        });
        label.append(box);
        item.append(label);
      });
      given.append(item);
    });
    var buttons = make("p", { "class": "atlas-wizard__buttons" });
    if (found.picked.length) {
      var back = make("button", { type: "button" }, "Back");
      back.addEventListener("click", function () {
        delete state.given[found.picked[found.picked.length - 1].question.id];
        write(state);
      });
      var again = make("button", { type: "button" }, "Start again");
      again.addEventListener("click", function () { write({ given: {}, weights: {} }); });
      buttons.append(back, again);
    }
    ask.append(buttons);
    if (found.picked.length) ask.append(make("h4", {}, "Answers so far"), given);
    var count = found.everyone.filter(function (one) { return one.standing < 2; }).length;
    side.append(make("p", { role: "status", "class": "atlas-label" }, count + " of " + found.everyone.length + " candidates are left"));
    var list = make("ul", { "class": "atlas-wizard__candidates" });
    found.everyone.forEach(function (one) {
      var item = make("li", { "class": one.standing > 1 ? "is-out" : "" }, one.name + " ");
      item.append(make("span", { "class": "atlas-mark " + STANDINGS[one.standing][0] }, STANDINGS[one.standing][1]));
      if (one.standing < 2 && one.score) item.append(make("span", { "class": "atlas-score" }, "Preferences: " + one.score));
      list.append(item);
    });
    side.append(list);
    body.append(ask, side);
    root.append(body);
    if (focus) title.focus();
  }

  root.hidden = false;
  window.addEventListener("hashchange", function () { show(true); });
  show(false);
})();
