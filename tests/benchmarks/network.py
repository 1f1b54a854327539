"""A training step of the network against the same arithmetic written out by hand in numpy, without any graph."""

from collections.abc import Callable, Iterator

import numpy as np
from rows import Row, in_turn

from modern import Adam, Network, cross_entropy, train_step

STEPS = 200


def by_hand(images: np.ndarray, labels: np.ndarray, outputs: int) -> Callable[[], object]:
    """Forward, backward and Adam for one hidden layer of 64, as formulas."""
    rng, examples = np.random.default_rng(0), np.arange(len(labels))
    flat = rng.uniform(-0.05, 0.05, 400 * 64 + 64 + 64 * outputs + outputs).astype(np.float32)
    gradient, mean, square = np.zeros_like(flat), np.zeros_like(flat), np.zeros_like(flat)
    ends = np.cumsum([400 * 64, 64, 64 * outputs])
    w, b, v, c = (part.reshape(shape) for part, shape in zip(np.split(flat, ends), shapes(outputs), strict=True))
    parts = zip(np.split(gradient, ends), shapes(outputs), strict=True)
    dw, db, dv, dc = (part.reshape(shape) for part, shape in parts)

    def steps() -> None:
        for step in range(1, STEPS + 1):
            hidden = np.maximum(images @ w + b, 0)
            logits = hidden @ v + c
            p = np.exp(logits - logits.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            p[examples, labels] -= 1
            p /= len(labels)
            dv[:], dc[:] = hidden.T @ p, p.sum(axis=0)
            back = (p @ v.T) * (hidden > 0)
            dw[:], db[:] = images.T @ back, back.sum(axis=0)
            mean[:] = 0.9 * mean + 0.1 * gradient
            square[:] = 0.999 * square + 0.001 * gradient**2
            flat[:] -= 0.001 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)

    return steps


def shapes(outputs: int) -> tuple[tuple[int, ...], ...]:
    """Of the hidden layer's weights and biases, and of the last layer's."""
    return (400, 64), (64,), (64, outputs), (outputs,)


def rows(blocks: int) -> Iterator[Row]:
    """The network of the letters, one image a step, and a batch of 32."""
    for outputs, batch in ((26, 1), (10, 32)):
        rng = np.random.default_rng(0)
        images = rng.random((batch, 400), dtype=np.float32)
        labels = rng.integers(0, outputs, batch)
        network, adam = Network.dense((400, 64, outputs), rng=rng), Adam(0.001)

        def steps(network=network, adam=adam, images=images, labels=labels) -> None:
            for _ in range(STEPS):
                train_step(network, cross_entropy, adam, images, labels)

        name = f"step_400_64_{outputs}_batch_{batch}"
        note = "training step with Adam / the same written out in numpy"
        yield in_turn(name, steps, by_hand(images, labels, outputs), calls=STEPS, blocks=max(3, blocks // 3), note=note)
