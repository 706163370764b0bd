// What a model keeps of its sequences: convolutions' last inputs, scans' and linear attention's states, and ring buffers of keys and values. Its
// size does not grow with the number of tokens.
import { RuntimeError } from "../cuda/errors.ts";
import { HostTensor } from "../host-tensor.ts";
import type { StateFacts } from "./layers/layer.ts";
import type { Place, Tensor } from "./place.ts";

export class SambaState implements Disposable {
  /** Sequences. */
  readonly batch: number;
  /** The most tokens that a sequence may have: infinite unless a layer attends to all of them. */
  readonly mostTokens: number;
  readonly place: Place;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Tokens of each sequence before and with the running pass, [batch], i32. */
  readonly positions: Tensor;
  readonly lengths: Tensor;
  readonly #tokens: number[];

  constructor(place: Place, batch: number, mostTokens: number, facts: ReadonlyMap<string, StateFacts>) {
    this.place = place;
    this.batch = batch;
    this.mostTokens = mostTokens;
    this.tensors = new Map([...facts].map(([name, { dtype, shape }]) => [name, place.allocate(dtype, [batch, ...shape])]));
    this.positions = place.allocate("i32", [batch]);
    this.lengths = place.allocate("i32", [batch]);
    this.#tokens = new Array<number>(batch).fill(0);
  }
  /** Tokens of each sequence so far. */
  get tokens(): readonly number[] {
    return this.#tokens;
  }
  /** Bytes of all tensors. */
  get bytes(): number {
    const size = { f32: 4, bf16: 2, f16: 2, i32: 4 } as const;
    return [...this.tensors.values()].reduce((sum, one) => sum + one.size * size[one.dtype as keyof typeof size], 0);
  }
  /** One sequence's part of a tensor, [1, …]. */
  row(tensor: Tensor, row: number): Tensor {
    const shape = [1, ...tensor.shape.slice(1)];
    return this.place.view(tensor, shape, undefined, row * shape.reduce((a, b) => a * b, 1));
  }
  checkRow(row: number): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.batch))
      throw new RuntimeError("CUI3025", `row ${row} of a state of ${this.batch} sequences`, "rows count from 0");
  }
  /** Counts tokens of a sequence; refuses more than layers of full attention have room for. */
  advance(row: number, tokens: number): void {
    const after = this.#tokens[row]! + tokens;
    if (after > this.mostTokens)
      throw new RuntimeError(
        "CUI3025",
        `sequence ${row} would have ${after} tokens, and this state has room for ${this.mostTokens}`,
        "make the state with a larger maxTokens: layers that attend to all tokens keep the keys of each",
      );
    this.#tokens[row] = after;
  }
  /** Forgets a sequence: as before its first token. */
  clear(row: number): void {
    this.checkRow(row);
    for (const tensor of [...this.tensors.values(), this.positions, this.lengths]) {
      const part = this.row(tensor, row);
      this.place.write(part, HostTensor.allocate(part.dtype, part.shape));
    }
    this.#tokens[row] = 0;
  }
  dispose(): void {
    this.place.free([...this.tensors.values(), this.positions, this.lengths]);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
