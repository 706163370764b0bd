export const checks: readonly { readonly name: string; run(): Promise<void> }[] = [];
