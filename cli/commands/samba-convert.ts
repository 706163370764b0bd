// `cuica samba convert`: a checkpoint of torch.save to a model's folder. Nothing that the checkpoint holds is run.
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RuntimeError } from "../../runtime/cuda/errors.ts";
import { configToJson } from "../../runtime/samba/config-json.ts";
import { readTokenizer } from "../../runtime/samba/tokenizer.ts";
import { describeProblems, weightProblems } from "../../runtime/samba/weights/load.ts";
import { openPth } from "../../runtime/samba/weights/pth.ts";
import { SINGLE_FILE, writeSafetensors } from "../../runtime/samba/weights/safetensors.ts";
import { type Command, UsageError } from "../command.ts";
import { chooseConfig } from "./samba-model.ts";

/** Makes a folder, if it is not there, and tells the uppermost one that was made. */
const madeFolder = (folder: string): string | undefined => {
  try {
    return mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder} cannot be made: ${(error as Error).message}`);
  }
};

export const sambaConvertCommand: Command = {
  name: "samba convert",
  usage: "<in.pth> <out-dir> [--config <name-or-file>] [--tokenizer <tokenizer.json>]",
  summary: "a PyTorch checkpoint to a model's folder of safetensors",
  help: `  --config <name-or-file>        a preset, as Samba_421M, or a file of lit_gpt's fields: written as config.json, and the weights are
                                 checked against it
  --tokenizer <tokenizer.json>   copied into the folder

The checkpoint is one of torch.save: a state dictionary, or one under "model". Its pickle is read with a list of what tensors need; anything else
is refused, and nothing is run. Tensors keep their names and dtypes. What goes wrong leaves no folder behind, and one that was there as it was.

exit code: 0, 1 if the checkpoint cannot be read or its weights are not those of the config
example: cuica samba convert iter-200000-ckpt.pth samba-421m --config Samba_421M --tokenizer tokenizer.json`,
  options: { config: { type: "string" }, tokenizer: { type: "string" } },
  positionals: [2, 2],
  run: ({ positionals, values }) => {
    const [checkpoint, folder] = positionals as [string, string];
    const config = typeof values["config"] === "string" ? chooseConfig(values["config"]) : null;
    const tokenizer = typeof values["tokenizer"] === "string" ? values["tokenizer"] : null;
    if (tokenizer !== null) readTokenizer(tokenizer);
    using parameters = openPth(checkpoint);
    const problems = config ? describeProblems(weightProblems(parameters, config)) : [];
    if (problems.length > 0)
      throw new RuntimeError(
        "CUI3022",
        `the weights of ${checkpoint} are not those of ${config!.name}:\n    ${problems.join("\n    ")}`,
        "nothing was written: give the --config that the checkpoint was trained with",
      );
    const names = parameters.names();
    // Compares every checksum, and finds what cannot be stored, before anything is made.
    for (const name of names) parameters.get(name);
    const file = join(folder, SINGLE_FILE);
    const made = madeFolder(folder);
    const beside: string[] = [];
    const named = (name: string): string => {
      beside.push(join(folder, name));
      return `${beside.at(-1)!}.tmp`;
    };
    try {
      if (config) writeFileSync(named("config.json"), `${JSON.stringify(configToJson(config), null, 1)}\n`);
      if (tokenizer !== null) copyFileSync(tokenizer, named("tokenizer.json"));
      writeSafetensors(file, parameters, { format: "pt" });
      for (const path of beside) renameSync(`${path}.tmp`, path);
    } catch (error) {
      for (const path of made === undefined ? beside.map((one) => `${one}.tmp`) : [made]) rmSync(path, { recursive: true, force: true });
      throw error;
    }
    return {
      exit: 0,
      text: `${file}: ${names.length} tensors${config ? "" : "; put a config.json beside it, or give --config"}`,
      data: {
        file,
        tensors: Object.fromEntries(names.map((name) => [name, parameters.facts(name)])),
        config: config && configToJson(config),
      },
    };
  },
};
