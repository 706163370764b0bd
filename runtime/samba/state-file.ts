// A state in a file: what a model knows of its sequences, to go on from later or elsewhere as if it had not stopped. A safetensors file of the
// state's tensors, whose metadata say of which model and version it is; it is refused by another.
import { RuntimeError } from "../cuda/errors.ts";
import { configToJson } from "./config-json.ts";
import type { Samba } from "./model.ts";
import type { SambaState } from "./state.ts";
import { namedTensors } from "./weights/named-tensors.ts";
import { openSafetensors, writeSafetensors } from "./weights/safetensors.ts";

const format = "cuica-samba-state";
const version = "1";

/** What must be the same where a state is saved and restored: all of a config but the name, and the dtype. */
const modelOf = ({ config, dtype }: Samba): string => {
  const { name: _, ...fields } = configToJson(config);
  return JSON.stringify({ ...fields, dtype });
};

/** Waits for the work so far and writes a state; the file appears when it is whole. */
export const saveState = (model: Samba, state: SambaState, path: string): void => {
  const tensors = [...state.tensors].map(([name, tensor]) => [name, model.place.read(tensor)] as const);
  const { batch, mostTokens, tokens } = state;
  writeSafetensors(path, namedTensors(tensors), {
    format,
    version,
    model: modelOf(model),
    sequences: JSON.stringify({ batch, mostTokens: Number.isFinite(mostTokens) ? mostTokens : null, tokens }),
  });
};

/** A state that `saveState` wrote. Throws CUI3026 if it is none, or one of another model, dtype or version. */
export const restoreState = (model: Samba, path: string): SambaState => {
  using file = openSafetensors(path);
  const refuse = (text: string, help: string): never => {
    throw new RuntimeError("CUI3026", `${path} ${text}`, help);
  };
  const { metadata } = file;
  if (metadata["format"] !== format) refuse("is not a state of a model", "name a file that saveState wrote");
  if (metadata["version"] !== version)
    refuse(`is a state of version ${metadata["version"]}, not ${version}`, "make it again with this version");
  if (metadata["model"] !== modelOf(model)) {
    const [theirs, ours] = [metadata["model"], modelOf(model)].map((text) => JSON.parse(text ?? "{}") as Record<string, unknown>);
    const differing = Object.keys(ours!).filter((field) => JSON.stringify(theirs![field]) !== JSON.stringify(ours![field]));
    refuse(`is a state of another model: ${differing.join(", ")} differ`, "load the model, in the dtype, that it was saved with");
  }
  const { batch, mostTokens, tokens } = JSON.parse(metadata["sequences"]!) as {
    readonly batch: number;
    readonly mostTokens: number | null;
    readonly tokens: readonly number[];
  };
  const state = model.state(batch, mostTokens === null ? {} : { maxTokens: mostTokens });
  for (const [name, tensor] of state.tensors) {
    const { shape, dtype } = file.facts(name);
    if (`${shape}` !== `${tensor.shape}` || dtype !== tensor.dtype)
      refuse(`holds ${name} as ${dtype} [${shape}], not ${tensor.dtype} [${tensor.shape}]`, "the file was changed; make it again");
    model.place.write(tensor, file.get(name));
  }
  tokens.forEach((count, row) => state.setTokens(row, count));
  return state;
};
