// One pass of a model over given rows, as a list of work: built once, run any number of times. `prefill` is a chunk of one sequence; `step`
// is one new token of every sequence. Intermediate tensors lie in an arena that all passes of a model share, for only one runs at a time.
import type { OperatorPlan } from "../../codegen/ir/plan.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { rmsNorm } from "../../kernels/norm/operator.ts";
import { projection, projectionTuning, swigluProjection } from "../../kernels/projection/operator.ts";
import type { SambaConfig } from "./config.ts";
import type { CallOf, FloatName, Place, Tensor, Work } from "./place.ts";

/**
 * Up to here a projection reads little but its weight, and on a GPU the kernels made for that take it; more rows are a product of matrices, which
 * cuBLASLt takes where it is installed.
 */
const fewRows = 16;

/** Memory by name that grows to the largest shape asked for. */
export class Arena {
  readonly #place: Place;
  readonly #tensors = new Map<string, Tensor>();

  constructor(place: Place) {
    this.#place = place;
  }
  take(name: string, dtype: DType, shape: readonly number[]): Tensor {
    const size = shape.reduce((a, b) => a * b, 1);
    const key = `${name} ${dtype}`;
    let whole = this.#tensors.get(key);
    // A smaller one stays alive: passes that were built with it still use it.
    if (!whole || whole.size < size) this.#tensors.set(key, (whole = this.#place.allocate(dtype, [size])));
    return this.#place.view(whole, shape);
  }
}

/** A linear map's parameters: weight [output, inner] in the model's dtype, bias [output] in f32. */
export interface Linear {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
}

/** Rows of the residual stream, for projections of them normed. Nothing is added to the residual before the last of them. */
export interface Normed {
  /** [row, width], f32 */
  readonly residual: Tensor;
  /** [width], f32 */
  readonly weight: Tensor;
  /** The rows normed, [row, width] in the model's dtype: stored when first asked for. */
  rows(): Promise<Tensor>;
}

export type Mode = "prefill" | "step";
export interface PassOptions {
  readonly place: Place;
  readonly arena: Arena;
  readonly config: SambaConfig;
  readonly dtype: FloatName;
  readonly mode: Mode;
  /** Tokens of the chunk, or sequences. */
  readonly rows: number;
}

export class Pass {
  readonly place: Place;
  readonly config: SambaConfig;
  readonly dtype: FloatName;
  readonly mode: Mode;
  readonly rows: number;
  readonly #arena: Arena;
  readonly #launches: (() => void)[] = [];
  readonly #bound: Work[] = [];

  constructor({ place, arena, config, dtype, mode, rows }: PassOptions) {
    this.place = place;
    this.config = config;
    this.dtype = dtype;
    this.mode = mode;
    this.rows = rows;
    this.#arena = arena;
  }
  /** Intermediate memory, valid until the next taker of the name. */
  scratch(name: string, shape: readonly number[], dtype: DType = this.dtype): Tensor {
    return this.#arena.take(name, dtype, shape);
  }
  async call<P extends OperatorPlan>(plan: P, call: CallOf<P>): Promise<void> {
    const bound = await this.place.bind(plan, call);
    this.#bound.push(bound);
    this.#launches.push(() => bound.launch());
  }
  copy(source: Tensor, target: Tensor): void {
    this.#launches.push(this.place.copying(source, target));
  }
  normed(residual: Tensor, weight: Tensor): Normed {
    const { nEmbd: width, normEps: epsilon } = this.config;
    let stored: Tensor | null = null;
    const rows = async (): Promise<Tensor> => {
      if (stored) return stored;
      stored = this.scratch("normed", residual.shape);
      await this.call(rmsNorm({ dtype: this.dtype, width }), {
        tensors: { x: residual, weight },
        scalars: { epsilon },
        outputs: { y: stored },
      });
      return stored;
    };
    return { residual, weight, rows };
  }
  #tuning(weight: Tensor, hasNorm = false) {
    return projectionTuning(this.dtype, this.place.device === "cpu" ? "cpu" : "gpu", weight.shape[1]!, hasNorm);
  }
  /** Adds x W^T by cuBLASLt, if it is for that library; biases are not. */
  #product(x: Tensor, { weight, bias }: Linear, y: Tensor, addsTo: boolean): boolean {
    const launch = bias === null && x.shape[0]! > fewRows ? this.place.product(x, weight, y, addsTo) : null;
    if (launch !== null) this.#launches.push(launch);
    return launch !== null;
  }
  /** y [row, output] = x [row, inner] W^T + bias. A single row is normed as it is read. */
  async project(x: Tensor | Normed, linear: Linear, y: Tensor): Promise<void> {
    const { weight, bias } = linear;
    const hasNorm = "residual" in x && x.residual.shape[0] === 1;
    const rows = hasNorm ? x.residual : "residual" in x ? await x.rows() : x;
    if (this.#product(rows, linear, y, false)) return;
    const problem = { dtype: this.dtype, hasBias: bias !== null, outputDtype: y.dtype as FloatName, hasNorm };
    await this.call(projection(problem, this.#tuning(weight, hasNorm)), {
      tensors: { x: rows, weight, ...(hasNorm && { norm: x.weight }), ...(bias && { bias }) },
      scalars: hasNorm ? { epsilon: this.config.normEps } : {},
      outputs: { y },
    });
  }
  /** y [row, output] = silu(x W1^T) * x W2^T with the two halves of the weight's rows: one launch for one row. */
  async projectSwiglu(x: Normed, weight: Tensor, y: Tensor): Promise<void> {
    const plan = swigluProjection({ dtype: this.dtype, hasNorm: true }, this.#tuning(weight, true));
    const call = { tensors: { x: x.residual, norm: x.weight, weight }, scalars: { epsilon: this.config.normEps }, outputs: { y } };
    await this.call(plan, call);
  }
  /** residual [row, output] (f32) += x [row, inner] W^T + bias. */
  async projectOnto(residual: Tensor, x: Tensor, linear: Linear): Promise<void> {
    if (this.#product(x, linear, residual, true)) return;
    const { weight, bias } = linear;
    await this.call(projection({ dtype: this.dtype, hasBias: bias !== null, addsTo: true }, this.#tuning(weight)), {
      tensors: { x, weight, ...(bias && { bias }), y: residual },
      scalars: {},
    });
  }
  /** `count` columns of a matrix without gaps. */
  columns(matrix: Tensor, first: number, count: number): Tensor {
    return this.place.view(matrix, [matrix.shape[0]!, count], [matrix.shape[1]!, 1], first);
  }
  run(): void {
    for (const launch of this.#launches) launch();
  }
  dispose(): void {
    for (const bound of this.#bound) bound.dispose();
  }
}
