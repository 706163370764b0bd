// What a model keeps of its sequences: convolutions' last inputs, scans' and linear attention's states, and ring buffers of keys and values. Its
// size does not grow with the number of tokens.
import { RuntimeError } from "../cuda/errors.ts";
import { HostTensor } from "../host-tensor.ts";
import type { StateFacts } from "./layers/layer.ts";
import type { Place, Tensor, Work } from "./place.ts";

export class SambaState implements Disposable {
  /** Sequences. */
  readonly batch: number;
  /** The most tokens that a sequence may have: infinite unless a layer attends to all of them. */
  readonly mostTokens: number;
  readonly place: Place;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Tokens of each sequence before a chunk, and so far, [batch], i32. */
  readonly positions: Tensor;
  readonly lengths: Tensor;
  /** Lengths less Self-Extend's neighbour window, and at least 0. */
  readonly farLengths: Tensor;
  /** The token that each sequence goes on with, [batch], i32. */
  readonly nextTokens: Tensor;
  readonly #tokens: number[];
  readonly #owned: Work[] = [];

  constructor(place: Place, batch: number, mostTokens: number, facts: ReadonlyMap<string, StateFacts>) {
    this.place = place;
    this.batch = batch;
    this.mostTokens = mostTokens;
    this.tensors = new Map([...facts].map(([name, { dtype, shape }]) => [name, place.allocate(dtype, [batch, ...shape])]));
    this.positions = place.allocate("i32", [batch]);
    this.lengths = place.allocate("i32", [batch]);
    this.farLengths = place.allocate("i32", [batch]);
    this.nextTokens = place.allocate("i32", [batch]);
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
  /** Refuses more tokens than layers of full attention have room for. */
  checkRoom(row: number, more: number): void {
    const after = this.#tokens[row]! + more;
    if (after > this.mostTokens)
      throw new RuntimeError(
        "CUI3025",
        `sequence ${row} would have ${after} tokens, and this state has room for ${this.mostTokens}`,
        "make the state with a larger maxTokens: layers that attend to all tokens keep the keys of each",
      );
  }
  /** Notes that the pass to come, or a pass on the device, moves sequences on. */
  counted(row: number, more: number): void {
    this.#tokens[row]! += more;
  }
  /** Says how many tokens a sequence has, here and on the device. */
  setTokens(row: number, tokens: number): void {
    this.#tokens[row] = tokens;
    this.place.write(this.row(this.lengths, row), HostTensor.fromNumbers("i32", [1], [tokens]));
  }
  /** Forgets a sequence: as before its first token. */
  clear(row: number): void {
    this.checkRow(row);
    for (const tensor of this.tensors.values()) {
      const part = this.row(tensor, row);
      this.place.write(part, HostTensor.allocate(part.dtype, part.shape));
    }
    this.setTokens(row, 0);
  }
  /** Work on this state, which ends with it. */
  owns(work: Work): void {
    this.#owned.push(work);
  }
  dispose(): void {
    for (const work of this.#owned.splice(0)) work.dispose();
    this.place.free([...this.tensors.values(), this.positions, this.lengths, this.farLengths, this.nextTokens]);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
