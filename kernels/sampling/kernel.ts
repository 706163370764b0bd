// The next token of each row of logits. `chooseLargest` takes the first largest; `chooseRandomly` draws from softmax(logits / temperature) among the
// largest k and the smallest set that holds a probability, as a race of exponential variables: the token of least e / w wins, where e is
// exponentially distributed and w the token's weight. Weights, variables and sums are exact operations, so that the same logits give the same
// token on every execution. One block takes a row.
import {
  bitNot,
  copy,
  type Dim,
  f32,
  fill,
  floor,
  fragment,
  type Global,
  i32,
  kernel,
  parallel,
  philox,
  range,
  reduceMax,
  reduceMin,
  reduceSum,
  serial,
  type Static,
  u32,
  work,
} from "../../dsl/index.ts";
import { exponential, powerOfTwo } from "./exact.ts";

const LOG2E = 1.4426950408889634;
/** Larger than any index of a token. */
const NONE = 2 ** 24;

export interface SamplingProblem {
  readonly vocabulary: number;
}
export interface SamplingTuning {
  readonly blockN: number;
  readonly warps: number;
}
/** logits [row, vocabulary]; active [row]: 0 where there is nothing to choose; tokens [row], -1 there and where no logit is a number. */
export const chooseLargest = kernel(
  import.meta.url,
  "chooseLargest",
  ({ vocabulary }: Static<SamplingProblem>, { blockN }: Static<SamplingTuning>) =>
    (logits: Global<f32, [i32, Dim<"vocabulary">]>, active: Global<i32, [i32]>, tokens: Global<i32, [i32]>) => {
      for (const [row] of work([logits.shape[0]])) {
        const values = fragment(f32, [1, blockN]);
        const best = fragment(f32, [1, blockN]);
        const place = fragment(f32, [1, blockN]);
        const top = fragment(f32, [1]);
        const first = fragment(f32, [1]);
        const token = fragment(i32, [1]);
        fill(best, -Infinity);
        fill(place, NONE);
        for (const left of serial(0, vocabulary, blockN)) {
          copy(logits.at(range(row, 1), range(left, blockN)), values);
          for (const [i, j] of parallel(1, blockN)) {
            const isBetter = left + j < vocabulary && (values[i][j] > best[i][j] || (place[i][j] === NONE && values[i][j] === best[i][j]));
            best[i][j] = isBetter ? values[i][j] : best[i][j];
            place[i][j] = isBetter ? f32(left + j) : place[i][j];
          }
        }
        reduceMax(best, 1, top);
        for (const [i, j] of parallel(1, blockN)) place[i][j] = best[i][j] === top[i] ? place[i][j] : NONE;
        reduceMin(place, 1, first);
        const isActive = active.read(row) !== 0;
        for (const [i] of parallel(1)) token[i] = isActive && first[i] < NONE ? i32(first[i]) : -1;
        copy(token, tokens.at(range(row, 1)));
      }
    },
  { problem: { vocabulary: 32000 }, tuning: { blockN: 4096, warps: 8 } },
);

/** Steps that halve the range of thresholds, 32 powers of two: what differs by less than 2^-19 powers counts as equal. */
const HALVINGS = 24;
const WIDEST = 32;

/**
 * The same with random choice. By row: temperatures (0: the largest logit), topK (0: all), topP (1: all), seeds [row, 2] and positions: a row's choice
 * depends on its seed, its position and its logits, on nothing else.
 */
export const chooseRandomly = kernel(
  import.meta.url,
  "chooseRandomly",
  ({ vocabulary }: Static<SamplingProblem>, { blockN }: Static<SamplingTuning>) =>
    (
      logits: Global<f32, [i32, Dim<"vocabulary">]>,
      active: Global<i32, [i32]>,
      temperatures: Global<f32, [i32]>,
      topK: Global<i32, [i32]>,
      topP: Global<f32, [i32]>,
      seeds: Global<u32, [i32, i32]>,
      positions: Global<i32, [i32]>,
      tokens: Global<i32, [i32]>,
    ) => {
      // Sums of digits stay below 2^24, where f32 counts exactly.
      const digit = Math.min(256, 2 ** Math.floor(Math.log2(2 ** 24 / vocabulary)));
      if (digit < 8) throw new Error("vocabularies have at most 2^21 tokens");
      for (const [row] of work([logits.shape[0]])) {
        const temperature = temperatures.read(row);
        const most = topK.read(row);
        const mass = topP.read(row);
        const scale = temperature > 0 ? LOG2E / temperature : 0;
        const values = fragment(f32, [1, blockN]);
        const sums = fragment(f32, [1, blockN]);
        const lowSums = fragment(f32, [1, blockN]);
        const top = fragment(f32, [1]);
        const total = fragment(f32, [1]);
        const cut = fragment(f32, [1]);
        const high = fragment(f32, [1]);
        const low = fragment(f32, [1]);
        const least = fragment(f32, [1]);
        const under = fragment(f32, [1]);
        const over = fragment(f32, [1]);
        const token = fragment(i32, [1]);

        fill(sums, -Infinity);
        for (const left of serial(0, vocabulary, blockN)) {
          copy(logits.at(range(row, 1), range(left, blockN)), values);
          for (const [i, j] of parallel(1, blockN))
            sums[i][j] = left + j < vocabulary && values[i][j] > sums[i][j] ? values[i][j] : sums[i][j];
        }
        reduceMax(sums, 1, top);

        // Tokens of at least the threshold stay; powers are 0 for the largest logit and negative for others.
        fill(least, -126);
        if (temperature > 0 && most > 0) {
          fill(under, -WIDEST);
          fill(over, 0);
          for (const halving of serial(0, HALVINGS)) {
            fill(sums, 0);
            for (const [i] of parallel(1)) cut[i] = halving === 0 ? under[i] : (under[i] + over[i]) * 0.5;
            for (const left of serial(0, vocabulary, blockN)) {
              copy(logits.at(range(row, 1), range(left, blockN)), values);
              for (const [i, j] of parallel(1, blockN))
                sums[i][j] += left + j < vocabulary && (values[i][j] - top[i]) * scale >= cut[i] ? 1 : 0;
            }
            reduceSum(sums, 1, high);
            // The lower end keeps k tokens or more.
            for (const [i] of parallel(1)) {
              const isEnough = high[i] >= f32(most);
              // All that the range holds are fewer than k: nothing is left out.
              least[i] = halving === 0 ? (isEnough ? under[i] : -126) : isEnough && least[i] > -126 ? cut[i] : least[i];
              under[i] = isEnough ? cut[i] : under[i];
              over[i] = isEnough || halving === 0 ? over[i] : cut[i];
            }
          }
        }
        if (temperature > 0 && mass < 1) {
          fill(under, -WIDEST);
          fill(over, 0);
          fill(total, 0);
          // The first pass sums what is kept so far, the others what lies above a threshold.
          for (const halving of serial(0, HALVINGS + 1)) {
            fill(sums, 0);
            fill(lowSums, 0);
            for (const [i] of parallel(1)) {
              const middle = (under[i] + over[i]) * 0.5;
              cut[i] = halving === 0 || middle < least[i] ? least[i] : middle;
            }
            for (const left of serial(0, vocabulary, blockN)) {
              copy(logits.at(range(row, 1), range(left, blockN)), values);
              for (const [i, j] of parallel(1, blockN)) {
                const power = (values[i][j] - top[i]) * scale;
                const scaled = left + j < vocabulary && power >= cut[i] ? powerOfTwo(power) * (digit - 1) : 0;
                sums[i][j] += floor(scaled);
                lowSums[i][j] += floor((scaled - floor(scaled)) * digit);
              }
            }
            reduceSum(sums, 1, high);
            reduceSum(lowSums, 1, low);
            for (const [i] of parallel(1)) {
              const held = high[i] + low[i] / digit;
              total[i] = halving === 0 ? held : total[i];
              const isEnough = halving > 0 && held >= mass * total[i];
              const middle = (under[i] + over[i]) * 0.5;
              under[i] = isEnough ? middle : under[i];
              over[i] = isEnough || halving === 0 ? over[i] : middle;
            }
          }
          // Above the lower end lies as much as is asked for; where the range does not hold it, everything stays.
          for (const [i] of parallel(1)) least[i] = under[i] > -WIDEST && under[i] > least[i] ? under[i] : least[i];
        }

        const place = fragment(f32, [1, blockN]);
        const position = positions.read(row);
        const seed = seeds.read(row, 0);
        const seedHigh = seeds.read(row, 1);
        fill(sums, Infinity);
        fill(place, NONE);
        for (const left of serial(0, vocabulary, blockN)) {
          copy(logits.at(range(row, 1), range(left, blockN)), values);
          for (const [i, j] of parallel(1, blockN)) {
            const power = (values[i][j] - top[i]) * scale;
            const isKept = left + j < vocabulary && (temperature > 0 ? power >= least[i] : values[i][j] === top[i]);
            const [bits] = philox([seed, seedHigh], [u32(left + j), u32(position), u32(0), u32(0)]);
            const time = temperature > 0 ? exponential(bits, u32(bitNot(bits))) / powerOfTwo(power) : 0;
            const isFirst = isKept && time < sums[i][j];
            sums[i][j] = isFirst ? time : sums[i][j];
            place[i][j] = isFirst ? f32(left + j) : place[i][j];
          }
        }
        reduceMin(sums, 1, high);
        for (const [i, j] of parallel(1, blockN)) place[i][j] = sums[i][j] === high[i] ? place[i][j] : NONE;
        reduceMin(place, 1, low);
        const isActive = active.read(row) !== 0;
        for (const [i] of parallel(1)) token[i] = isActive && low[i] < NONE ? i32(low[i]) : -1;
        copy(token, tokens.at(range(row, 1)));
      }
    },
  { problem: { vocabulary: 32000 }, tuning: { blockN: 4096, warps: 8 } },
);
