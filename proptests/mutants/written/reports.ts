// Mutants of reports: what a kernel prints and asserts, on its way to the host's lines and errors.
import { type Edit, inFile } from "./edit.ts";

export const reportEdits: readonly Edit[] = [
  ...inFile("codegen/ir/report.ts", [
    {
      name: "half of an i64 is printed",
      find: "return (BigInt(words[1]! | 0) << 32n) | BigInt(bits);",
      replace: "return BigInt(bits);",
      breaks: "the high word of a printed i64 is left out",
    },
    {
      name: "the next statement's report",
      find: "const site = sites[slot[0]! - 1];",
      replace: "const site = sites[slot[0]!];",
      breaks: "a report is told as another statement's",
    },
    {
      name: "failures that did not fit",
      find: "return failed > 0 ?",
      replace: "return failures.length > 0 ?",
      breaks: "an assertion that failed behind a full buffer is lost",
    },
  ]),
  ...inFile("codegen/ir/instr/report.ts", [
    {
      name: "one slot too many",
      find: "if (slot >= reportCapacity) continue;",
      replace: "if (slot > reportCapacity) continue;",
      breaks: "a report is written behind the buffer",
    },
    {
      name: "failures uncounted",
      find: 'if (i.attributes["fails"]) count(base + 4);',
      replace: "",
      breaks: "a launch whose assertions failed is taken for good",
    },
    {
      name: "reports of absent lanes",
      find: "if (((active >>> lane) & 1) === 0 || base === 0) continue;",
      replace: "if (base === 0) continue;",
      breaks: "lanes report that did not come to the statement",
    },
  ]),
  ...inFile("codegen/lowering/ops/report.ts", [
    {
      name: "constant assertions turned round",
      find: "{ ...condition!, value: 1 - condition!.value }",
      replace: "condition!",
      breaks: "an assertion that is decided at compile time fails when it holds",
    },
    {
      name: "slots of the last report's size",
      find: "words = Math.max(words, reportWords(reportSite(program.name, s)));",
      replace: "words = reportWords(reportSite(program.name, s));",
      breaks: "a long report runs over into the next slot",
    },
  ]),
];

/** Of the host, when it reads them. */
export const reportFaultEdits: readonly Edit[] = inFile("runtime/cuda/reports.ts", [
  {
    name: "read while launches are under way",
    find: "if (this.#busy.size > 0) return;",
    replace: "",
    breaks: "a stream that was waited for tells what another one is still writing",
  },
  {
    name: "told again and again",
    find: "    this.#clear();\n    return drainReports",
    replace: "    return drainReports",
    breaks: "reports that were read come again with the next launch",
  },
  {
    name: "nobody waited",
    find: "      this.tell();\n",
    replace: "",
    breaks: "reports of launches that nobody waited for are lost at disposal",
  },
]);
