"use strict";
// The page is whole without this. It adds filters, whose state is in the address, and draws the evidence of a rule or
// of a cell when it is opened. Texts only ever become text nodes.
(async () => {
  // Five digits, the highest first, are four bytes; what is left over of the digits is one more than bytes.
  const bytesOfBase85 = (text) => {
    const values = new Uint8Array(128);
    let value = 0;
    for (let code = 33; code < 127; code++) if (!"\"&'<>\\`{}".includes(String.fromCharCode(code))) values[code] = value++;
    const groups = new DataView(new ArrayBuffer(4 * Math.ceil(text.length / 5)));
    for (let at = 0; 5 * at < text.length; at++) {
      let bits = 0;
      for (let i = 5 * at; i < 5 * at + 5; i++) bits = bits * 85 + (i < text.length ? values[text.charCodeAt(i)] : 84);
      groups.setUint32(4 * at, bits);
    }
    return new Uint8Array(groups.buffer, 0, Math.floor(text.length * 4 / 5));
  };
  // Nothing is drawn before the evidence is unpacked; a browser that cannot do that shows the page without it.
  const stream = new Blob([bytesOfBase85(document.getElementById("evidence").textContent)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const evidence = await new Response(stream).json();
  const table = document.querySelector(".matrix");
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const form = document.getElementById("filters");
  const howMany = document.getElementById("how-many");
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
  // A details element whose content is made when it is first opened.
  const later = (title, content, isOpen) => {
    const details = make("details", "", make("summary", "", title));
    const fill = () => { if (details.childElementCount === 1) details.append(...content()); };
    details.addEventListener("toggle", () => { if (details.open) fill(); });
    if (isOpen) { fill(); details.open = true; }
    return details;
  };

  // ---- the data, see evidence.hpp

  const text = (number) => evidence.texts[number];
  const outcomeOf = (number) => evidence.outcomes[number].map(text);
  const experimentOf = (index, attempt, column) =>
    evidence.cases[index].filter((experiment) => experiment[0] === column)[attempt];
  // The outcomes of a row of results, as [column, number of the outcome].
  const outcomesOf = ([index, attempt, ...numbers]) => {
    if (numbers[0] < 0) {
      const seen = new Map();
      const list = [];
      for (const [column] of evidence.cases[index]) {
        const nth = seen.get(column) || 0;
        seen.set(column, nth + 1);
        if (nth === attempt) list.push([column, -numbers[0]]);
      }
      return list.sort((a, b) => a[0] - b[0]);
    }
    return [...numbers.entries()].filter(([, number]) => number > 0);
  };
  const digits = [];
  for (let code = 32; code < 127; ++code) if (code !== 34 && code !== 60 && code !== 92) digits.push(code);
  const valueOf = new Map(digits.map((code, value) => [code, value]));
  const timesOf = (packed) => {
    const list = [];
    let value = 0, scale = 1;
    for (let i = 0; i < packed.length; ++i) {
      const digit = valueOf.get(packed.charCodeAt(i));
      if (digit >= 46) {
        value += (digit - 46) * scale;
        scale *= 46;
      } else {
        list.push(value + digit * scale);
        value = 0;
        scale = 1;
      }
    }
    return list;
  };
  const time = (microseconds) => microseconds < 1000 ? microseconds + " µs"
    : microseconds < 1e6 ? (microseconds / 1000).toFixed(1) + " ms" : (microseconds / 1e6).toFixed(2) + " s";

  // ---- the evidence of a rule

  const transcript = ([, shape, packed]) => {
    const pre = make("pre", "transcript");
    const times = timesOf(packed);
    let next = 0, now = 0, end = 0;
    for (const number of evidence.shapes[shape]) {
      const kind = evidence.lines[number][0];
      const isEvent = kind === "e" || kind === "x";
      const moment = times[next++];
      const took = isEvent ? 0 : times[next++];
      if (moment > 0) {
        const difference = Math.floor((moment - 1) / 2);
        const expected = isEvent ? now : Math.max(now, end);
        now = (moment - 1) % 2 ? Math.max(0, expected - difference) : expected + difference;
      }
      if (!isEvent) end = now + Math.max(0, took - 1);
      let line = make("span", "", evidence.lines[number].slice(1));
      if (kind === "!" || kind === "x") line = make("b", "", line);
      if (isEvent) line = make("i", "", line);
      pre.append((moment > 0 ? time(now) : "").padStart(8) + (isEvent ? "    " : "  "), line,
        (took > 0 ? "  (" + time(took - 1) + ")" : "") + "\n");
    }
    return pre;
  };
  const cloneWithoutId = (id) => {
    const copy = document.getElementById(id).cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  };
  // The environment of a result: its transcript, what its subject wrote, and how to run it again.
  const place = (index, attempt, column, isOpen) => {
    const [name, , subject, stderr, rerunNumber] = evidence.columns[column];
    return later(name, () => {
      const experiment = experimentOf(index, attempt, column);
      const extra = experiment[3] || {};
      const parts = [];
      if (extra.at) parts.push(cloneWithoutId(extra.at));
      else if (evidence.shapes[experiment[1]].length) parts.push(transcript(experiment));
      else parts.push(make("p", "dim", "It left no transcript."));
      if (extra.cut) parts.push(make("p", "more", extra.cut + " more lines are in run.json."));
      if (stderr) parts.push(later("What " + subject + " wrote to standard error, in the whole run", () => [cloneWithoutId(stderr)]));
      const command = text(extra.rerun === undefined ? rerunNumber : extra.rerun);
      const id = document.getElementById("c" + index).querySelector("code").textContent;
      if (command) parts.push(make("p", "rerun", make("span", "dim", "Again, alone:"), " ", make("code", "", command.replaceAll("\u0001", id))));
      return parts;
    }, isOpen);
  };
  // One box for all results of a case that say the same of different environments.
  const outcomeBox = (number, places, isOpen) => {
    const [verdict, level, expected, observed, message, note, tags, reason, link] = outcomeOf(number);
    const mismatch = verdict === "fail" && level === "observed";
    const [sign, signClass] = signs[verdict] || (mismatch ? ["≠", "o"] : ["✗", "b"]);
    const mark = make("span", "sign " + signClass, sign);
    mark.setAttribute("aria-hidden", "true");
    const head = make("p", "head", mark, " ", make("strong", "", verdict), " ", make("span", "dim", level));
    if (tags) head.append(" ", make("span", "tag flaky", tags));
    const box = make("div", "outcome", head);
    if (reason) {
      const known = make("p", "note known-reason", reason);
      if (link) {
        const anchor = make("a", "", link);
        anchor.href = link;
        known.append(" ", anchor);
      }
      box.append(known);
    }
    if (message) box.append(make("p", "message", message));
    const compare = make("dl", "compare");
    for (const [name, value] of [["Expected", expected], ["Seen", observed]]) {
      compare.append(make("div", "", make("dt", "", name), make("dd", "", value)));
    }
    box.append(compare);
    if (note) box.append(make("p", "note", note));
    for (const [index, attempt, column] of places) box.append(place(index, attempt, column, isOpen));
    return box;
  };
  const triedOf = (index) => {
    const list = make("ol", "tried");
    const lists = [list];
    const steps = evidence.steps[index];
    for (let i = 0; i < steps.length; i += 3) {
      while (lists.length > steps[i] + 1) lists.pop();
      while (lists.length <= steps[i]) {
        const inner = make("ul");
        (lists.at(-1).lastElementChild || lists.at(-1)).append(inner);
        lists.push(inner);
      }
      const item = make("li");
      if (steps[i + 1]) item.append(make("code", "", steps[i + 1]), " ");
      item.append(steps[i + 2]);
      lists.at(-1).append(item);
    }
    return list;
  };
  const caseBox = (index, byOutcome, isOpen) => {
    const entry = document.getElementById("c" + index);
    const box = make("article", "case", make("h3", "", entry.previousElementSibling.textContent),
      entry.querySelector(".under").cloneNode(true));
    const purpose = entry.querySelector(".purpose");
    if (purpose) box.append(purpose.cloneNode(true));
    box.append(later("What was tried", () => [triedOf(index)], isOpen));
    for (const [number, places] of byOutcome) box.append(outcomeBox(number, places, isOpen && places.length === 1));
    return box;
  };

  // ---- the table

  const signOf = (cell) => cell.className[0];
  const rows = [...table.querySelectorAll("tr.rule")].map((element) => {
    const id = element.cells[0].querySelector("code").textContent;
    const of = evidence.rules[id] || { results: [] };
    const verdicts = new Map();  // "verdict level": set of columns
    const cases = new Map();     // "case level": columns that pass, columns that fail
    for (const row of of.results) {
      for (const [column, number] of outcomesOf(row)) {
        const [verdict, level] = evidence.outcomes[number];
        const key = verdict + " " + level;
        if (!verdicts.has(key)) verdicts.set(key, new Set());
        verdicts.get(key).add(column);
        if (text(level) !== "observed") continue;
        if (!cases.has(row[0])) cases.set(row[0], [[], []]);
        cases.get(row[0])[text(verdict) === "pass" ? 0 : 1].push(column);
      }
    }
    const cells = [...element.cells].slice(1);
    const words = [element.cells[0].textContent];
    for (const [index] of of.results) {
      const entry = document.getElementById("c" + index);
      words.push(entry.previousElementSibling.textContent, entry.querySelector("code").textContent);
    }
    return { element, id, note: of.note, results: of.results, cells, status: cells.map(signOf),
      notes: cells.map((cell) => cell.textContent.includes("note") && cell.querySelector("sup") !== null),
      verdicts: [...verdicts].map(([key, columns]) => [...key.split(" ").map((number) => text(Number(number))), columns]),
      observed: [...cases.values()], words: words.join("\n").toLowerCase(), button: null, open: null };
  });
  const rowOf = new Map(rows.map((row) => [row.element, row]));
  const rowById = new Map(rows.map((row) => [row.element.id, row]));

  let shown = heads.map(() => true);  // by column
  const wanted = (number) => {
    const [verdict, level] = evidence.outcomes[number];
    return (!form.elements.verdict.value || text(verdict) === form.elements.verdict.value) &&
      (!form.elements.level.value || text(level) === form.elements.level.value);
  };

  const draw = (row, only) => {
    const inner = make("div", "inner");
    const head = row.element.cells[0];
    const said = make("p", "said", make("span", "dim", "The documentation, in our words: "),
      row.button.textContent, " ");
    said.append(head.querySelector("a").cloneNode(true), make("span", "dim", ", versions " + head.querySelector(".versions").textContent));
    inner.append(said);
    if (row.note) inner.append(make("p", "note", row.note));
    const cases = new Map();
    for (const result of row.results) {
      for (const [column, number] of outcomesOf(result)) {
        if (only === null ? !shown[column] : column !== only) continue;
        if (!wanted(number)) continue;
        if (!cases.has(result[0])) cases.set(result[0], new Map());
        const byOutcome = cases.get(result[0]);
        if (!byOutcome.has(number)) byOutcome.set(number, []);
        byOutcome.get(number).push([result[0], result[1], column]);
      }
    }
    if (only !== null) {
      const all = make("button", "", "show all environments");
      all.type = "button";
      all.addEventListener("click", () => { open(row, null); row.button.focus(); remember(); });
      inner.append(make("p", "only", make("strong", "", evidence.columns[only][0]), " ", all));
    }
    const isOpen = only !== null && cases.size <= 2;
    for (const [index, byOutcome] of cases) inner.append(caseBox(index, byOutcome, isOpen));
    if (!cases.size) inner.append(make("p", "dim", "No case asked this rule here."));
    return inner;
  };
  const close = (row) => {
    if (!row.open) return;
    row.element.nextElementSibling.remove();
    if (row.open.only !== null) row.cells[row.open.only].firstElementChild.setAttribute("aria-expanded", "false");
    row.button.setAttribute("aria-expanded", "false");
    row.open = null;
  };
  const open = (row, only) => {
    close(row);
    const cell = make("td");
    cell.colSpan = heads.length + 1;
    cell.append(draw(row, only));
    row.element.after(make("tr", "evidence", cell));
    row.open = { only };
    (only === null ? row.button : row.cells[only].firstElementChild).setAttribute("aria-expanded", "true");
  };
  const toggle = (row, only) => {
    if (row.open && row.open.only === only) close(row);
    else open(row, only);
    current = row.open ? row : null;
    remember();
  };
  let current = null;  // the row that the address names

  const buttonOf = (className, label) => {
    const button = make("button", className, ...label);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    return button;
  };
  for (const row of rows) {
    const statement = row.element.querySelector(".statement");
    row.button = buttonOf("statement", statement.childNodes);
    statement.replaceWith(row.button);
    for (const [i, cell] of row.cells.entries()) {
      if (row.status[i] === "a" && !row.notes[i]) continue;
      const button = buttonOf("", cell.childNodes);
      button.tabIndex = -1;
      cell.append(button);
    }
  }
  table.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button && rowOf.get(button.closest("tr"));
    if (row) toggle(row, button === row.button ? null : row.cells.indexOf(button.parentElement));
  });
  // From a rule to its cells and back, and up and down among what is shown.
  table.addEventListener("keydown", (event) => {
    const element = event.target.closest("tr.rule");
    const row = element && rowOf.get(element);
    if (!row || !event.target.matches("button")) return;
    const buttons = (of) => [of.button, ...of.cells.map((cell, i) => shown[i] ? cell.querySelector("button") : null)];
    const column = buttons(row).indexOf(event.target);
    const along = (list, from, step) => {
      for (let i = from + step; i >= 0 && i < list.length; i += step) if (list[i]) return list[i];
      return null;
    };
    let next = null;
    if (event.key === "ArrowRight") next = along(buttons(row), column, 1);
    if (event.key === "ArrowLeft") next = along(buttons(row), column, -1);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const column_of = rows.map((other) => other.element.hidden ? null : buttons(other)[column]);
      next = along(column_of, rows.indexOf(row), step);
    }
    if (event.key === "Escape" && row.open) { close(row); current = null; remember(); event.preventDefault(); }
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // ---- filters

  const fields = ["q", "subject", "platform", "provenance", "show", "verdict", "level", "disagree"];
  const get = (name) => name === "disagree" ? (form.elements.disagree.checked ? "1" : "") : form.elements[name].value;
  const set = (name, value) => {
    if (name === "disagree") { form.elements.disagree.checked = value === "1"; return; }
    form.elements[name].value = value;
    if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
  };
  for (const name of ["subject", "platform", "provenance"]) {
    for (const value of new Set(heads.map((head) => head.dataset[name]))) form.elements[name].append(new Option(value, value));
  }
  for (const element of document.querySelectorAll(".js")) element.hidden = false;

  const subjectOf = evidence.columns.map((column) => column[2]);
  const differ = (some, others) => some.some((a) => others.some((b) => subjectOf[a] !== subjectOf[b]));
  const disagrees = (row) => {
    const among = (sign) => [...row.status.keys()].filter((i) => shown[i] && row.status[i] === sign);
    const level = get("level");
    if (level !== "observed" && differ(among("h"), among("b"))) return true;
    return level !== "documented" && row.observed.some(([pass, fail]) =>
      differ(pass.filter((i) => shown[i]), fail.filter((i) => shown[i])));
  };
  // Columns are hidden by the style sheet: thousands of cells need not be touched.
  const sheet = document.styleSheets[0];
  const ownRules = sheet.cssRules.length;
  const hideColumns = () => {
    while (sheet.cssRules.length > ownRules) sheet.deleteRule(ownRules);
    const hidden = [...shown.keys()].filter((i) => !shown[i]).map((i) => `.matrix tr > :nth-child(${i + 2})`);
    if (hidden.length) sheet.insertRule(hidden.join() + " { display: none; }", ownRules);
  };
  let redrawn = "";
  const apply = () => {
    shown = heads.map((head) => ["subject", "platform", "provenance"].every((name) => !get(name) || head.dataset[name] === get(name)));
    hideColumns();
    const words = get("q").toLowerCase().split(/\s+/).filter(Boolean);
    const [show, verdict, level, disagree] = ["show", "verdict", "level", "disagree"].map(get);
    const drawn = [shown.join(), verdict, level].join();
    let count = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.words.includes(word)) &&
        (!show || row.status.some((sign, i) => shown[i] && (show === "o" ? row.notes[i] : show === "p" ? sign !== "a" : sign === show))) &&
        (!(verdict || level) || row.verdicts.some(([v, l, columns]) => (!verdict || v === verdict) && (!level || l === level) && [...columns].some((i) => shown[i]))) &&
        (!disagree || disagrees(row));
      if (!fits) close(row);
      if (row.element.hidden === fits) row.element.hidden = !fits;
      if (row.open && drawn !== redrawn) open(row, row.open.only !== null && !shown[row.open.only] ? null : row.open.only);
      if (fits) count += 1;
    }
    redrawn = drawn;
    let page = null;
    for (const body of table.tBodies) {
      if (body.className === "page") {
        page = body;
        page.hidden = true;
      } else {
        body.hidden = !body.querySelector("tr.rule:not([hidden])");
        if (!body.hidden) page.hidden = false;
      }
    }
    howMany.value = count === rows.length ? "" : `${count} of ${rows.length} rules`;
  };
  const remember = () => {
    const state = new URLSearchParams();
    for (const name of fields) if (get(name)) state.set(name, get(name));
    if (current && current.open) {
      state.set("rule", current.id);
      if (current.open.only !== null) state.set("in", heads[current.open.only].dataset.key);
    }
    const hash = state.toString();
    try {
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    } catch { /* a page in a frame of its own may not change its address */ }
  };
  // An address ends in a state of the filters (it has "="), or in the id of something on the page.
  const follow = () => {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) {
      const state = new URLSearchParams(hash);
      for (const name of fields) set(name, state.get(name) || "");
      apply();
      const row = rows.find((one) => one.id === state.get("rule"));
      if (row) {
        const column = heads.findIndex((head) => head.dataset.key === state.get("in"));
        open(row, column < 0 || row.cells[column].firstElementChild === null ? null : column);
        current = row;
      }
      (row && !row.element.hidden ? row.element : document.getElementById("rules")).scrollIntoView();
      return;
    }
    let id = hash;
    try { id = decodeURIComponent(hash); } catch { /* then it is no encoded text */ }
    const target = id && document.getElementById(id);
    if (!target) return;
    const row = rowById.get(target.id);
    if (row) {
      if (target.hidden) {
        form.reset();
        apply();
      }
      if (!row.open) open(row, null);
      current = row;
    }
    for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    target.scrollIntoView();
  };
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  document.getElementById("cases").addEventListener("toggle", (event) => {
    const entry = event.target.lastElementChild;
    if (!entry.id || entry.querySelector(".tried")) return;
    entry.append(triedOf(Number(entry.id.slice(1))));
  }, true);
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll(".of-broken, .of-trouble")) details.open = true;
  });
  if (location.hash) follow();
  document.documentElement.dataset.ready = "";
})();
