"""Trains a small Samba on the King James Version of the Bible and writes it as a folder that `cuica samba generate --model` reads.

    apt-get install bible-kjv bible-kjv-text      # Debian; the text is in the public domain
    bible -f Gen1:1-Rev22:21 > verses.txt < /dev/null
    python examples/train-samba.py verses.txt out --minutes 5

Needs PyTorch alone. Tokens are bytes. Every twentieth chapter is held out; the weights kept are those of the lowest loss on it. Training stops
by the clock: the learning rate follows the share of --minutes that has passed, so a slower GPU sees fewer tokens and still ends well.

out/model.safetensors (bf16), out/config.json, out/training.json (losses, time, device), out/sample.txt.
"""

import argparse
import json
import math
import re
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

CONFIG = {
    "name": "samba-kjv",
    "block_size": 1024,
    "vocab_size": 256,
    "padding_multiple": 64,
    "n_layer": 6,
    "mb_per_layer": 2,
    "n_head": 5,
    "n_embd": 160,
    "intermediate_size": 352,
    "local_window": 256,
    "bias": False,
    "rotary_percentage": 1.0,
    "norm_eps": 1e-5,
    "tied_embeddings": True,
}
STATES, TAPS = 16, 4


def recur(a: Tensor, b: Tensor, reverse: bool = False, chunk: int = 32) -> Tensor:
    """h[t] = a[t] h[t - 1] + b[t] along dimension 1 of [batch, tokens, ...]; with `reverse` h[t] = a[t] h[t + 1] + b[t].

    All chunks walk their tokens at once, each from zero, and keep the products of a; then the last state of one chunk after another is
    carried into the next; then every chunk adds what was carried in, times its products.
    """
    batch, tokens = a.shape[:2]
    a, b = (part.view(batch, tokens // chunk, chunk, *part.shape[2:]) for part in (a, b))
    h, products = torch.empty_like(b), torch.empty_like(a)
    within = range(chunk)[::-1] if reverse else range(chunk)
    before = None
    for i in within:
        if before is None:
            h[:, :, i], products[:, :, i] = b[:, :, i], a[:, :, i]
        else:
            torch.addcmul(b[:, :, i], a[:, :, i], h[:, :, before], out=h[:, :, i])
            torch.mul(a[:, :, i], products[:, :, before], out=products[:, :, i])
        before = i
    carried, carries = torch.zeros_like(h[:, 0, 0]), torch.empty_like(h[:, :, 0])
    for c in range(h.shape[1])[::-1] if reverse else range(h.shape[1]):
        carries[:, c] = carried
        carried = torch.addcmul(h[:, c, before], products[:, c, before], carried)
    return h.addcmul_(products, carries[:, :, None]).view(batch, tokens, *h.shape[3:])


class Recurrence(torch.autograd.Function):
    """`recur` and its gradient, which is the same recurrence backwards in time."""

    @staticmethod
    def forward(context, a: Tensor, b: Tensor) -> Tensor:
        h = recur(a, b)
        context.save_for_backward(a, h)
        return h

    @staticmethod
    def backward(context, gradient: Tensor) -> tuple[Tensor, Tensor]:
        a, h = context.saved_tensors
        following = torch.cat([a[:, 1:], torch.zeros_like(a[:, :1])], 1)
        of_b = recur(following, gradient.contiguous(), reverse=True)
        of_a = torch.cat([torch.zeros_like(h[:, :1]), of_b[:, 1:] * h[:, :-1]], 1)
        return of_a, of_b


class Mamba(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        inner, rank = 2 * width, math.ceil(width / 16)
        self.in_proj = nn.Linear(width, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, TAPS, groups=inner)
        self.x_proj = nn.Linear(inner, rank + 2 * STATES, bias=False)
        self.dt_proj = nn.Linear(rank, inner)
        self.A_log = nn.Parameter(torch.log(torch.arange(1.0, STATES + 1)).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, width, bias=False)
        # Step sizes begin between 0.001 and 0.1, evenly in their logarithm.
        step = torch.exp(torch.rand(inner) * math.log(100) + math.log(0.001))
        with torch.no_grad():
            self.dt_proj.weight.uniform_(-(rank**-0.5), rank**-0.5)
            self.dt_proj.bias.copy_(step + torch.log(-torch.expm1(-step)))

    def scan(self, x: Tensor, low_rank: Tensor, keys: Tensor, queries: Tensor) -> Tensor:
        with torch.autocast(x.device.type, enabled=False):
            x, keys, queries = x.float(), keys.float(), queries.float()
            step = F.softplus(F.linear(low_rank.float(), self.dt_proj.weight, self.dt_proj.bias))
            decay = torch.exp(step[..., None] * -torch.exp(self.A_log))
            h = Recurrence.apply(decay, (step * x)[..., None] * keys[:, :, None])
            return (h @ queries[..., None])[..., 0] + self.D * x

    def forward(self, x: Tensor) -> Tensor:
        tokens = x.shape[1]
        x, gate = self.in_proj(x).chunk(2, -1)
        padded = F.pad(x, (0, 0, TAPS - 1, 0))
        x = F.silu(self.conv1d.bias + sum(self.conv1d.weight[:, 0, i] * padded[:, i : i + tokens] for i in range(TAPS)))
        parts = self.x_proj(x).split([self.dt_proj.in_features, STATES, STATES], -1)
        # The states are 32 times the size of the layer's input: the backward pass computes them anew.
        y = checkpoint(self.scan, x, *parts, use_reentrant=False)
        return self.out_proj(y * F.silu(gate))


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, window: int):
        super().__init__()
        self.heads, self.window = heads, window
        self.attn = nn.Linear(width, 3 * width, bias=False)
        self.proj = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        size = width // self.heads
        # As in a checkpoint of any number of query groups, each head's query, key and value rows are together.
        q, k, v = self.attn(x).view(batch, tokens, self.heads, 3, size).permute(3, 0, 2, 1, 4)
        at = torch.arange(tokens, device=x.device)
        angles = torch.outer(at.float(), 10000.0 ** (-torch.arange(0, size, 2, device=x.device).float() / size))
        cos, sin = torch.cos(angles), torch.sin(angles)

        def rotate(part: Tensor) -> Tensor:
            first, second = part.float().chunk(2, -1)
            return torch.cat([first * cos - second * sin, second * cos + first * sin], -1).to(v.dtype)

        distance = at[:, None] - at
        y = F.scaled_dot_product_attention(rotate(q), rotate(k), v, attn_mask=(distance >= 0) & (distance < self.window))
        return self.proj(y.transpose(1, 2).reshape(batch, tokens, width))


class SwiGLU(nn.Module):
    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.w1, self.w2 = nn.Linear(width, hidden, bias=False), nn.Linear(width, hidden, bias=False)
        self.w3 = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.w3(F.silu(self.w1(x)) * self.w2(x))


class Block(nn.Module):
    def __init__(self, layer: int):
        super().__init__()
        width = CONFIG["n_embd"]
        self.norm_1, self.norm_2 = (nn.RMSNorm(width, eps=CONFIG["norm_eps"]) for _ in range(2))
        mamba = layer % CONFIG["mb_per_layer"] == 0
        self.attn = Mamba(width) if mamba else Attention(width, CONFIG["n_head"], CONFIG["local_window"])
        self.mlp = nn.ModuleDict({"swiglu": SwiGLU(width, CONFIG["intermediate_size"])})

    def forward(self, x: Tensor, dropout: float) -> Tensor:
        x = x + F.dropout(self.attn(self.norm_1(x)), dropout, self.training)
        return x + F.dropout(self.mlp["swiglu"](self.norm_2(x)), dropout, self.training)


class Samba(nn.Module):
    """Its state dictionary has the names of a checkpoint of the family, with tied embeddings."""

    def __init__(self):
        super().__init__()
        width, layers = CONFIG["n_embd"], CONFIG["n_layer"]
        self.transformer = nn.ModuleDict(
            {
                "wte": nn.Embedding(CONFIG["vocab_size"], width),
                "h": nn.ModuleList(Block(layer) for layer in range(layers)),
                "ln_f": nn.RMSNorm(width, eps=CONFIG["norm_eps"]),
            }
        )
        nn.init.normal_(self.transformer["wte"].weight, std=0.02)
        for name, parameter in self.named_parameters():
            if name.endswith(("out_proj.weight", "attn.proj.weight", "w3.weight")):
                parameter.data /= math.sqrt(2 * layers)

    def forward(self, tokens: Tensor, dropout: float = 0.0) -> Tensor:
        x = self.transformer["wte"](tokens)
        for block in self.transformer["h"]:
            x = block(x, dropout)
        return F.linear(self.transformer["ln_f"](x), self.transformer["wte"].weight)


def split(verses: str) -> tuple[bytes, bytes]:
    """The text without its references, one verse a line and an empty line between chapters: what is trained on, and what is held out."""
    chapters: dict[str, list[str]] = {}
    for line in verses.splitlines():
        reference, text = line.split(" ", 1)
        if not re.fullmatch(r"[1-3]?[A-Za-z]+\d+:\d+", reference):
            raise SystemExit(f"no verse: {line!r}")
        chapters.setdefault(reference.split(":")[0], []).append(text + "\n")
    texts = ["".join(chapter) + "\n" for chapter in chapters.values()]
    return ("".join(t for n, t in enumerate(texts) if n % 20 != 10).encode(), "".join(t for n, t in enumerate(texts) if n % 20 == 10).encode())


@torch.no_grad()
def held_out_loss(model: nn.Module, text: Tensor, length: int, batch: int, autocast) -> float:
    """Mean loss in nats a byte, of windows one after another, each read from its own beginning."""
    model.eval()
    windows = text[: (len(text) - 1) // length * length + 1].unfold(0, length + 1, length)
    total = 0.0
    for part in windows.split(batch):
        with autocast():
            answers = model(part[:, :-1].contiguous())
        total += F.cross_entropy(answers.float().flatten(0, 1), part[:, 1:].flatten(), reduction="sum").item()
    model.train()
    return total / windows.shape[0] / length


@torch.no_grad()
def sample(model: nn.Module, prompt: bytes, count: int, temperature: float, length: int) -> str:
    """The context is padded behind to one fixed length, which a causal model does not see."""
    model.eval()
    device = next(model.parameters()).device
    tokens = list(prompt)
    generator = torch.Generator().manual_seed(1)
    for _ in range(count):
        seen = torch.tensor(tokens[-length:], device=device)
        p = torch.softmax(model(F.pad(seen, (0, length - len(seen)))[None])[0, len(seen) - 1].float().cpu() / temperature, -1)
        tokens.append(int(torch.multinomial(p, 1, generator=generator)))
    return bytes(tokens).decode(errors="replace")


def write_safetensors(path: Path, tensors: dict[str, Tensor]) -> None:
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        end = at + 2 * tensor.numel()
        header[name] = {"dtype": "BF16", "shape": list(tensor.shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().view(torch.uint8).numpy().tobytes())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("verses", type=Path, help="what `bible -f Gen1:1-Rev22:21` printed")
    arguments.add_argument("out", type=Path, help="the folder to write")
    arguments.add_argument("--minutes", type=float, default=5.0, help="of training; what follows takes less than one more")
    arguments.add_argument("--batch", type=int, default=32, help="sequences of a step")
    arguments.add_argument("--length", type=int, default=1024, help="bytes of a sequence, a multiple of 32")
    arguments.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    arguments.add_argument("--dropout", type=float, default=0.05)
    arguments.add_argument("--sample", type=int, default=600, help="bytes to write at the end")
    given = arguments.parse_args()

    torch.manual_seed(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
    autocast = lambda: torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")
    text, held = (torch.frombuffer(bytearray(part), dtype=torch.uint8).to(device).long() for part in split(given.verses.read_text("ascii")))
    model = Samba().to(device)
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{count} parameters; {len(text)} bytes to train on, {len(held)} held out; {device}", flush=True)
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in model.named_parameters():
        groups[parameter.dim() == 2 and not name.endswith("A_log")].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[True], "weight_decay": 0.1}, {"params": groups[False], "weight_decay": 0.0}], lr=given.rate, betas=(0.9, 0.95)
    )
    offsets = torch.arange(given.length + 1, device=device)
    start, step, share, best, kept, losses, measured = time.monotonic(), 0, 0.0, math.inf, {}, [], 0.0
    while share < 1:
        share = min(1.0, (time.monotonic() - start) / (60 * given.minutes))
        rate = given.rate * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        begins = torch.randint(len(text) - given.length - 1, (given.batch, 1), device=device)
        window = text[begins + offsets]
        with autocast():
            answers = model(window[:, :-1], given.dropout)
        loss = F.cross_entropy(answers.float().flatten(0, 1), window[:, 1:].flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if share - measured >= 0.05 or share == 1:
            measured = share
            of_held = held_out_loss(model, held, given.length, given.batch, autocast)
            seconds = time.monotonic() - start
            losses.append({"step": step, "seconds": round(seconds, 1), "training": round(loss.item(), 4), "heldOut": round(of_held, 4)})
            print(f"step {step}, {seconds:.0f} s: loss {loss.item():.4f}, held out {of_held:.4f}", flush=True)
            if of_held < best:
                best, kept = of_held, {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}

    rounded = {name: value.bfloat16() for name, value in kept.items()}
    model.load_state_dict({name: value.float() for name, value in rounded.items()})
    # In f32: the loss of the weights as they are written.
    final = held_out_loss(model, held, given.length, given.batch, lambda: torch.autocast(device.type, enabled=False))
    given.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(given.out / "model.safetensors", rounded)
    (given.out / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
    report = {
        "parameters": count,
        "bytesTrainedOn": step * given.batch * given.length,
        "heldOutNatsPerByte": round(final, 4),
        "heldOutBitsPerByte": round(final / math.log(2), 4),
        "device": torch.cuda.get_device_name() if device.type == "cuda" else "CPU",
        "torch": torch.__version__,
        "losses": losses,
    }
    (given.out / "training.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"held out, of the bf16 weights: {final:.4f} nats, {final / math.log(2):.4f} bits a byte", flush=True)
    written = sample(model, b"And it came to pass", given.sample, 0.7, given.length)
    (given.out / "sample.txt").write_text(written + "\n")
    print(written)


if __name__ == "__main__":
    main()
