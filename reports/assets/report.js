"use strict";
// The page is whole without this. It adds filters, whose state is in the address, and draws the evidence of a rule
// when its row is opened. Texts only ever become text nodes.
(() => {
  const evidence = JSON.parse(document.getElementById("evidence").textContent);
  const rows = [...document.querySelectorAll("tr.rule")];
  const heads = [...document.querySelectorAll(".matrix thead th")];
  const form = document.getElementById("filters");
  const matches = document.getElementById("matches");
  const signs = { pass: ["✓", "h"], skipped: ["?", "n"], unsupported: ["?", "n"],
    "protocol-violation": ["!", "t"], "harness-error": ["!", "t"] };

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const link = (id, text) => {
    const element = make("a", "", text);
    element.href = "#" + id;
    return element;
  };
  const time = (microseconds) =>
    microseconds < 0 ? "" : microseconds < 1000 ? microseconds + " µs"
      : microseconds < 1e6 ? (microseconds / 1000).toFixed(1) + " ms" : (microseconds / 1e6).toFixed(2) + " s";

  // ---- the evidence of one rule

  const transcript = (experiment, info) => {
    const list = make("ol", "transcript");
    const entries = experiment[5];
    for (let i = 0; i < entries.length; i += 3) {
      const line = info.lines[entries[i + 1]];
      list.append(make("li", { "e": "event", "!": "trouble" }[line[0]] || "", make("span", "at", time(entries[i])),
        make("span", "text", line.slice(1)), make("span", "took", time(entries[i + 2]))));
    }
    const parts = [list];
    if (experiment[4] > 0) parts.push(make("p", "more", experiment[4] + " more lines are in run.json."));
    return parts;
  };
  // A details element whose content is made when it is first opened.
  const later = (title, content) => {
    const details = make("details", "", make("summary", "", title));
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) details.append(...content());
    });
    return details;
  };
  // One box for all results of a case that say the same of different environments.
  const outcome = (entries) => {
    const [verdict, level, expected, observed, message, note, tags] = entries[0].slice(1).map((i) => evidence.texts[i]);
    const mismatch = verdict === "fail" && level === "observed";
    const [sign, signClass] = signs[verdict] || (mismatch ? ["≠", "o"] : ["✗", "b"]);
    const mark = make("span", "sign " + signClass, sign);
    mark.setAttribute("aria-hidden", "true");
    const head = make("p", "head", mark, " ", make("strong", "", verdict), " ", make("span", "dim", level));
    if (tags) head.append(" ", make("span", "tag flaky", tags));
    const box = make("div", "outcome", head);
    if (message) box.append(make("p", "message", message));
    const compare = make("dl", "compare");
    for (const [name, text] of [["Expected", expected], ["Seen", observed]]) {
      compare.append(make("div", "", make("dt", "", name), make("dd", "", text)));
    }
    box.append(compare);
    if (note) box.append(make("p", "note", note));
    for (const [number] of entries) box.append(where(evidence.experiments[number]));
    return box;
  };
  // The environment of a result; its transcript and how to run it again are inside.
  const where = (experiment) => {
    const info = evidence.cases[experiment[0]];
    const column = evidence.columns[experiment[1]];
    const names = { "\u0001": info.id, "\u0002": column[1], "\u0003": column[2] };
    const rerun = evidence.texts[experiment[3]].replace(/[\u0001\u0002\u0003]/g, (c) => names[c]);
    return later(column[0], () => {
      const parts = experiment[2] ? [make("p", "under", link(experiment[2], "The transcript"), " is shown further up.")]
        : experiment[5].length ? transcript(experiment, info) : [make("p", "dim", "It left no transcript.")];
      if (rerun) parts.push(make("p", "rerun", make("span", "dim", "Again, alone:"), " ", make("code", "", rerun)));
      return parts;
    });
  };
  const grouped = (entries) => {
    const groups = new Map();
    for (const entry of entries) {
      const key = entry.slice(1).join();
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(entry);
    }
    return [...groups.values()];
  };
  const shownColumns = () => heads.slice(1).map((head) => !head.hidden);
  const draw = (rule) => {
    const inner = make("div", "inner");
    const columns = shownColumns();
    const byCase = new Map();
    for (const entry of evidence.rules[rule] || []) {
      const experiment = evidence.experiments[entry[0]];
      if (!columns[experiment[1]]) continue;
      if (!byCase.has(experiment[0])) byCase.set(experiment[0], []);
      byCase.get(experiment[0]).push(entry);
    }
    for (const [index, entries] of byCase) {
      const info = evidence.cases[index];
      const box = make("article", "case", make("h3", "", info.title),
        make("p", "under", make("code", "", info.id), " ", make("span", "", info.file)));
      if (info.purpose) box.append(make("p", "", info.purpose));
      box.append(later("What was tried", () => [make("pre", "steps", info.steps)]), ...grouped(entries).map(outcome));
      inner.append(box);
    }
    if (!byCase.size) inner.append(make("p", "dim", "No case asked this rule here."));
    return inner;
  };

  const close = (row) => {
    const next = row.nextElementSibling;
    if (next && next.classList.contains("evidence")) next.remove();
    row.querySelector("button.statement").setAttribute("aria-expanded", "false");
  };
  const open = (row) => {
    close(row);
    const cell = make("td");
    cell.colSpan = heads.length;
    cell.append(draw(row.dataset.rule));
    row.after(make("tr", "evidence", cell));
    row.querySelector("button.statement").setAttribute("aria-expanded", "true");
  };
  for (const row of rows) {
    const statement = row.querySelector(".statement");
    const button = make("button", "statement", statement.textContent);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => button.getAttribute("aria-expanded") === "true" ? close(row) : open(row));
    statement.replaceWith(button);
  }

  // ---- filters

  const subjects = [...new Set(heads.slice(1).map((head) => head.dataset.subject))];
  for (const subject of subjects) form.elements.subject.append(new Option(subject, subject));
  form.hidden = false;

  const apply = () => {
    const subject = form.elements.subject.value;
    const show = form.elements.show.value;
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    heads.forEach((head, i) => { head.hidden = i > 0 && subject !== "" && head.dataset.subject !== subject; });
    for (const row of document.querySelectorAll(".matrix tbody tr:not(.evidence)")) {
      [...row.cells].forEach((cell, i) => { cell.hidden = heads[i].hidden; });
    }
    let count = 0;
    for (const row of rows) {
      const cells = [...row.cells].slice(1).filter((cell) => !cell.hidden);
      const status = show === "" || cells.some((cell) => show === "o" ? cell.querySelector("sup") !== null
        : show === "p" ? !cell.classList.contains("a") : cell.classList.contains(show));
      const text = row.cells[0].textContent.toLowerCase();
      row.hidden = !(status && words.every((word) => text.includes(word)));
      if (row.hidden) close(row);
      else if (row.querySelector("[aria-expanded=true]")) open(row);
      if (!row.hidden) count += 1;
    }
    for (const body of document.querySelectorAll(".matrix tbody.rules")) {
      body.hidden = !body.querySelector("tr.rule:not([hidden])");
    }
    for (const body of document.querySelectorAll(".matrix tbody.page")) {
      let next = body.nextElementSibling;
      body.hidden = true;
      for (; next && !next.classList.contains("page"); next = next.nextElementSibling) {
        if (!next.hidden) body.hidden = false;
      }
    }
    matches.value = count === rows.length ? "" : count + " of " + rows.length;
  };
  const remember = () => {
    const state = new URLSearchParams();
    for (const name of ["subject", "show", "q"]) {
      if (form.elements[name].value) state.set(name, form.elements[name].value);
    }
    const text = state.toString();
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  };
  // An address ends in the state of the filters (it has "="), or in the id of something on the page.
  const follow = () => {
    const text = location.hash.slice(1);
    if (text.includes("=")) {
      const state = new URLSearchParams(text);
      for (const name of ["subject", "show", "q"]) form.elements[name].value = state.get(name) || "";
      if (form.elements.subject.selectedIndex < 0) form.elements.subject.value = "";
      if (form.elements.show.selectedIndex < 0) form.elements.show.value = "";
      apply();
      document.getElementById("rules").scrollIntoView();
      return;
    }
    let target = text && document.getElementById(decodeURIComponent(text));
    if (!target) return;
    if (target.matches("tr.rule")) {
      if (target.hidden) {
        form.reset();
        apply();
      }
      open(target);
    }
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    target.scrollIntoView();
  };
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll(".of-broken, .of-trouble")) details.open = true;
  });
  follow();
})();
