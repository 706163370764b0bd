// Cases of reports: the buffer that one lane leaves behind is known word for word, also where it is full or absent.
import { immediate } from "../../codegen/ir/builder.ts";
import { reportCapacity } from "../../codegen/ir/report.ts";
import { CaseBuilder, type ConformanceCase } from "./case.ts";
import { randomWords } from "./memory.ts";

const words = 6;
const reportCase = (detail: string, before: number, absent = false): ConformanceCase => {
  const c = new CaseBuilder({ subject: "report", detail });
  const source = c.input("source", randomWords(32));
  const filled = Uint32Array.of(before, 0, ...new Uint32Array(2 + words * reportCapacity));
  const to = absent ? immediate("i64", 0) : c.output("buffer", filled);
  const target = c.output("target", new Uint32Array(32));
  const own = c.loadGlobal("u32", c.global(source, c.lane));
  const asFloat = c.b.emit("bitcast", "f32", [own]);
  // One lane: the order in which several come is nobody's to say.
  c.b.if(c.equal(c.lane, 21), false, () => {
    c.do("report", [to, c.lane, own, asFloat], { site: 3, words, fails: false });
    c.do("report", [to, c.thread], { site: 0, words, fails: true });
  });
  c.storeGlobal(c.global(target, c.lane), own);
  return c.build();
};

export const reportCases = (): ConformanceCase[] => [
  reportCase("an empty buffer", 0),
  reportCase("room for one more", reportCapacity - 1),
  reportCase("a full buffer", reportCapacity + 5),
  reportCase("no buffer", 0, true),
];
