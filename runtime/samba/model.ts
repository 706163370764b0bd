// A model of the Samba family, on a GPU or on the CPU: prompts are read in chunks, in bounded memory, and then one token a step of every sequence,
// with a state that does not grow. The residual stream is f32; weights and activations are of the model's dtype.
import { expectKind, shownValue } from "../../codegen/ir/runtime-error.ts";
import { embedding } from "../../kernels/embedding/operator.ts";
import { advanceLengths } from "../../kernels/sequence-lengths/operator.ts";
import type { Device } from "../cuda/device.ts";
import { isDevice, RuntimeError } from "../cuda/errors.ts";
import { HostTensor } from "../host-tensor.ts";
import { type Layer, layersOf, type SambaConfig } from "./config.ts";
import { Entropies } from "./entropies.ts";
import { expectConfig, expectInstance, expectOptional, expectOptions, expectParameters, expectTokens } from "./kinds.ts";
import { attentionLayer } from "./layers/attention.ts";
import { glaLayer, retentionLayer } from "./layers/linear.ts";
import type { BuiltLayer, Sequences, StateFacts } from "./layers/layer.ts";
import { mambaLayer } from "./layers/mamba.ts";
import { mlpLayer } from "./layers/mlp.ts";
import { layerParameters } from "./layers/parameters.ts";
import { Arena, type Linear, type Mode, Pass } from "./pass.ts";
import { type FloatName, Place, type Tensor, type Work } from "./place.ts";
import { Sampler } from "./sampler.ts";
import { SambaState } from "./state.ts";
import { isFloatName } from "./weights/convert.ts";
import { weightsDigest } from "./weights/digest.ts";
import { describeProblems, weightProblems } from "./weights/load.ts";
import type { NamedTensors } from "./weights/named-tensors.ts";

export interface LoadOptions {
  /** "cpu" if left out. */
  readonly device?: Device | "cpu";
  /** Of weights and activations: f32 on the CPU and bf16 on a GPU if left out. */
  readonly dtype?: FloatName;
}
export interface StateOptions {
  /** The most tokens of a sequence. Needed only if a layer attends to all tokens. */
  readonly maxTokens?: number;
}
/** Tokens of a prompt's pass if nothing else is said. */
export const defaultChunk = { cpu: 256, gpu: 8192 } as const;
export interface PrefillOptions {
  /** Sequence of the state. */
  readonly row?: number;
  /** Tokens of a pass, or `defaultChunk`: more are faster and take more memory. */
  readonly chunk?: number;
  /** Logits of the last token [1, paddedVocabSize], or of all [tokens, paddedVocabSize]. */
  readonly logits?: "last" | "all";
  /** Chooses the token that the sequence goes on with. */
  readonly sampler?: Sampler;
  /** Takes the entropies of the tokens that are read. */
  readonly entropies?: Entropies;
}

/**
 * One more token of every sequence of a state, ready to run: on a GPU one graph, which waits for nothing of the host. A launch reads the tokens from
 * the state's `nextTokens`, moves the state on, and leaves logits [batch, paddedVocabSize] (f32).
 */
export interface Step extends Work {
  readonly logits: Tensor;
}
/** A pass with the tensors that it begins and ends with. */
interface BuiltPass {
  readonly pass: Pass;
  readonly tokens: Tensor;
  readonly logits: Tensor | null;
  readonly logitRows: number;
  readonly sampler: Sampler | undefined;
  readonly measured: readonly MeasuredTerms[];
}
/** What a layer, by its place in `layersOf`, leaves for `Entropies`. */
interface MeasuredTerms {
  readonly layer: number;
  readonly terms: Tensor;
}
interface NormedLayer {
  readonly norm: Tensor;
  readonly layer: BuiltLayer;
}

export class Samba implements Disposable {
  readonly config: SambaConfig;
  readonly dtype: FloatName;
  readonly place: Place;
  /** Tells these weights from others, as `weightsDigest` says. */
  readonly weights: string;
  readonly #arena: Arena;
  readonly #embedding: Tensor;
  readonly #layers: readonly NormedLayer[];
  readonly #lastNorm: Tensor;
  readonly #head: Linear;
  /** Passes of one token, by state, ready to launch. */
  readonly #steps = new WeakMap<SambaState | Sampler, Promise<Step>>();

  private constructor(config: SambaConfig, dtype: FloatName, place: Place, source: NamedTensors) {
    this.config = config;
    this.dtype = dtype;
    this.place = place;
    this.weights = weightsDigest(source, config);
    this.#arena = new Arena(place);
    this.#embedding = place.upload(source.get("transformer.wte.weight"), dtype);
    this.#layers = layersOf(config).map((layer) => ({
      norm: place.upload(source.get(`${layer.norm}.weight`), "f32"),
      layer: this.#layer(layer, source),
    }));
    this.#lastNorm = place.upload(source.get("transformer.ln_f.weight"), "f32");
    this.#head = { weight: config.tiedEmbeddings ? this.#embedding : place.upload(source.get("lm_head.weight"), dtype), bias: null };
  }
  /** Brings parameters to a device. Throws CUI3022, which lists all that are missing or misshapen. */
  static load(parameters: NamedTensors, config: SambaConfig, options: LoadOptions = {}): Samba {
    const callee = "Samba.load";
    expectParameters(callee, parameters);
    expectConfig(callee, config);
    expectOptions(callee, options);
    const { device = "cpu", dtype = device === "cpu" ? "f32" : "bf16" } = options;
    expectKind(callee, "the device", device, device === "cpu" || isDevice(device), 'a Device or "cpu"');
    expectKind(callee, "the dtype", dtype, isFloatName(dtype), '"f32", "bf16" or "f16"');
    const problems = describeProblems(weightProblems(parameters, config));
    if (problems.length > 0)
      throw new RuntimeError(
        "CUI3022",
        `of the model's parameters\n    ${problems.join("\n    ")}`,
        "check that weights and config are of one model",
      );
    return new Samba(config, dtype, new Place(device), parameters);
  }
  #layer(layer: Layer, source: NamedTensors): BuiltLayer {
    const parameters = layerParameters(this.place, this.dtype, source, layer.path);
    switch (layer.mixer) {
      case "mamba":
        return mambaLayer(this.config, this.dtype, parameters);
      case "mlp":
        return mlpLayer(layer.hidden, this.dtype, parameters);
      case "attention":
        return attentionLayer(this.config, layer.window, this.dtype, parameters);
      case "gla":
        return glaLayer(this.config, this.dtype, parameters);
      case "retention":
        return retentionLayer(this.config, this.dtype, parameters);
      default:
        return layer satisfies never;
    }
  }
  /** Zero states of `batch` sequences without tokens. */
  state(batch = 1, options: StateOptions = {}): SambaState {
    expectOptions("Samba.state", options);
    const { maxTokens: mostTokens = Number.POSITIVE_INFINITY } = options;
    if (!(Number.isSafeInteger(batch) && batch > 0))
      throw new RuntimeError("CUI3025", `a state of ${shownValue(batch)} sequences`, "give an integer from 1");
    if (mostTokens !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(mostTokens) && mostTokens > 0))
      throw new RuntimeError(
        "CUI3025",
        `a state of ${shownValue(mostTokens)} tokens`,
        "give maxTokens as an integer from 1, or leave it out",
      );
    const facts = new Map<string, StateFacts>();
    this.#layers.forEach(({ layer }, n) => {
      for (const [name, one] of Object.entries(layer.states(mostTokens))) facts.set(`layers.${n}.${name}`, one);
    });
    return new SambaState(this.place, batch, mostTokens, facts);
  }
  #pass(mode: Mode, rows: number): Pass {
    const { place, config, dtype } = this;
    return new Pass({ place, arena: this.#arena, config, dtype, mode, rows });
  }
  /** All layers over `tokens`; gives the residual stream [row, width]. */
  async #body(pass: Pass, tokens: Tensor, state: SambaState, row: number | null, measured: MeasuredTerms[] | null): Promise<Tensor> {
    const { config, dtype } = this;
    const residual = pass.scratch("residual", [pass.rows, config.nEmbd], "f32");
    await pass.call(embedding({ dtype }), { tensors: { tokens, weight: this.#embedding }, scalars: {}, outputs: { y: residual } });
    const part = (tensor: Tensor): Tensor => (row === null ? tensor : state.row(tensor, row));
    for (const [n, { norm, layer }] of this.#layers.entries()) {
      const sequences: Sequences = {
        state: (name) => part(state.tensors.get(`layers.${n}.${name}`)!),
        positions: part(state.positions),
        lengths: part(state.lengths),
        farLengths: part(state.farLengths),
        measured:
          measured &&
          ((shape) => {
            const terms = pass.scratch(`entropy ${measured.length}`, shape, "f32");
            measured.push({ layer: n, terms });
            return terms;
          }),
      };
      await layer.build(pass, sequences, pass.normed(residual, norm));
    }
    return residual;
  }
  /** Logits [row, paddedVocabSize] (f32) of the last rows of the residual stream. */
  async #logits(pass: Pass, residual: Tensor, rows: number): Promise<Tensor> {
    const { nEmbd: width, paddedVocabSize } = this.config;
    const last = this.place.view(residual, [rows, width], undefined, (residual.shape[0]! - rows) * width);
    const logits = pass.scratch("logits", [rows, paddedVocabSize], "f32");
    await pass.project(pass.normed(last, this.#lastNorm), this.#head, logits);
    return logits;
  }
  /**
   * Reads tokens behind those that a sequence has, in chunks, and gives logits of the last one, or of all of them, in f32. Throws CUI3025 for
   * tokens outside the vocabulary, or more than the state has room for.
   */
  async prefill(state: SambaState, tokens: readonly number[], options: PrefillOptions = {}): Promise<HostTensor> {
    const callee = "Samba.prefill";
    expectInstance(callee, "the state", state, SambaState);
    expectTokens(callee, "the prompt", tokens);
    expectOptions(callee, options);
    const {
      row = 0,
      chunk: wished = defaultChunk[this.place.device === "cpu" ? "cpu" : "gpu"],
      logits: wanted = "last",
      sampler,
      entropies,
    } = options;
    expectKind(callee, "`logits`", wanted, wanted === "last" || wanted === "all", '"last" or "all"');
    expectOptional(callee, "the sampler", sampler, Sampler);
    expectOptional(callee, "`entropies`", entropies, Entropies);
    state.checkRow(row);
    this.#checkTokens(tokens);
    if (tokens.length === 0)
      throw new RuntimeError("CUI3025", "a prefill of no tokens has no logits", "give a token, of the text's beginning for one");
    if (!(Number.isInteger(wished) && wished > 0))
      throw new RuntimeError("CUI3025", `a chunk of ${shownValue(wished)} tokens`, "give an integer from 1");
    // Self-Extend's far keys of a chunk must have been read before it.
    const chunk = Math.min(wished, this.config.selfExtend?.neighbourWindow ?? wished);
    state.checkRoom(row, tokens.length);
    entropies?.follow(this.config, state, row);
    const { paddedVocabSize } = this.config;
    const given = HostTensor.allocate("f32", [wanted === "all" ? tokens.length : 1, paddedVocabSize]);
    const passes: BuiltPass[] = [];
    try {
      for (let from = 0; from < tokens.length; from += chunk) {
        const rows = Math.min(chunk, tokens.length - from);
        const logitRows = wanted === "all" ? rows : from + rows === tokens.length ? 1 : 0;
        const chooser = from + rows === tokens.length ? sampler : undefined;
        let built = passes.find((one) => one.pass.rows === rows && one.logitRows === logitRows && one.sampler === chooser);
        if (!built)
          passes.push(
            (built = await this.#build(this.#pass("prefill", rows), state, row, {
              logitRows,
              sampler: chooser,
              measures: entropies !== undefined,
            })),
          );
        const before = state.tokens[row]!;
        this.place.write(built.tokens, HostTensor.fromNumbers("i32", [rows], tokens.slice(from, from + rows)));
        const write = (target: Tensor, value: number): void =>
          this.place.write(state.row(target, row), HostTensor.fromNumbers("i32", [1], [value]));
        write(state.positions, before);
        state.setTokens(row, before + rows);
        write(state.farLengths, this.#farLength(before + rows));
        built.pass.run();
        for (const { layer, terms } of built.measured) entropies!.add(layer, this.place.read(terms));
        entropies?.counted(rows);
        if (built.logits)
          (given.data as Float32Array).set(
            this.place.read(built.logits).data as Float32Array,
            wanted === "all" ? from * paddedVocabSize : 0,
          );
      }
      state.chosen(row, sampler !== undefined);
    } finally {
      for (const { pass } of passes) pass.dispose();
    }
    return given;
  }
  /** One more token of every sequence; gives logits [batch, paddedVocabSize] (f32). */
  async step(state: SambaState, tokens: readonly number[]): Promise<HostTensor> {
    expectInstance("Samba.step", "the state", state, SambaState);
    expectTokens("Samba.step", "what was read", tokens);
    this.#checkTokens(tokens);
    if (tokens.length !== state.batch)
      throw new RuntimeError("CUI3025", `${tokens.length} tokens for a state of ${state.batch} sequences`, "give one of each");
    const step = await this.prepareStep(state);
    this.place.write(state.nextTokens, HostTensor.fromNumbers("i32", [tokens.length], tokens));
    step.launch();
    return this.place.read(step.logits);
  }
  /** The step of a state, which owns it; a sampler, if there is one, chooses the tokens of the next one. `step` is this with tokens and logits of the host. */
  async prepareStep(state: SambaState, sampler?: Sampler): Promise<Step> {
    expectInstance("Samba.prepareStep", "the state", state, SambaState);
    expectOptional("Samba.prepareStep", "the sampler", sampler, Sampler);
    const key = sampler ?? state;
    let step = this.#steps.get(key);
    if (!step) this.#steps.set(key, (step = this.#buildStep(state, sampler)));
    return step;
  }
  async #buildStep(state: SambaState, sampler?: Sampler): Promise<Step> {
    const { pass, logits } = await this.#build(this.#pass("step", state.batch), state, null, { logitRows: state.batch, sampler });
    const work = this.place.recorded(() => pass.run());
    const dispose = (): void => {
      work.dispose();
      pass.dispose();
    };
    const launch = (): void => {
      state.tokens.forEach((_, row) => state.checkRoom(row, 1));
      work.launch();
      state.tokens.forEach((_, row) => {
        state.counted(row, 1);
        state.chosen(row, sampler !== undefined);
      });
    };
    const step = { launch, dispose, logits: logits! };
    state.owns(step);
    return step;
  }
  async #build(
    pass: Pass,
    state: SambaState,
    row: number | null,
    {
      logitRows,
      sampler,
      measures = false,
    }: { readonly logitRows: number; readonly sampler: Sampler | undefined; readonly measures?: boolean },
  ): Promise<BuiltPass> {
    if (row === null)
      await pass.call(advanceLengths(), {
        tensors: { lengths: state.lengths },
        scalars: { distance: this.config.selfExtend?.neighbourWindow ?? 0 },
        outputs: { behind: state.farLengths },
      });
    const tokens = row === null ? state.nextTokens : pass.scratch("tokens", [pass.rows], "i32");
    const measured: MeasuredTerms[] = [];
    const residual = await this.#body(pass, tokens, state, row, measures ? measured : null);
    const logits = logitRows > 0 ? await this.#logits(pass, residual, logitRows) : null;
    if (logits && sampler) {
      const { paddedVocabSize } = this.config;
      const last = row === null ? logits : this.place.view(logits, [1, paddedVocabSize], undefined, (logitRows - 1) * paddedVocabSize);
      await sampler.choose(pass, last, state, row);
    }
    return { pass, tokens, logitRows, logits, sampler, measured };
  }
  #farLength(tokens: number): number {
    return Math.max(0, tokens - (this.config.selfExtend?.neighbourWindow ?? 0));
  }
  #checkTokens(tokens: readonly number[]): void {
    const { vocabSize } = this.config;
    const wrong = tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabSize));
    if (wrong !== undefined)
      throw new RuntimeError("CUI3025", `${wrong} is no token of a vocabulary of ${vocabSize}`, "encode with this model's tokenizer");
  }
  dispose(): void {
    this.place.dispose();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
