// npm run test:mutants: proves that a wrong compiler does not get through. See docs/guide.md.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { equivalents } from "./equivalent.ts";
import { type Mutant, root } from "./mutant.ts";
import { generatedMutants, sampled } from "./operators.ts";
import { scoreText, summary, writeReport } from "./report.ts";
import { runChecks, runMutants } from "./run.ts";
import { cudaMutants, faultMutants, type Written, writtenMutants } from "./written/index.ts";

const usage = `npm run test:mutants -- [options]
  --sample N     how many generated mutants (120)
  --seed S       which ones (1)
  --only TEXT    only mutants whose name or file holds TEXT, all generated ones among them; may be given several times
  --jobs N       processes at a time (one a core)
  --report DIR   folder of report.json and report.html (.cuica/mutants)
  --equivalent   run the mutants that are proved equivalent too
  --gpu          the mutants of printed CUDA, by NVRTC and, with CUICA_GPU=1, by conformance on the GPU`;

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "120" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    jobs: { type: "string", default: String(availableParallelism()) },
    report: { type: "string", default: join(root, ".cuica/mutants") },
    equivalent: { type: "boolean", default: false },
    gpu: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const both = (a: Written, b: Written): Written => ({ mutants: [...a.mutants, ...b.mutants], stale: [...a.stale, ...b.stale] });
const all = generatedMutants();
const written = values.gpu ? cudaMutants() : both(writtenMutants(), faultMutants());
const names = new Set([...all, ...written.mutants].map(({ name }) => name));
const stale = [
  ...written.stale,
  ...equivalents
    .filter(({ mutant }) => !values.gpu && !names.has(mutant))
    .map(({ mutant }) => `no mutant has the key of an equivalent\n  ${mutant}`),
];
for (const text of stale) console.log(`out of date: ${text}`);

const { only } = values;
const generated = values.gpu ? [] : only ? all : sampled(all, Number(values.sample), Number(values.seed));
const chosen = [...written.mutants, ...generated];
const known = new Map(equivalents.map(({ mutant, why }) => [mutant, why]));
const asked = chosen.filter(({ name, file }) => !only || only.some((text) => name.includes(text) || file.includes(text)));
const isSkipped = ({ name }: Mutant): boolean => known.has(name) && !values.equivalent;
const mutants = asked.filter((mutant) => !isSkipped(mutant));

// The compiler as it is passes what its mutants have to get past.
for (const group of new Set(mutants.map((m) => (m.group === "generated" ? "written" : m.group)))) {
  const { check, message } = await runChecks(null, group);
  if (check === null) continue;
  console.log(`the compiler as it is fails: ${check}\n${message}`);
  process.exit(1);
}
const start = performance.now();
let done = 0;
const results = await runMutants(mutants, Number(values.jobs), ({ mutant, check, message, seconds }) => {
  const verdict = check !== null ? `caught by ${check}` : known.has(mutant.name) ? `equivalent: ${known.get(mutant.name)}` : "SURVIVES";
  console.log(`${++done}/${mutants.length} ${seconds.toFixed(1)} s  ${mutant.file}:${mutant.line}: ${mutant.breaks}\n    ${verdict}`);
  if (check !== null) console.log(`    ${message.split("\n")[0]!.slice(0, 200)}`);
  else if (!known.has(mutant.name)) console.log(`    key: ${mutant.name}`);
});
const skipped = asked.filter(isSkipped).map((mutant) => ({ mutant, check: null, message: "", seconds: 0 }));
const found = summary([...results, ...skipped], equivalents);
writeReport(values.report, found);
console.log(
  `\n${scoreText(found)}; ${((performance.now() - start) / 60_000).toFixed(1)} minutes. Report: ${join(values.report, "report.html")}`,
);
process.exitCode = found.score.survived + stale.length > 0 ? 1 : 0;
