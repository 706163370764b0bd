import type { Edit } from "./edit.ts";
export const cudaEdits: readonly Edit[] = [];
