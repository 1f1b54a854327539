"""Training steps of the network against PyTorch's in eager mode, as its own tutorials write them, one thread each."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from rows import Row, alone, in_turn

import modern

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    torch = None

HOW_TO_ADD = "PyTorch is not installed: `.venv/bin/python -m pip install torch` adds the rows against it"
SEED = 0
Step = Callable[[], object]


def ours(network: modern.Network, loss: modern.Loss, optimizer: modern.Optimizer, x: np.ndarray, t: np.ndarray) -> Step:
    """One training step of ours."""
    return partial(modern.train_step, network, loss, optimizer, x, t)


def theirs(net: "nn.Module", loss: Callable, optimizer: "torch.optim.Optimizer", x: np.ndarray, t: np.ndarray) -> Step:
    """One training step of PyTorch's."""
    x, t = torch.from_numpy(x), torch.from_numpy(t)

    def step() -> None:
        optimizer.zero_grad()
        loss(net(x), t).backward()
        optimizer.step()

    return step


def repeated(step: Step, calls: int) -> Step:
    """A block of *calls* steps."""

    def block() -> None:
        for _ in range(calls):
            step()

    return block


def drawn(batch: int, *shape: int) -> tuple[np.ndarray, np.ndarray]:
    """Images and labels 0 to 9."""
    rng = np.random.default_rng(SEED)
    return rng.random((batch, *shape), dtype=np.float32), rng.integers(0, 10, batch)


def dense_pair(hidden: int, batch: int, **settings: bool) -> tuple[Step, Step]:
    """400-hidden-10 with ReLU and Adam, PyTorch's with *settings*."""
    images, labels = drawn(batch, 400)
    network = modern.Network.dense([400, hidden, 10], rng=np.random.default_rng(SEED))
    net = nn.Sequential(nn.Linear(400, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    adam = torch.optim.Adam(net.parameters(), lr=0.001, **settings)
    return (
        ours(network, modern.cross_entropy, modern.Adam(0.001), images, labels),
        theirs(net, functional.cross_entropy, adam, images, labels),
    )


def lecture_pair() -> tuple[Step, Step]:
    """The 2-2-2 net of the worked example, one example, gradient descent."""
    x, t = np.array([[0.05, 0.10]], np.float32), np.array([[0.01, 0.99]], np.float32)
    layers = [modern.Dense(2, "sigmoid"), modern.Dense(2, "sigmoid")]
    network = modern.Network(layers, input_shape=(2,), rng=np.random.default_rng(SEED))
    net = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 2), nn.Sigmoid())
    return (
        ours(network, modern.half_squared_sum, modern.GradientDescent(0.5), x, t),
        theirs(net, lambda y, t: ((t - y) ** 2).sum() / 2, torch.optim.SGD(net.parameters(), lr=0.5), x, t),
    )


def conv_pair() -> tuple[Step, Step]:
    """1x20x20 -> 8 filters 5x5 with ReLU -> largest of 2x2 -> 10, batch 32, Adam."""
    images, labels = drawn(32, 1, 20, 20)
    layers = [modern.Conv2D(8, 5, activation="relu"), modern.MaxPool(2), modern.Flatten(), modern.Dense(10)]
    network = modern.Network(layers, input_shape=(1, 20, 20), rng=np.random.default_rng(SEED))
    net = nn.Sequential(nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 10))
    adam = torch.optim.Adam(net.parameters(), lr=0.001)
    return (
        ours(network, modern.cross_entropy, modern.Adam(0.001), images, labels),
        theirs(net, functional.cross_entropy, adam, images, labels),
    )


# name: (the pair, steps a block, what is asked of the ratio)
PAIRS: dict[str, tuple[Callable[[], tuple[Step, Step]], int, float | None]] = {
    "pytorch_400_64_10_batch_32": (partial(dense_pair, 64, 32), 100, 1 / 2),
    "pytorch_fused_400_64_10_batch_32": (partial(dense_pair, 64, 32, fused=True), 100, None),  # not its default
    "pytorch_2_2_2_one_example": (lecture_pair, 200, 1 / 3),
    "pytorch_400_256_10_batch_128": (partial(dense_pair, 256, 128), 20, 1.0),
    "pytorch_conv_20x20_batch_32": (conv_pair, 20, 1.2),
}


def newton_step() -> Step:
    """A damped step of 2-3-1 with tanh on 100 examples, exact Hessian."""
    rng = np.random.default_rng(SEED)
    points = rng.normal(size=(100, 2))
    targets = np.sign(points[:, :1] * points[:, 1:])
    layers = [modern.Dense(3, "tanh"), modern.Dense(1)]
    network = modern.Network(layers, input_shape=(2,), rng=rng, dtype=np.float64)
    newton = modern.Newton(damping="automatic")
    return lambda: newton.step(network.parameters, lambda: modern.mean_squared_error(network(points), targets))


def rows(blocks: int) -> Iterator[Row]:
    """Newton's step by itself; where PyTorch is installed, every pair."""
    note = "Newton's step on 100 examples with the exact Hessian; nothing to compare"
    yield alone("newton_2_3_1", newton_step(), calls=1, blocks=4 * blocks, note=note, us_at_most=20_000)
    if torch is None:
        return
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    note = f"training step / PyTorch {torch.__version__} eager, one thread"
    for name, (pair, calls, at_most) in PAIRS.items():
        our_block, their_block = (repeated(step, calls) for step in pair())
        yield in_turn(name, our_block, their_block, calls=calls, blocks=blocks, note=note, ratio_at_most=at_most)
