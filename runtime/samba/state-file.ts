// A state in a file: what a model knows of its sequences, to go on from later or elsewhere as if it had not stopped. A safetensors file of the
// state's tensors, whose metadata say of which config, dtype, weights and version it is; it is refused by others.
import { shownValue } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "../cuda/errors.ts";
import { HostTensor } from "../host-tensor.ts";
import { configToJson } from "./config-json.ts";
import { expectInstance, expectOptions, expectPath } from "./kinds.ts";
import { Samba } from "./model.ts";
import { SambaState } from "./state.ts";
import { namedTensors } from "./weights/named-tensors.ts";
import { openSafetensors, writeSafetensors } from "./weights/safetensors.ts";

const format = "cuica-samba-state";
const version = "3";

/** What must be the same where a state is saved and restored: all of a config but the name, and the dtype. */
const modelOf = ({ config, dtype }: Samba): string => {
  const { name: _, ...fields } = configToJson(config);
  return JSON.stringify({ ...fields, dtype });
};

interface Sequences {
  readonly batch: number;
  readonly mostTokens: number | null;
  readonly tokens: readonly number[];
  /** See `SambaState.waiting`. */
  readonly waiting: readonly boolean[];
}
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** Of a text of metadata; none if it is no object. */
const fieldsOf = (text = "{}"): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};
/** What metadata say of the sequences, or null if they do not say it. */
const sequencesOf = (text: string | undefined): Sequences | null => {
  const { batch, mostTokens, tokens, waiting } = fieldsOf(text);
  if (!isCount(batch) || batch < 1 || !(mostTokens === null || isCount(mostTokens))) return null;
  if (!Array.isArray(tokens) || tokens.length !== batch) return null;
  if (!Array.isArray(waiting) || waiting.length !== batch || !waiting.every((one) => typeof one === "boolean")) return null;
  return tokens.every((count) => isCount(count) && count <= (mostTokens ?? 2 ** 31 - 1)) ? { batch, mostTokens, tokens, waiting } : null;
};
const nextTokens = "nextTokens";
/** All that a file holds. */
const tensorsOf = (state: SambaState) => [...state.tensors, [nextTokens, state.nextTokens] as const];

/** Waits for the work so far and writes a state; the file appears when it is whole. */
export const saveState = (model: Samba, state: SambaState, path: string): void => {
  expectInstance("saveState", "the model", model, Samba);
  expectInstance("saveState", "the state", state, SambaState);
  expectPath("saveState", path);
  const tensors = tensorsOf(state).map(([name, tensor]) => [name, model.place.read(tensor)] as const);
  const { batch, mostTokens, tokens, waiting } = state;
  writeSafetensors(path, namedTensors(tensors), {
    format,
    version,
    model: modelOf(model),
    weights: model.weights,
    sequences: JSON.stringify({ batch, mostTokens: Number.isFinite(mostTokens) ? mostTokens : null, tokens, waiting }),
  });
};

export interface RestoreOptions {
  /** Room for at least so many tokens more of each sequence; what it was saved with if left out. Matters only if a layer attends to all tokens. */
  readonly moreTokens?: number;
}
/**
 * A state that `saveState` wrote. Throws CUI3026 if it is none, or one of another config, dtype or version, or of weights with another
 * `weightsDigest`.
 */
export const restoreState = (model: Samba, path: string, options: RestoreOptions = {}): SambaState => {
  expectInstance("restoreState", "the model", model, Samba);
  expectPath("restoreState", path);
  expectOptions("restoreState", options);
  const { moreTokens = 0 } = options;
  if (!isCount(moreTokens)) throw new RuntimeError("CUI3025", `room for ${shownValue(moreTokens)} more tokens`, "give an integer from 0");
  using file = openSafetensors(path);
  const refuse: (text: string, help: string) => never = (text, help) => {
    throw new RuntimeError("CUI3026", `${path} ${text}`, help);
  };
  const { metadata } = file;
  if (metadata["format"] !== format) refuse("is not a state of a model", "name a file that saveState wrote");
  if (metadata["version"] !== version)
    refuse(`is a state of version ${metadata["version"]}, not ${version}`, "make it again with this version");
  if (metadata["model"] !== modelOf(model)) {
    const [theirs, ours] = [fieldsOf(metadata["model"]), fieldsOf(modelOf(model))];
    const differing = Object.keys(ours).filter((field) => JSON.stringify(theirs[field]) !== JSON.stringify(ours[field]));
    refuse(`is a state of another model: ${differing.join(", ")} differ`, "load the model, in the dtype, that it was saved with");
  }
  if (metadata["weights"] !== model.weights)
    refuse("is a state of a model of the same config with other weights", "load the weights that it was saved with");
  const changed = "the file was changed; make it again";
  const sequences = sequencesOf(metadata["sequences"]);
  if (!sequences) return refuse("does not say which sequences it holds", changed);
  const { batch, mostTokens, tokens, waiting } = sequences;
  // What a batch of that many would hold is there before memory is asked for.
  const names = new Set(file.names());
  if (!names.has(nextTokens) || `${file.facts(nextTokens).shape}` !== `${batch}`)
    refuse(`does not hold the next tokens of ${batch} sequences`, changed);
  const room = mostTokens === null ? null : Math.max(mostTokens, Math.max(...tokens) + moreTokens);
  const state = model.state(batch, room === null ? {} : { maxTokens: room });
  try {
    for (const [name, tensor] of tensorsOf(state)) {
      if (!names.has(name)) refuse(`lacks ${name}`, changed);
      const { shape, dtype } = file.facts(name);
      // With more room than it had, caches have more slots; those that it had are the first, for none was written twice.
      const slots = room !== mostTokens && shape.length === 4 && shape[1] === mostTokens ? mostTokens : tensor.shape[1];
      const expected = tensor.shape.map((extent, axis) => (axis === 1 ? slots! : extent));
      if (`${shape}` !== `${expected}` || dtype !== tensor.dtype)
        refuse(`holds ${name} as ${dtype} [${shape}], not ${tensor.dtype} [${expected}]`, changed);
      const stored = file.get(name);
      if (slots === tensor.shape[1]) model.place.write(tensor, stored);
      else
        for (let row = 0; row < batch; row++) {
          const part = [1, ...shape.slice(1)];
          const values = new HostTensor(stored.dtype, part, stored.data, stored.strides, stored.offset + row * stored.strides[0]!);
          model.place.write(model.place.view(state.row(tensor, row), part), values);
        }
    }
    tokens.forEach((count, row) => {
      state.setTokens(row, count);
      state.chosen(row, waiting[row]!);
    });
    return state;
  } catch (error) {
    state.dispose();
    throw error;
  }
};
