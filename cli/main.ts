// The `cuica` command: its arguments in, text and an exit code out.
import { run } from "./run.ts";

// A reader that has seen enough, as `head` does, ends the command without a complaint.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
});
