// Sliding-window attention by its definition, in float64 and naive loops: the truth that every execution of the kernel is held to.
// The same loops in a working precision say how large an error is natural; nothing here is fast or clever.
import { type MatrixPrecision, placesIn, precisionOf, type Summation, sumOfProducts } from "../../proptests/lib/summation.ts";
import { type DType, type FloatType, type HostTensor, roundTo } from "../../proptests/lib/tensors.ts";

/**
 * Query i of a sequence stands at position i + queryOffset among its keys, and sees key j iff
 * i + queryOffset - left <= j <= i + queryOffset + right. -1 means unbounded; causal attention has right = 0.
 */
export interface Window {
  readonly left: number;
  readonly right: number;
}

export interface AttentionOptions {
  readonly window: Window;
  /** `bottomRight`: keys - queries of each sequence, so that its last query stands at its last key. */
  readonly queryOffset: number | "bottomRight";
  readonly scale: number;
  /** Logits x become softcap * tanh(x / softcap), after the scale; null for none. */
  readonly softcap: number | null;
}

/** q [batch, queries, heads, headDim], k [batch, keys, kvHeads, headDim], v [batch, keys, kvHeads, valueDim]; heads are a multiple of kvHeads. */
export interface AttentionInputs {
  readonly q: HostTensor;
  readonly k: HostTensor;
  readonly v: HostTensor;
  /** [heads]: one more logit for each row, with no value; neither scaled nor capped. */
  readonly sinks: HostTensor | null;
  /** Packed sequences (batch is 1): first row of each sequence, and the number of all rows at the end. */
  readonly cuSeqlensQ: HostTensor | null;
  readonly cuSeqlensK: HostTensor | null;
}

/** Output [batch, queries, heads, valueDim] and natural log of the sum of exponentials [batch, heads, queries], sinks included; row-major. */
export interface AttentionResult {
  readonly output: Float64Array;
  readonly logSumExp: Float64Array;
}

/** How the numbers between inputs and outputs are rounded, and how they are summed. */
interface Arithmetic {
  readonly how: Summation;
  readonly precision: MatrixPrecision;
  readonly scalar: (value: number) => number;
  readonly probability: (value: number) => number;
  readonly output: (value: number) => number;
}
const same = (value: number): number => value;
const exact: Arithmetic = { how: "forward", precision: "bf16", scalar: same, probability: same, output: same };
/** f32 scores, softmax and sums; probabilities and outputs rounded to the inputs' dtype. */
const working = (dtype: DType, how: Summation): Arithmetic => ({
  how,
  precision: precisionOf(dtype as FloatType),
  scalar: Math.fround,
  probability: (value) => roundTo(dtype, value),
  output: (value) => roundTo(dtype, value),
});

/** Rows of a tensor: element d of row n is data[n * width + d]. */
interface Rows {
  readonly data: Float64Array;
  readonly width: number;
}
const rowsOf = (tensor: HostTensor): Rows => ({ data: tensor.toNumbers(), width: tensor.shape.at(-1)! });

interface Row {
  readonly q: Rows;
  readonly k: Rows;
  readonly v: Rows;
  readonly queryRow: number;
  /** Rows in k and v of the visible keys. */
  readonly keyRows: readonly number[];
  /** Logit of the sink, -Infinity for none. */
  readonly sink: number;
  readonly options: Pick<AttentionOptions, "scale" | "softcap">;
}

/** One row of the output, at `place` of it; returns the log of its sum of exponentials. */
const attend = (
  { q, k, v, queryRow, keyRows, sink, options }: Row,
  output: Float64Array,
  place: number,
  { how, precision, scalar, probability, output: rounded }: Arithmetic,
): number => {
  const sum = (length: number, left: (n: number) => number, right: (n: number) => number): number =>
    sumOfProducts({ how, scalar, precision, length, left, right });
  const logits = keyRows.map((keyRow) => {
    const dot = sum(
      q.width,
      (d) => q.data[queryRow * q.width + d]!,
      (d) => k.data[keyRow * k.width + d]!,
    );
    const logit = scalar(dot * options.scale);
    return options.softcap === null ? logit : scalar(options.softcap * scalar(Math.tanh(scalar(logit / options.softcap))));
  });
  const top = logits.reduce((most, logit) => Math.max(most, logit), sink);
  if (top === Number.NEGATIVE_INFINITY) {
    output.fill(0, place, place + v.width);
    return top;
  }
  const exponentials = logits.map((logit) => scalar(Math.exp(scalar(logit - top))));
  const total = exponentials.reduce(
    (total, _, n) => scalar(total + exponentials[placesIn[how](n, exponentials.length)]!),
    scalar(Math.exp(scalar(sink - top))),
  );
  const probabilities = exponentials.map((exponential) => probability(scalar(exponential / total)));
  for (let d = 0; d < v.width; d += 1)
    output[place + d] = rounded(
      sum(
        keyRows.length,
        (n) => probabilities[n]!,
        (n) => v.data[keyRows[n]! * v.width + d]!,
      ),
    );
  return scalar(top + scalar(Math.log(total)));
};

/** Where each sequence's rows of queries and keys are, and its batch. */
const sequencesOf = ({
  q,
  k,
  cuSeqlensQ,
  cuSeqlensK,
}: AttentionInputs): { batch: number; firstQuery: number; queries: number; firstKey: number; keys: number }[] => {
  const [batches, queries] = q.shape as [number, number];
  if (cuSeqlensQ === null || cuSeqlensK === null) {
    return Array.from({ length: batches }, (_, batch) => ({ batch, firstQuery: 0, queries, firstKey: 0, keys: k.shape[1]! }));
  }
  const [ofQueries, ofKeys] = [cuSeqlensQ.toNumbers(), cuSeqlensK.toNumbers()];
  return Array.from({ length: ofQueries.length - 1 }, (_, n) => ({
    batch: 0,
    firstQuery: ofQueries[n]!,
    queries: ofQueries[n + 1]! - ofQueries[n]!,
    firstKey: ofKeys[n]!,
    keys: ofKeys[n + 1]! - ofKeys[n]!,
  }));
};

const evaluate = (inputs: AttentionInputs, options: AttentionOptions, arithmetic: Arithmetic): AttentionResult => {
  const [q, k, v] = [rowsOf(inputs.q), rowsOf(inputs.k), rowsOf(inputs.v)];
  const [batches, rows, heads] = inputs.q.shape as [number, number, number];
  const [, keyRows, kvHeads] = inputs.k.shape as [number, number, number];
  const sinks = inputs.sinks?.toNumbers();
  const output = new Float64Array(batches * rows * heads * v.width);
  const logSumExp = new Float64Array(batches * heads * rows);
  const { left, right } = options.window;
  for (const { batch, firstQuery, queries, firstKey, keys } of sequencesOf(inputs)) {
    const offset = options.queryOffset === "bottomRight" ? keys - queries : options.queryOffset;
    for (let head = 0; head < heads; head += 1) {
      const kvHead = Math.floor(head / (heads / kvHeads));
      for (let i = 0; i < queries; i += 1) {
        const visible: number[] = [];
        for (let j = 0; j < keys; j += 1) {
          const seen = (left < 0 || j >= i + offset - left) && (right < 0 || j <= i + offset + right);
          if (seen) visible.push((batch * keyRows + firstKey + j) * kvHeads + kvHead);
        }
        const row = firstQuery + i;
        const queryRow = (batch * rows + row) * heads + head;
        const sink = sinks?.[head] ?? Number.NEGATIVE_INFINITY;
        logSumExp[(batch * heads + head) * rows + row] = attend(
          { q, k, v, queryRow, keyRows: visible, sink, options },
          output,
          queryRow * v.width,
          arithmetic,
        );
      }
    }
  }
  return { output, logSumExp };
};

export const attentionReference = (inputs: AttentionInputs, options: AttentionOptions): AttentionResult => evaluate(inputs, options, exact);
/** The same in the inputs' own dtype, with f32 between: the natural error that budgets are multiples of. */
export const attentionWorkingPrecision = (
  inputs: AttentionInputs,
  options: AttentionOptions,
  how: Summation = "forward",
): AttentionResult => evaluate(inputs, options, working(inputs.q.dtype, how));

/**
 * New tokens over a ring-buffer cache: q [batch, steps, heads, headDim] are the last `steps` of lengths[batch] tokens, whose keys and values
 * are in the cache k, v [batch, capacity, kvHeads, dim] already; token t lies in slot t mod capacity.
 */
export interface DecodeInputs {
  readonly q: HostTensor;
  readonly k: HostTensor;
  readonly v: HostTensor;
  readonly lengths: HostTensor;
  readonly sinks: HostTensor | null;
}
/** A token sees itself and the `window` - 1 tokens before it; -1 means all. */
export interface DecodeOptions extends Pick<AttentionOptions, "scale" | "softcap"> {
  readonly window: number;
}

const evaluateDecode = (inputs: DecodeInputs, options: DecodeOptions, arithmetic: Arithmetic): AttentionResult => {
  const [q, k, v] = [rowsOf(inputs.q), rowsOf(inputs.k), rowsOf(inputs.v)];
  const [batches, steps, heads] = inputs.q.shape as [number, number, number];
  const [, capacity, kvHeads] = inputs.k.shape as [number, number, number];
  const [lengths, sinks] = [inputs.lengths.toNumbers(), inputs.sinks?.toNumbers()];
  const output = new Float64Array(batches * steps * heads * v.width);
  const logSumExp = new Float64Array(batches * heads * steps);
  for (let batch = 0; batch < batches; batch += 1) {
    const length = lengths[batch]!;
    for (let step = 0; step < steps; step += 1) {
      const token = length - steps + step;
      const first = options.window < 0 ? 0 : Math.max(0, token - options.window + 1);
      if (first <= token && first < length - capacity)
        throw new RangeError(`token ${token} sees token ${first}, which a cache of ${capacity} has lost at length ${length}`);
      const slots = Array.from({ length: Math.max(0, token - first + 1) }, (_, n) => (first + n) % capacity);
      for (let head = 0; head < heads; head += 1) {
        const kvHead = Math.floor(head / (heads / kvHeads));
        const keyRows = slots.map((slot) => (batch * capacity + slot) * kvHeads + kvHead);
        const queryRow = (batch * steps + step) * heads + head;
        const sink = sinks?.[head] ?? Number.NEGATIVE_INFINITY;
        logSumExp[(batch * heads + head) * steps + step] = attend(
          { q, k, v, queryRow, keyRows, sink, options },
          output,
          queryRow * v.width,
          arithmetic,
        );
      }
    }
  }
  return { output, logSumExp };
};

export const decodeReference = (inputs: DecodeInputs, options: DecodeOptions): AttentionResult => evaluateDecode(inputs, options, exact);
export const decodeWorkingPrecision = (inputs: DecodeInputs, options: DecodeOptions, how: Summation = "forward"): AttentionResult =>
  evaluateDecode(inputs, options, working(inputs.q.dtype, how));
