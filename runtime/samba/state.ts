// What a model keeps of its sequences: convolutions' last inputs, scans' and linear attention's states, and ring buffers of keys and values. Its
// size does not grow with the number of tokens.
import { shownValue } from "../../codegen/ir/runtime-error.ts";
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
  /** The token that each sequence goes on with, [batch], i32: of `waiting` sequences one that was chosen and not read. */
  readonly nextTokens: Tensor;
  readonly #tokens: number[];
  readonly #waiting: boolean[];
  readonly #owned: Work[] = [];

  constructor(place: Place, batch: number, mostTokens: number, facts: ReadonlyMap<string, StateFacts>) {
    this.place = place;
    this.batch = batch;
    this.mostTokens = mostTokens;
    const made: Tensor[] = [];
    const allocate = (dtype: StateFacts["dtype"], shape: readonly number[]): Tensor => {
      try {
        const tensor = place.allocate(dtype, [batch, ...shape]);
        made.push(tensor);
        return tensor;
      } catch (error) {
        place.free(made);
        // Of JavaScript: longer than any typed array, or there is no memory left. On a GPU: the same of the device's.
        if (!(error instanceof RangeError || error instanceof RuntimeError)) throw error;
        const cause = error instanceof RuntimeError ? error.text : error.message;
        throw new RuntimeError(
          "CUI3008",
          `a state of ${batch} sequences needs a tensor of ${dtype} of shape [${[batch, ...shape]}]: ${cause}`,
          "give maxTokens, of prompt and continuation together: windows of attention need no more room than that; or take fewer sequences",
        );
      }
    };
    this.tensors = new Map([...facts].map(([name, { dtype, shape }]) => [name, allocate(dtype, shape)]));
    this.positions = allocate("i32", []);
    this.lengths = allocate("i32", []);
    this.farLengths = allocate("i32", []);
    this.nextTokens = allocate("i32", []);
    this.#tokens = new Array<number>(batch).fill(0);
    this.#waiting = new Array<boolean>(batch).fill(false);
  }
  /** Tokens of each sequence so far. */
  get tokens(): readonly number[] {
    return this.#tokens;
  }
  /** By sequence, whether a sampler has chosen the token behind these. */
  get waiting(): readonly boolean[] {
    return this.#waiting;
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
      throw new RuntimeError("CUI3025", `row ${shownValue(row)} of a state of ${this.batch} sequences`, "rows count from 0");
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
  /** Notes whether a sequence's next token lies in `nextTokens`. */
  chosen(row: number, waiting: boolean): void {
    this.#waiting[row] = waiting;
  }
  /** Reads one sequence to the host; what is given back writes it again, whatever became of it meanwhile. */
  kept(row: number): () => void {
    const tensors = [...this.tensors.values(), this.nextTokens].map((tensor) => {
      const part = this.row(tensor, row);
      return [part, this.place.read(part)] as const;
    });
    const [tokens, waiting] = [this.#tokens[row]!, this.#waiting[row]!];
    return () => {
      for (const [part, values] of tensors) this.place.write(part, values);
      this.setTokens(row, tokens);
      this.chosen(row, waiting);
    };
  }
  /** Forgets a sequence: as before its first token. */
  clear(row: number): void {
    this.checkRow(row);
    for (const tensor of this.tensors.values()) {
      const part = this.row(tensor, row);
      this.place.write(part, HostTensor.allocate(part.dtype, part.shape));
    }
    this.setTokens(row, 0);
    this.chosen(row, false);
  }
  /** Work on this state, which ends with it. */
  owns(work: Work): void {
    this.#owned.push(work);
  }
  /** Ends work that it owns. */
  ends(work: Work): void {
    const at = this.#owned.indexOf(work);
    if (at >= 0) this.#owned.splice(at, 1)[0]!.dispose();
  }
  dispose(): void {
    for (const work of this.#owned.splice(0)) work.dispose();
    this.place.free([...this.tensors.values(), this.positions, this.lengths, this.farLengths, this.nextTokens]);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
