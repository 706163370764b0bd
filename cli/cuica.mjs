#!/usr/bin/env node
// The installed command: the package is TypeScript, so a loader for it comes first.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
