// The model that a command is about: opened from the folder or the configuration that its options name, on the GPU or on the CPU.
import { readFileSync } from "node:fs";
import { Device, gpuAvailable } from "../../runtime/cuda/device.ts";
import { RuntimeError } from "../../runtime/cuda/errors.ts";
import type { SambaConfig } from "../../runtime/samba/config.ts";
import { configFromJson } from "../../runtime/samba/config-json.ts";
import { Samba } from "../../runtime/samba/model.ts";
import { presets } from "../../runtime/samba/presets.ts";
import type { Tokenizer } from "../../runtime/samba/tokenizer.ts";
import type { FloatName } from "../../runtime/samba/weights/convert.ts";
import type { ModelFolder } from "../../runtime/samba/weights/load.ts";
import type { NamedTensors } from "../../runtime/samba/weights/named-tensors.ts";
import { choiceOption, type Invocation, UsageError } from "../command.ts";

export const deviceOptions = { device: { type: "string" }, dtype: { type: "string" } } as const;
export const deviceHelp = `  --device <device>   cpu or gpu (the GPU, if there is one, if left out)
  --dtype <dtype>     of weights and activations: f32, bf16 or f16 (f32 on the CPU and bf16 on a GPU if left out)`;

/** The folder that --model names. */
export const modelFolder = ({ values }: Invocation): string => {
  const { model } = values;
  if (typeof model !== "string") throw new UsageError("name the model's folder with --model <dir>");
  return model;
};

/** The model's tokenizer. Throws CUI3023 where there is none. */
export const tokenizerOf = (folder: string, { tokenizer, config }: ModelFolder): Tokenizer => {
  if (tokenizer !== null) return tokenizer;
  throw new RuntimeError(
    "CUI3023",
    `${folder} has no tokenizer.json, and its vocabulary of ${config.vocabSize} tokens is not of bytes`,
    "put the tokenizer.json that the model was trained with into the folder",
  );
};

/** A preset by its name, or a file of lit_gpt's fields. */
export const chooseConfig = (given: string): SambaConfig => {
  if (Object.hasOwn(presets, given)) return presets[given]!;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(given, "utf8"));
  } catch (error) {
    throw new UsageError(`--config is neither a preset (${Object.keys(presets).join(", ")}) nor a file: ${(error as Error).message}`);
  }
  return configFromJson(json);
};

/** Where a model runs, in words. */
export interface PlacedModel extends Disposable {
  readonly model: Samba;
  readonly where: string;
}
/** Brings parameters to the device that the options name. */
export const placeModel = (invocation: Invocation, parameters: NamedTensors, config: SambaConfig): PlacedModel => {
  const chosen = choiceOption(invocation, "device", ["cpu", "gpu"], gpuAvailable() ? "gpu" : "cpu");
  const dtype: FloatName = choiceOption(invocation, "dtype", ["f32", "bf16", "f16"], chosen === "cpu" ? "f32" : "bf16");
  const device = chosen === "gpu" ? Device.open() : "cpu";
  try {
    const model = Samba.load(parameters, config, { device, dtype });
    return {
      model,
      where: `${device === "cpu" ? "the CPU" : device.name}, ${dtype}`,
      [Symbol.dispose]: () => {
        model.dispose();
        if (device !== "cpu") device.dispose();
      },
    };
  } catch (error) {
    if (device !== "cpu") device.dispose();
    throw error;
  }
};
