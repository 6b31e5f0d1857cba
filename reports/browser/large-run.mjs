// Makes a larger run out of a real one: more environments and more cases of the same kinds, with times of their own.
//   node large-run.mjs FROM/run.json TO/run.json ENVIRONMENTS CASES
import { readFileSync, writeFileSync } from "node:fs";

const [from, to, environments, cases] = process.argv.slice(2);
const run = JSON.parse(readFileSync(from, "utf8"));

// A time that differs a little each time it is asked, the same in each run of this script.
let state = 1;
const other = (time) => {
  state = (state * 48271) % 2147483647;
  return Math.round(time * (0.5 + state / 2147483647));
};
// Each step takes another time, and what follows it moves.
const again = (result, change) => {
  let shift = 0;
  const transcript = result.transcript.map((entry) => {
    const copy = { ...entry };
    if ("at_ns" in copy) copy.at_ns += shift;
    if ("duration_ns" in copy) {
      copy.duration_ns = other(copy.duration_ns);
      shift += copy.duration_ns - entry.duration_ns;
    }
    return copy;
  });
  return { ...result, ...change, transcript };
};

// The environments of all subjects in turn until there are enough.
const all = run.subjects.flatMap((subject) => subject.environments.map((environment) => [subject, environment.id]));
for (let i = 0; all.length + i < Number(environments); ++i) {
  const [subject, id] = all[i % all.length];
  const copy = { ...subject.environments.find((environment) => environment.id === id), id: `${id}-${i}` };
  subject.environments.push(copy);
  const { applicable_rules, ...environment } = copy;
  for (const result of run.results.filter((one) => one.subject === subject.name && one.environment.id === id)) {
    run.results.push(again(result, { environment, rerun: result.rerun.replace(id, copy.id) }));
  }
  const summary = run.summary.environments.find((one) => one.subject === subject.name && one.environment === id);
  run.summary.environments.push({ ...summary, environment: copy.id });
}
// The summary has the order of the subjects.
const place = new Map(run.subjects.flatMap((subject) => subject.environments.map((one) => `${subject.name}/${one.id}`)).map((key, i) => [key, i]));
run.summary.environments.sort((a, b) => place.get(`${a.subject}/${a.environment}`) - place.get(`${b.subject}/${b.environment}`));

const byCase = Map.groupBy ? Map.groupBy(run.results, (one) => one.case) : run.results.reduce(
  (map, one) => map.set(one.case, [...(map.get(one.case) || []), one]), new Map());
const original = [...run.suite.cases];
for (let i = 0; run.suite.cases.length < Number(cases); ++i) {
  const copied = original[i % original.length];
  const id = `again-${Math.floor(i / original.length)}-${copied.id}`;
  run.suite.cases.push({ ...copied, id });
  for (const result of byCase.get(copied.id) || []) {
    // What fails stays as it is: a larger suite does not fail in proportion.
    if (result.verdict !== "pass") continue;
    run.results.push(again(result, { case: id, rerun: result.rerun.replace(copied.id, id) }));
  }
}
run.summary.results = run.results.length;
writeFileSync(to, JSON.stringify(run));
console.log(`${to}: ${place.size} environments, ${run.suite.cases.length} cases, ${run.results.length} results`);
