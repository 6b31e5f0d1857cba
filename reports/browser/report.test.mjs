// The report in a real browser. scripts/browser-test makes the reports and starts this; it needs
//   LOOPCHECK_REAL    index.html of a run of several subjects
//   LOOPCHECK_HOSTILE index.html of a run with hostile subjects
//   LOOPCHECK_USUAL   index.html of a run of 10 environments and 600 cases
//   LOOPCHECK_SUPPORT what works where, for all features
//   LOOPCHECK_LARGE   index.html of a run with 20,000 results
//   LOOPCHECK_SHOTS   a folder for pictures
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { LOOPCHECK_REAL, LOOPCHECK_HOSTILE, LOOPCHECK_LARGE, LOOPCHECK_USUAL, LOOPCHECK_SUPPORT, LOOPCHECK_SHOTS, LOOPCHECK_CHROMIUM = "/usr/bin/chromium" } = process.env;
const real = pathToFileURL(LOOPCHECK_REAL).href;
const hostile = pathToFileURL(LOOPCHECK_HOSTILE).href;
const large = pathToFileURL(LOOPCHECK_LARGE).href;
const support = pathToFileURL(LOOPCHECK_SUPPORT).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: LOOPCHECK_CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser.close());

// A page on which anything unexpected is a failure: errors, refusals of the content policy, dialogs, requests.
const opened = async (t, url, { isScripted = true, ...options } = {}) => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);  // for machines that are busy; nothing waits that long
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url().split("#")[0] !== url.split("#")[0]) faults.push(`request: ${request.url()}`); });
  page.faults = faults;
  await page.goto(url);
  if (isScripted && options.javaScriptEnabled !== false) await page.waitForSelector("html[data-ready]", { state: "attached" });
  return page;
};
const rules = (page) => page.locator("tr.rule:visible");
const hash = (page) => page.evaluate(() => location.hash);
const choose = (page, name, value) => page.locator(`#filters [name=${name}]`).selectOption(value);
const broken = (page) => page.locator("tr.rule td.b button:visible").first();

const assertAccessible = async (t, page) => {
  // axe is put into the page by the debugger, which the content policy does not bind.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe });
  const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`), []);
  for (const one of found.violations) t.diagnostic(`axe, ${one.impact}: ${one.id}: ${one.help}`);
};

test("the answer comes first", async (t) => {
  const page = await opened(t, real);
  assert.match(await page.locator("h1").textContent(), /\d+ rules? broken in \d+ of \d+ environments/);
  const sentences = await page.locator(".subject-verdict > .sentence").allTextContents();
  assert.ok(sentences.length >= 3);
  for (const sentence of sentences) assert.match(sentence, /rules? that appl|could not be run|offered no environment|no documented rule/, sentence);
  assert.deepEqual(page.faults, []);
});

test("filters narrow the rules and are kept in the address", async (t) => {
  const page = await opened(t, real);
  const all = await rules(page).count();
  await page.locator("#filters [name=q]").fill("add_reader");
  const found = await rules(page).count();
  assert.ok(found > 0 && found < all);
  assert.equal(await hash(page), "#q=add_reader");
  await choose(page, "subject", { index: 2 });
  const columns = await page.locator(".matrix thead th:visible").count();
  assert.ok(columns > 1 && columns < (await page.locator(".matrix thead th").count()));
  await choose(page, "show", "h");
  const state = await hash(page);
  assert.match(state, /^#q=add_reader&subject=.*&show=h$/);
  const narrowed = await rules(page).count();
  assert.ok(narrowed > 0 && narrowed <= found);

  const again = await opened(t, real + state);
  assert.equal(await rules(again).count(), narrowed);
  assert.equal(await again.locator(".matrix thead th:visible").count(), columns);
  assert.equal(await again.locator("#filters [name=q]").inputValue(), "add_reader");
  await again.getByRole("button", { name: "Show all" }).click();
  await again.waitForFunction(() => location.hash === "");
  assert.equal(await rules(again).count(), all);
  assert.deepEqual([...page.faults, ...again.faults], []);
});

test("each filter finds what it names", async (t) => {
  const page = await opened(t, real);
  const all = await rules(page).count();
  for (const [name, value] of [["verdict", "fail"], ["verdict", "crash"], ["level", "observed"], ["show", "b"], ["show", "n"], ["show", "o"]]) {
    await choose(page, name, value);
    assert.ok((await rules(page).count()) < all, `${name} ${value}`);
    await choose(page, name, "");
  }
  assert.equal(await rules(page).count(), all);
  await choose(page, "verdict", "fail");
  await choose(page, "level", "documented");
  const failing = await rules(page).count();
  assert.ok(failing > 0);
  await rules(page).first().locator("button.statement").click();
  for (const head of await page.locator(".evidence .outcome .head").allTextContents()) assert.match(head, /fail documented/);
  await choose(page, "platform", "linux");
  await choose(page, "provenance", "native");
  assert.equal(await rules(page).count(), failing);
  assert.match(await hash(page), /platform=linux&provenance=native&verdict=fail&level=documented/);
  assert.deepEqual(page.faults, []);
});

test("it shows where subjects disagree", async (t) => {
  const page = await opened(t, real);
  const listed = await page.locator(".disagreements li").count();
  assert.ok(listed > 0);
  await page.getByRole("link", { name: "Show them in the table" }).click();
  await page.locator("#filters [name=disagree]:checked").waitFor();
  const shown = await rules(page).count();
  assert.ok(shown >= listed, `${shown} shown, ${listed} listed`);
  await choose(page, "level", "documented");
  assert.equal(await rules(page).count(), listed);
  // Of one subject alone there is nobody to disagree with.
  await choose(page, "subject", { index: 1 });
  assert.equal(await rules(page).count(), 0);
  assert.deepEqual(page.faults, []);
});

test("a cell opens its cases, with all there is to know", async (t) => {
  const page = await opened(t, real);
  await choose(page, "verdict", "fail");
  await broken(page).click();
  const evidence = page.locator("tr.evidence");
  const text = await evidence.textContent();
  for (const part of ["The documentation, in our words", "What was tried", "Expected", "Seen"]) assert.ok(text.includes(part), part);
  assert.match(await evidence.locator(".said a").getAttribute("href"), /^https:\/\/docs\.python\.org\//);
  for (const closed = evidence.locator("details:not([open]) > summary"); (await closed.count()) > 0;) await closed.first().click();
  assert.ok((await evidence.locator(".tried li").count()) > 1);
  assert.match(await evidence.locator(".transcript").first().textContent(), /\d (µs|ms)/);
  assert.match(await evidence.locator(".rerun code").first().textContent(), /^loopcheck run .*--environment .*--case/);
  const state = await hash(page);
  assert.match(state, /rule=.*&in=/);

  const linked = await opened(t, real + state);
  assert.equal(await linked.locator("tr.evidence .only strong").textContent(), await evidence.locator(".only strong").textContent());
  await linked.getByRole("button", { name: "show all environments" }).click();
  assert.equal(await linked.locator("tr.evidence .only").count(), 0);
  assert.deepEqual([...page.faults, ...linked.faults], []);
});

test("a deep link opens a rule that filters would hide", async (t) => {
  const page = await opened(t, real);
  const id = await rules(page).nth(5).getAttribute("id");
  const linked = await opened(t, `${real}#${id}`);
  assert.equal(await linked.locator(`#${id} + tr.evidence`).count(), 1);
  await linked.locator("#filters [name=q]").fill("no rule has this text");
  assert.equal(await rules(linked).count(), 0);
  await linked.evaluate((target) => { location.hash = target; }, id);
  await linked.locator(`#${id} + tr.evidence`).waitFor();
  assert.deepEqual(linked.faults, []);
});

test("addresses that mean nothing do no harm", async (t) => {
  for (const address of ["#no-such-thing", "#rule=none&in=none", "#subject=none&verdict=none", "#%E0%A4%A", "#=", "#q=%3Cscript%3E"]) {
    const page = await opened(t, real + address);
    assert.deepEqual(page.faults, [], address);
  }
});

test("it can be used by keyboard alone", async (t) => {
  const page = await opened(t, real);
  await page.locator("button.statement").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("tr.evidence").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("tr.evidence").count(), 0);
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.evaluate(() => document.activeElement.parentElement.tagName === "TD"));
  const row = await page.evaluate(() => document.activeElement.closest("tr").id);
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await page.evaluate(() => document.activeElement.closest("tr").id), row);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("tr.evidence .only").count(), 1);
  assert.deepEqual(page.faults, []);
});

test("it is readable without JavaScript", async (t) => {
  const page = await opened(t, real, { javaScriptEnabled: false });
  assert.equal(await page.locator("#filters").isVisible(), false);
  assert.ok((await page.locator(".finding .compare").count()) > 0);
  assert.ok((await page.locator(".finding .transcript").count()) > 0);
  assert.ok((await page.locator(".finding .tried li").count()) > 0);
  assert.ok((await page.locator(".entries > details").count()) > 100);
  const cell = page.locator("tr.rule td.h").first();
  assert.equal(await cell.evaluate((element) => getComputedStyle(element, "::before").content.includes("✓")), true);
  const link = page.locator("tr.rule .under a[href^='#c']").first();
  await link.click();
  assert.equal(await page.locator(`${await link.getAttribute("href")}`).isVisible(), true);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1400, 390]) {
    test(`it is accessible and fits: ${colorScheme}, ${width} pixels`, async (t) => {
      const page = await opened(t, real, { colorScheme, viewport: { width, height: width === 390 ? 844 : 1000 } });
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
      assert.equal(background[0] < 128, colorScheme === "dark");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
      await page.screenshot({ path: `${LOOPCHECK_SHOTS}/top-${width}-${colorScheme}.png` });
      await page.locator(".finding > summary").first().click();
      await page.locator("#broken").scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${LOOPCHECK_SHOTS}/finding-${width}-${colorScheme}.png` });
      await choose(page, "verdict", "fail");
      await broken(page).click();
      await page.locator("#rules").evaluate((element) => element.scrollIntoView());
      await page.screenshot({ path: `${LOOPCHECK_SHOTS}/rules-${width}-${colorScheme}.png` });
      await assertAccessible(t, page);
      assert.deepEqual(page.faults, []);
    });
  }
}

test("a hostile subject is shown and does nothing", async (t) => {
  for (const options of [{}, { javaScriptEnabled: false }]) {
    const page = await opened(t, hostile, options);
    assert.ok((await page.locator("body").innerText()).includes("<script>alert(1)</script>"));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (options.javaScriptEnabled !== false) {
      for (const button of await page.locator("button.statement").all()) await button.click();
      for (const closed = page.locator("tr.evidence details:not([open]) > summary"); (await closed.count()) > 0;) await closed.first().click();
      await choose(page, "subject", { index: 2 });
      await page.screenshot({ path: `${LOOPCHECK_SHOTS}/hostile.png` });
    }
    assert.deepEqual(page.faults, []);
  }
});

test("the page of 10 environments and 600 cases has at most a megabyte", (t) => {
  const { size } = statSync(LOOPCHECK_USUAL);
  t.diagnostic(`size: ${size} bytes`);
  assert.ok(size <= 1_000_000, `${size} bytes`);
});

test("what holds only in simulation is listed, and no simulated environment goes without the word", async (t) => {
  const page = await opened(t, real);
  assert.match(await page.locator("#elsewhere").innerText(), /held only in simulation/);
  const heads = await page.locator(".matrix thead th").allInnerTexts();
  const simulated = heads.filter((head) => /macos/.test(head));
  assert.ok(simulated.length > 1);
  for (const head of simulated) assert.match(head, /simulated/);
  assert.equal(new Set(heads).size, heads.length, "columns of equal names");
  assert.deepEqual(page.faults, []);
});

for (const [colorScheme, width] of [["light", 1400], ["dark", 390]]) {
  test(`what works where is accessible and fits: ${colorScheme}, ${width} pixels`, async (t) => {
    const page = await opened(t, support, { isScripted: false, colorScheme, viewport: { width, height: 900 } });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
    await page.screenshot({ path: `${LOOPCHECK_SHOTS}/support-${width}-${colorScheme}.png` });
    assert.match(await page.locator("tr:has(a[href='#feature-add_reader'])").innerText(), /yes\s+yes\s+partly\s+no/);
    await page.locator("a[href='#feature-add_reader']").click();
    await page.locator("#feature-add_reader ~ .support .ref").first().click();
    assert.match(await page.evaluate(() => location.hash), /^#add_reader-add-reader-runs-callback$/);
    const lost = await page.locator("a[href^='#']").evaluateAll((links) => links
      .map((link) => link.getAttribute("href").slice(1)).filter((id) => document.getElementById(id) === null));
    assert.deepEqual(lost, [], "links to nowhere");
    await assertAccessible(t, page);
    assert.deepEqual(page.faults, []);
  });
}

test("it prints", async (t) => {
  const page = await opened(t, real);
  const pdf = await page.pdf({ path: `${LOOPCHECK_SHOTS}/report.pdf`, format: "A4" });
  assert.ok(pdf.length > 10_000);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#filters").isVisible(), false);
  assert.deepEqual(page.faults, []);
});

test("20,000 results open and are filtered without a noticeable pause", async (t) => {
  const start = performance.now();
  const page = await opened(t, large);
  t.diagnostic(`size: ${statSync(LOOPCHECK_LARGE).size} bytes`);
  t.diagnostic(`opened and ready: ${Math.round(performance.now() - start)} ms`);
  const timed = async (what, action) => {
    const took = await page.evaluate(async ([name, value, checked]) => {
      const before = performance.now();
      const field = document.querySelector(`#filters [name=${name}]`);
      if (checked) field.checked = value === "1";
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.body.offsetHeight;  // the layout is part of the pause
      return performance.now() - before;
    }, action);
    t.diagnostic(`${what}: ${took.toFixed(1)} ms`);
  };
  const subject = await page.locator("#filters [name=subject] option").nth(1).getAttribute("value");
  await timed("free text", ["q", "pipe"]);
  await timed("no text", ["q", ""]);
  await timed("subject", ["subject", subject]);
  await timed("all subjects", ["subject", ""]);
  await timed("verdict", ["verdict", "fail"]);
  await timed("any verdict", ["verdict", ""]);
  await timed("where subjects disagree", ["disagree", "1", true]);
  await timed("everything again", ["disagree", "", true]);
  const took = await page.evaluate(() => {
    const buttons = [...document.querySelectorAll("button.statement")];
    const before = performance.now();
    buttons[10].click();
    document.body.offsetHeight;
    return performance.now() - before;
  });
  t.diagnostic(`a rule opened: ${took.toFixed(1)} ms`);
  assert.equal(await page.locator("tr.evidence").count(), 1);
  assert.deepEqual(page.faults, []);
});
