// Options of sampling that mean nothing are refused.
import { expect, test } from "vitest";
import { checkSampling, type Sampling } from "./sampling.ts";

test.each<Sampling>([{ temperature: -1 }, { temperature: Number.NaN }, { topK: 0 }, { topK: 1.5 }, { topP: 0 }, { topP: 1.1 }])(
  "%o is refused",
  (sampling) => {
    expect(() => checkSampling(sampling)).toThrow(/^CUI3025/);
  },
);
