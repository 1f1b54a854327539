"""What the watch over the network says while it has found nothing, and no more than it knows."""

from perceptron_sim.ledger import Score
from perceptron_sim.quantities import share

FROM, FEW = 100, 0.1  # after so many exposures, fewer right answers than this are told


def unwarned(score: Score, taught: int) -> str:
    """That it sees nothing wrong; and, where hardly any of the last *taught* answers are right, that too."""
    words = "The watch sees no number running away and no dead or stuck unit."
    if score.exposures < FROM or score.recent is None or score.recent >= FEW:
        return words
    return f"{words} Yet it names {share(score.recent)} of the last {min(taught, score.exposures):,} rightly."
