"""The model of samba_peer.py: Mamba, attention (over windows or all tokens, GQA) and SwiGLU blocks as one would write them in plain PyTorch for speed.

What it guarantees: logits are those of runtime/samba/fixtures/models.py (samba_peer_check.py compares them), whose names and shapes of parameters
it takes; in bf16, operands and results of linear maps are bf16 and the residual stream, norms, gates and scan f32. Prefill in chunks needs memory
for one chunk beside its state. A model it has no peer for is a NotImplementedError that names why.

PyTorch has no selective scan (its associative_scan is a prototype). `scan` is one in plain PyTorch, parallel over blocks of 16 tokens.
"""

import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.attention.bias import causal_lower_right
from torch.nn.attention.flex_attention import create_block_mask, flex_attention

sys.path.insert(0, str(Path(__file__).parent.parent / "runtime/samba/fixtures"))
from models import complete, mixer_of, parameter_shapes

SCAN = "scan in plain PyTorch, blocks of 16 tokens in parallel"
BLOCK = 16
TAPS = 4
STATES = 16


def walk(step: Tensor, value: Tensor, keys: Tensor, rate: Tensor, state: Tensor, queries: Tensor | None = None):
    """h_t = exp(step_t rate) h_{t-1} + step_t value_t keys_t and y_t = <h_t, queries_t>, token by token along the last but one dimension of
    step and value [..., tokens, channels], keys and queries [..., tokens, states], state [..., channels, states]: the last h, and y."""
    outputs = []
    for t in range(step.shape[-2]):
        at = step[..., t, :, None]
        state = torch.exp(at * rate) * state + at * value[..., t, :, None] * keys[..., t, None, :]
        if queries is not None:
            outputs.append((state * queries[..., t, None, :]).sum(-1))
    return state, torch.stack(outputs, -2) if outputs else None


def carries(decay: Tensor, added: Tensor, state: Tensor):
    """s_{m+1} = decay_m s_m + added_m along dimension 1, by a tree of sixteen children a node: every s_m, and the last."""
    count = decay.shape[1]
    fan = count if count <= BLOCK else math.gcd(count, BLOCK)
    if fan == 1 or fan == count:
        starts = []
        for m in range(count):
            starts.append(state)
            state = decay[:, m] * state + added[:, m]
        return torch.stack(starts, 1), state
    decay, added = decay.unflatten(1, (-1, fan)), added.unflatten(1, (-1, fan))
    group_decay, group_added = decay[:, :, 0], added[:, :, 0]
    for m in range(1, fan):
        group_decay, group_added = decay[:, :, m] * group_decay, decay[:, :, m] * group_added + added[:, :, m]
    at, last = carries(group_decay, group_added, state)
    starts = []
    for m in range(fan):
        starts.append(at)
        at = decay[:, :, m] * at + added[:, :, m]
    return torch.stack(starts, 2).flatten(1, 2), last


def scan(step: Tensor, value: Tensor, keys: Tensor, queries: Tensor, rate: Tensor, state: Tensor):
    """Mamba's selective scan (2312.00752, algorithm 2) in f32: y [batch, tokens, channels] and the last state. Each block is walked from zero for
    what it adds, the blocks are joined, and each is walked again from its true state; no token's state need be stored."""
    block = math.gcd(step.shape[1], BLOCK)
    if step.shape[1] <= BLOCK:
        last, y = walk(step, value, keys, rate, state, queries)
        return y, last
    step, value, keys, queries = (part.unflatten(1, (-1, block)) for part in (step, value, keys, queries))
    added, _ = walk(step, value, keys, rate, torch.zeros_like(state)[:, None])
    starts, last = carries(torch.exp(step.sum(2)[..., None] * rate), added, state)
    return walk(step, value, keys, rate, starts, queries)[1].flatten(1, 2), last


def norm(x: Tensor, weight: Tensor, eps: float, dtype: torch.dtype) -> Tensor:
    return F.rms_norm(x, weight.shape, weight, eps).to(dtype)


def mlp(x: Tensor, w: dict[str, Tensor], eps: float) -> Tensor:
    if "mlp" not in w:
        return x
    gate, up = F.linear(norm(x, w["norm_2"], eps, w["mlp"].dtype), w["mlp"]).chunk(2, -1)
    return x + F.linear((F.silu(gate.float()) * up.float()).to(gate.dtype), w["mlp_out"]).float()


def mamba(x: Tensor, w: dict[str, Tensor], eps: float, taps: Tensor, state: Tensor) -> Tensor:
    """A block of x [batch, tokens, width]; the convolution's last inputs and the scan's state are updated in place."""
    tokens, dtype = x.shape[1], w["in"].dtype
    value, gate = F.linear(norm(x, w["norm"], eps, dtype), w["in"]).chunk(2, -1)
    padded = torch.cat([taps, value], 1)
    taps.copy_(padded[:, -(TAPS - 1) :])
    value = F.silu(sum(w["conv"][:, i] * padded[:, i : i + tokens].float() for i in range(TAPS)) + w["conv_bias"]).to(dtype)
    rank = w["dt"].shape[1]
    low_rank, keys, queries = F.linear(value, w["x"]).split([rank, STATES, STATES], -1)
    step = F.softplus(F.linear(low_rank, w["dt"]).float() + w["dt_bias"])
    y, last = scan(step, value.float(), keys.float(), queries.float(), w["rate"], state)
    state.copy_(last)
    y = (y + w["D"] * value.float()) * F.silu(gate.float())
    return mlp(x + F.linear(y.to(dtype), w["out"]).float(), w, eps)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = x.float().chunk(2, -1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], -1).to(x.dtype)


def queries_keys_values(x: Tensor, w: dict[str, Tensor], eps: float, heads: int, groups: int, turn: tuple[Tensor, Tensor] | None):
    """q [batch, heads, tokens, size], k and v [batch, groups, tokens, size] of x [batch, tokens, width]."""
    packed = F.linear(norm(x, w["norm"], eps, w["qkv"].dtype), w["qkv"]).unflatten(-1, (groups, heads // groups + 2, -1))
    q, k, v = packed[..., :-2, :].flatten(2, 3), packed[..., -2, :], packed[..., -1, :]
    if turn is not None:
        q, k = rotate(q, *turn), rotate(k, *turn)
    return q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)


def after_attention(x: Tensor, o: Tensor, w: dict[str, Tensor], eps: float) -> Tensor:
    return mlp(x + F.linear(o.transpose(1, 2).flatten(2), w["out"]).float(), w, eps)


def head(x: Tensor, weight: Tensor, table: Tensor, eps: float) -> Tensor:
    return F.linear(norm(x, weight, eps, table.dtype), table).float()


class Functions:
    """What layers are made of: eager, compiled, or tuned, which is compiled with coordinate descent (and products of one row as reductions). A
    function's code is shared by all layers of a kind; what mode="reduce-overhead" would do is left to one CUDA graph of a whole step."""

    def __init__(self, layers: str):
        options = {"coordinate_descent_tuning": layers == "tuned"}
        made = (lambda f: f) if layers == "eager" else (lambda f: torch.compile(f, dynamic=False, options=options))
        self.mamba, self.queries_keys_values, self.after_attention, self.head = map(made, (mamba, queries_keys_values, after_attention, head))
        self.flex = made(flex_attention)


class Model:
    """Weights in the layout that the functions want, one dictionary a block, from parameters in a checkpoint's names (which are used up)."""

    def __init__(self, config: dict, parameters: dict[str, Tensor], dtype: torch.dtype):
        self.config, self.blocks = config, []
        take = lambda name: parameters.pop(f"{name}.weight").to(dtype)
        wide = lambda name: parameters.pop(name).float()
        self.embedding = take("transformer.wte")
        for n in range(config["n_layer"]):
            at = f"transformer.h.{n}"
            kind = "mamba" if config["mamba"] else mixer_of(config, n)
            path, first = (f"{at}.mixer", "norm") if config["mamba"] else (f"{at}.attn", "norm_1")
            w = {"norm": wide(f"{at}.{first}.weight")}
            if kind == "mamba":
                w |= {"in": take(f"{path}.in_proj"), "x": take(f"{path}.x_proj"), "dt": take(f"{path}.dt_proj"), "out": take(f"{path}.out_proj")}
                w |= {"conv": wide(f"{path}.conv1d.weight")[:, 0], "conv_bias": wide(f"{path}.conv1d.bias")}
                w |= {"dt_bias": wide(f"{path}.dt_proj.bias"), "D": wide(f"{path}.D"), "rate": -torch.exp(wide(f"{path}.A_log"))}
            elif kind == "attention":
                w |= {"qkv": take(f"{path}.attn"), "out": take(f"{path}.proj")}
            if f"{at}.mlp.swiglu.w1.weight" in parameters:
                w["norm_2"] = wide(f"{at}.norm_2.weight")
                w |= {"mlp": torch.cat([take(f"{at}.mlp.swiglu.w{i}") for i in (1, 2)]), "mlp_out": take(f"{at}.mlp.swiglu.w3")}
            self.blocks.append((kind, w))
        self.norm = wide("transformer.ln_f.weight")
        self.table = self.embedding if config["tied_embeddings"] else take("lm_head")
        if parameters:
            raise NotImplementedError(f"no peer for a model with {next(iter(parameters))}")
        if config["self_extend"] or config["rotary_percentage"] != 1:
            raise NotImplementedError("no peer for Self-Extend or partial rotary embedding")
        self.heads, self.groups = (0, 0) if config["mamba"] else (config["n_head"], config["n_query_groups"])
        self.device = self.embedding.device

    def window(self, block: int) -> int:
        """Tokens that a block's attention sees, -1: all."""
        every = self.config["full_per_layer"]
        return self.config["local_window"] if block % every < every - 1 else -1

    def __call__(self, functions: Functions, tokens: Tensor, positions: Tensor, state: "State") -> Tensor:
        """Logits [batch, padded vocabulary] after the last of tokens [batch, tokens] at positions [tokens]."""
        eps, turn = self.config["norm_eps"], None
        if not self.config["nope"] and self.heads:
            size = self.config["n_embd"] // self.heads
            rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float64, device=self.device) / size)
            angles = torch.outer(positions.double() / self.config["condense_ratio"], rates)[:, None]
            turn = torch.cos(angles).float(), torch.sin(angles).float()
        x = F.embedding(tokens, self.embedding).float()
        for n, (kind, w) in enumerate(self.blocks):
            if kind == "mamba":
                x = functions.mamba(x, w, eps, *state.of[n])
            else:
                q, k, v = functions.queries_keys_values(x, w, eps, self.heads, self.groups, turn)
                x = functions.after_attention(x, state.attend(functions, n, q, k, v), w, eps)
        return functions.head(x[:, -1], self.norm, self.table, eps)


class State:
    """Per block, the convolution's inputs and the scan's state, or keys and values of `slots(window)` tokens."""

    def __init__(self, model: Model, batch: int, attention: str, slots):
        self.model, self.attention, self.of = model, attention, []
        width, like = model.config["n_embd"], model.embedding
        for n, (kind, _) in enumerate(model.blocks):
            if kind == "mamba":
                shapes = [(batch, TAPS - 1, 2 * width), (batch, 2 * width, STATES)]
            else:
                shapes = [(batch, model.groups, slots(model.window(n)), width // model.heads)] * 2
            dtypes = (like.dtype, torch.float32 if kind == "mamba" else like.dtype)
            self.of.append([like.new_zeros(shape, dtype=dtype) for shape, dtype in zip(shapes, dtypes)])

    def masked(self, q: Tensor, k: Tensor, v: Tensor, visible: Tensor) -> Tensor:
        """SDPA under a mask has no grouped queries of its own."""
        return F.scaled_dot_product_attention(q, *(part.repeat_interleave(q.shape[1] // k.shape[1], 1) for part in (k, v)), visible)


class Chunks(State):
    """Of prefill: a window's last tokens in order, or all tokens. `start` is the position of the chunk at hand."""

    def __init__(self, model: Model, batch: int, attention: str, tokens: int, chunk: int):
        super().__init__(model, batch, attention, lambda window: window if window > 0 else tokens)
        self.tokens, self.chunk, self.masks, self.start = tokens, chunk, {}, 0

    def mask(self, window: int):
        """Of the chunk's queries and, in a window, the window before the chunk and the chunk, or else the whole cache; made once."""
        key = (window, min(self.start, window) if window > 0 else self.start)
        if key not in self.masks:
            device = self.model.device
            begin = torch.tensor(self.start, device=device)
            if window > 0:
                visible, keys = lambda b, h, q, k: (k > q) & (k <= q + window) & (k >= window - begin), window + self.chunk
            else:
                visible, keys = lambda b, h, q, k: k <= q + begin, self.tokens
            if self.attention == "flex":
                self.masks[key] = create_block_mask(visible, None, None, self.chunk, keys, device)
            else:
                self.masks[key] = visible(0, 0, torch.arange(self.chunk, device=device)[:, None], torch.arange(keys, device=device))
        return self.masks[key]

    def make_masks(self) -> None:
        for self.start in range(0, self.tokens, self.chunk):
            for n, (kind, _) in enumerate(self.model.blocks):
                if kind == "attention" and (self.attention == "flex" or self.model.window(n) > 0):
                    self.mask(self.model.window(n))

    def attend(self, functions: Functions, block: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        window, cached, grouped = self.model.window(block), self.of[block], self.model.heads != self.model.groups
        if window > 0:
            joined = [torch.cat(pair, 2) for pair in zip(cached, (k, v))]
            for old, new in zip(cached, joined):
                old.copy_(new[:, :, -window:])
        else:
            joined = cached
            for old, new in zip(cached, (k, v)):
                old[:, :, self.start : self.start + self.chunk] = new
        if self.attention == "flex":
            return functions.flex(q, *joined, block_mask=self.mask(window), enable_gqa=grouped)
        if window > 0:
            return self.masked(q, *joined, self.mask(window))
        seen = [part[:, :, : self.start + self.chunk] for part in joined]
        return F.scaled_dot_product_attention(q, *seen, causal_lower_right(self.chunk, self.start + self.chunk), enable_gqa=grouped)


class Slots(State):
    """Of decoding: static rings of keys and values. Once they are full their order does not matter, and no mask is needed."""

    def __init__(self, model: Model, batch: int, attention: str, tokens: int, position: int):
        super().__init__(model, batch, attention, lambda window: min(window, tokens) if window > 0 else tokens)
        self.full = position >= tokens - 1
        self.position = torch.tensor([position], device=model.device)

    def attend(self, functions: Functions, block: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        cached, slots, grouped = self.of[block], self.of[block][0].shape[2], self.model.heads != self.model.groups
        for old, new in zip(cached, (k, v)):
            old.index_copy_(2, self.position % slots, new)
        if not self.full:
            return self.masked(q, *cached, (torch.arange(slots, device=self.model.device) <= self.position)[None])
        if self.attention == "flex":
            return functions.flex(q, *cached, enable_gqa=grouped)
        return F.scaled_dot_product_attention(q, *cached, enable_gqa=grouped)


def random_parameters(config: dict, dtype: torch.dtype, device: str) -> dict[str, Tensor]:
    """Such that steps and decays are those of a trained model's size."""
    made = {}
    for name, shape in parameter_shapes(config).items():
        if name.endswith("A_log"):
            made[name] = torch.arange(1, STATES + 1, device=device).float().log().expand(shape)
        elif name.endswith("dt_proj.bias"):
            made[name] = torch.rand(shape, device=device) * 4.6 - 6.9
        elif len(shape) == 1:
            made[name] = torch.ones(shape, device=device)
        else:
            made[name] = torch.randn(shape, device=device, dtype=dtype) * 0.02
    return made
