// The command line in process: finds the command, prints its result as text or as JSON, and turns every expected failure into a message and
// an exit code. No stack reaches the user unless cuica itself is at fault and CUICA_DEBUG=1 asks for it.
import { parseArgs } from "node:util";
import { CompileError } from "../codegen/diagnostics.ts";
import { SimulationError } from "../codegen/sim/errors.ts";
import { RuntimeError } from "../runtime/cuda/errors.ts";
import { type Command, type ExitCode, type Invocation, type Result, UsageError } from "./command.ts";
import { benchCommand } from "./commands/bench.ts";
import { compileCommand } from "./commands/compile.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { listCommand } from "./commands/list.ts";
import { sambaBenchCommand } from "./commands/samba-bench.ts";
import { sambaConvertCommand } from "./commands/samba-convert.ts";
import { sambaEntropyCommand } from "./commands/samba-entropy.ts";
import { sambaGenerateCommand } from "./commands/samba-generate.ts";
import { sambaInspectCommand } from "./commands/samba-inspect.ts";
import { verifyCommand } from "./commands/verify.ts";

export const commands: readonly Command[] = [
  doctorCommand,
  listCommand,
  compileCommand,
  verifyCommand,
  benchCommand,
  sambaGenerateCommand,
  sambaInspectCommand,
  sambaConvertCommand,
  sambaBenchCommand,
  sambaEntropyCommand,
];

/** Where output goes. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
  /** Whether standard error is a terminal. */
  readonly terminal: boolean;
}

const list = (shown: readonly Command[]): string => {
  const width = Math.max(...shown.map(({ name }) => name.length));
  return shown.map(({ name, summary }) => `  cuica ${name.padEnd(width)} ${summary}`).join("\n");
};
const overview = `cuica: kernels for GPUs, written in TypeScript

${list(commands)}

Every command takes --json (data instead of text) and --help.
Exit codes: 0 all is well; 1 a check failed or a kernel does not compile; 2 wrong usage, or hardware or a library is missing.`;
const helpOf = ({ name, usage, summary, help }: Command): string =>
  `cuica ${name} ${usage}\n  ${summary}\n${help ? `\n${help}\n` : ""}`.trimEnd();

/** RuntimeErrors that mean that the machine lacks something, rather than that the caller did something wrong. */
const missing: readonly string[] = ["CUI3001", "CUI3005"];
/** What went wrong, as a result like any other. */
const failure = (error: unknown, command: Command | null): Result => {
  const told = (exit: ExitCode, kind: string, message: string, more: object = {}): Result => ({
    exit,
    text: message,
    data: { error: { kind, message, ...more } },
  });
  const parseProblem = error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  if (error instanceof UsageError || parseProblem)
    return told(2, "usage", `${error.message}\nsee cuica ${command ? `${command.name} ` : ""}--help`);
  if (error instanceof CompileError) {
    const diagnostics = error.diagnostics.map(({ code, message, help, position, calls }) => ({ code, message, help, ...position, calls }));
    return told(1, "compile", error.message, { diagnostics });
  }
  if (error instanceof SimulationError) return told(1, "simulation", error.message, { code: error.code, positions: error.positions });
  if (error instanceof RuntimeError)
    return told(missing.includes(error.code) ? 2 : 1, "runtime", error.message, { code: error.code, help: error.help });
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const debug = process.env["CUICA_DEBUG"] === "1";
  return told(1, "internal", debug ? (stack ?? message) : `${message}\nThis looks like a defect of cuica: CUICA_DEBUG=1 shows where.`);
};

export const run = async (args: readonly string[], console: Console): Promise<ExitCode> => {
  // A command's name is one word, or two: the second of a group.
  const [name, ...others] = args;
  const group = commands.filter((c) => c.name.startsWith(`${name} `));
  const command = commands.find((c) => c.name === name || c.name === `${name} ${others[0]}`) ?? null;
  const rest = command?.name === name || group.length === 0 ? others : others.slice(1);
  const json = others.includes("--json") || name === "--json";
  /** Data that come as lines have one line each. */
  const indent = others.includes("--stream") ? 0 : 1;
  let line = "";
  const progress = (text: string): void => {
    if (!console.terminal || text === line) return;
    console.error(`\r\u001b[K${text}`);
    line = text;
  };
  const execute = async (): Promise<Result> => {
    if (name === undefined || name === "--help" || name === "help")
      return { exit: name === undefined ? 2 : 0, text: overview, data: commands.map((c) => c.name) };
    if (!command && group.length > 0 && (others[0] === undefined || others[0].startsWith("-")))
      return { exit: others[0] === "--help" ? 0 : 2, text: list(group), data: group.map((c) => c.name) };
    if (!command)
      throw new UsageError(
        `there is no command ${group.length > 0 ? `${name} ${others[0]}` : name}; there are ${commands.map((c) => c.name).join(", ")}`,
      );
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...command.options, json: { type: "boolean" }, help: { type: "boolean" } },
      allowPositionals: true,
    });
    if (values["help"] === true) return { exit: 0, text: helpOf(command), data: { usage: helpOf(command) } };
    const [least, most] = command.positionals;
    if (positionals.length < least) throw new UsageError(`cuica ${command.name} ${command.usage}: an argument is missing`);
    if (positionals.length > most)
      throw new UsageError(`cuica ${command.name} does not know what to do with ${positionals.slice(most).join(" ")}`);
    const invocation: Invocation = {
      positionals,
      values: values as Invocation["values"],
      progress,
      show: (text) => {
        if (!json) console.out(text);
      },
      showData: (data) => {
        if (json) console.out(`${JSON.stringify(data)}\n`);
      },
      remark: (text) => console.error(`${text}\n`),
    };
    return await command.run(invocation);
  };
  let result: Result;
  try {
    result = await execute();
  } catch (error) {
    result = failure(error, command);
  }
  progress("");
  const failed = typeof result.data === "object" && result.data !== null && "error" in result.data;
  if (json && result.data !== undefined) console.out(`${JSON.stringify(result.data, null, indent)}\n`);
  else if (!json && result.text !== "") (failed ? console.error : console.out)(`${result.text}\n`);
  return result.exit;
};
