// Configurations by their names in microsoft/Samba's lit_gpt/config.py (all but S6Mega_* and LLaMA_438M_SWA_paral, whose layers are not of this
// family), and the paper's two larger models, which that code base does not have.
import { type PartialConfig, type SambaConfig, sambaConfig } from "./config.ts";

type Given = Partial<PartialConfig>;
/** 12 blocks of 1536 dimensions, and 18 or 20 of 2304. */
const small: PartialConfig = { vocabSize: 32000, nLayer: 12, nHead: 12, nEmbd: 1536, intermediateSize: 4096 };
const large: PartialConfig = { vocabSize: 32000, nLayer: 18, nHead: 18, nEmbd: 2304, intermediateSize: 6144, tiedEmbeddings: true };
const swa: Given = { localWindow: 2048 };
const samba: Given = { ...swa, mbPerLayer: 2, tiedEmbeddings: true };
const pure: PartialConfig = { mamba: true, vocabSize: 32000, nLayer: 48, nEmbd: 1024 };

const table: Readonly<Record<string, PartialConfig>> = {
  LLaMA_438M: small,
  LLaMA_438M_SWA: { ...small, ...swa },
  LLaMA_438M_SWA_full: { ...small, ...swa, fullPerLayer: 2 },
  LLaMA_438M_SWA_mqa: { ...small, ...swa, intermediateSize: 4608, nQueryGroups: 1 },
  LLaMA_438M_SWA_mqa6: { ...small, ...swa, intermediateSize: 4608, nHead: 6, nQueryGroups: 1 },
  LLaMA_438M_SWA_gqa2: { ...small, ...swa, intermediateSize: 4608, nQueryGroups: 2 },
  LLaMA_438M_SWA_gqa4: { ...small, ...swa, intermediateSize: 4608, nQueryGroups: 4 },
  LLaMA_438M2k: { ...small, blockSize: 2048 },
  LLaMA_438M8k_SWA: { ...small, ...swa, blockSize: 8192 },
  LLaMA_438M16k_SWA: { ...small, ...swa, blockSize: 16384 },
  LLaMA_438M32k_SWA: { ...small, ...swa, blockSize: 32768 },
  LLaMA_438M_SWA_8k4k: { ...small, blockSize: 8192, nLayer: 14, localWindow: 4096, tiedEmbeddings: true },
  LLaMA_438M_SWA_8k2k: { ...small, ...swa, blockSize: 8192, nLayer: 14, tiedEmbeddings: true },
  LLaMA_438M_SWA_gla: { ...small, ...swa, glaPerLayer: 2 },
  LLaMA_446M_SWA_ret: { ...small, ...swa, retPerLayer: 2, tiedEmbeddings: true },
  LLaMA_449M_full_mamba_0: { ...small, attnLayerPos: [0], tiedEmbeddings: true },
  LLaMA_449M_full_mamba_11: { ...small, attnLayerPos: [11], tiedEmbeddings: true },
  LLaMA_449M_full_mamba_5: { ...small, attnLayerPos: [5], tiedEmbeddings: true },
  "LLaMA_443M_full_mamba_1,5": { ...small, attnLayerPos: [1, 5], tiedEmbeddings: true },
  Samba_421M: { ...small, ...samba },
  Samba_421M_abl_mamba: { ...small, ...samba, ablMamba: true },
  Samba_421M_nope: { ...small, ...samba, nope: true },
  Samba_421M_mqa: { ...small, ...samba, intermediateSize: 4608, nQueryGroups: 1 },
  Samba_421M_mqa6: { ...small, ...samba, intermediateSize: 4608, nHead: 6, nQueryGroups: 1 },
  Samba_421M_gqa2: { ...small, ...samba, intermediateSize: 4608, nQueryGroups: 2 },
  Samba_421M_gqa4: { ...small, ...samba, intermediateSize: 4608, nQueryGroups: 4 },
  Samba_421M_1k_window: { ...small, ...samba, localWindow: 1024 },
  Samba_421M_512_window: { ...small, ...samba, localWindow: 512 },
  Mamba_SWA_MLP_400M: { ...small, ...swa, mambaSwaMlp: true, nLayer: 8, tiedEmbeddings: true },
  "Samba_1.3B": { ...large, ...samba },
  "Samba_1.3B_nope": { ...large, ...samba, nope: true },
  "Samba_1.3B_abl_mamba": { ...large, ...samba, ablMamba: true },
  "Mamba_SWA_MLP_1.3B": { ...large, ...swa, mambaSwaMlp: true, nLayer: 12 },
  "LLaMA_1.2B_SWA_gla": { ...large, ...swa, glaPerLayer: 2 },
  "LLaMA_1.4B_SWA_ret": { ...large, ...swa, retPerLayer: 2 },
  "LLaMA_1.3B_SWA": { ...large, ...swa, nLayer: 20 },
  "LLaMA_1.3B_SWA_8k4k": { ...large, nLayer: 20, blockSize: 8192, localWindow: 4096 },
  "LLaMA_1.3B_SWA_8k2k": { ...large, ...swa, nLayer: 20, blockSize: 8192 },
  "LLaMA_1.3B": { ...large, nLayer: 20 },
  "LLaMA_2.9B": { ...large, nLayer: 24, nHead: 24, nEmbd: 3072, intermediateSize: 8192, blockSize: 2048, tiedEmbeddings: false },
  Mamba_370M: pure,
  Mamba_430M: { ...pure, nLayer: 60 },
  "Mamba_1.3B": { ...pure, nEmbd: 2048 },
  // "Detailed hyper-parameters of the Samba models" of arXiv 2406.07522 (table 10 of version 1, 12 of version 3), whose layers count mixers and MLPs.
  // 8196 is what it says of the MLP, of the models beside it as well. Whether embeddings are tied it does not say: those of the smaller ones are.
  "Samba_1.7B": {
    ...samba,
    vocabSize: 50304,
    nLayer: 24,
    nHead: 32,
    nQueryGroups: 4,
    nEmbd: 2048,
    intermediateSize: 8196,
  },
  "Samba_3.8B": { ...samba, vocabSize: 32064, nLayer: 32, nHead: 11, nQueryGroups: 1, nEmbd: 2816, intermediateSize: 9984 },
};

/** Configurations by name, as `presets["Samba_421M"]`. */
export const presets: Readonly<Record<string, SambaConfig>> = Object.fromEntries(
  Object.entries(table).map(([name, given]) => [name, sambaConfig({ ...given, name })]),
);
