"""The experiments by name."""

import difflib

from hardware.errors import shown as in_short
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.connectedness import Connectedness
from perceptron_sim.experiments.damage import Damage
from perceptron_sim.experiments.digits import Digits
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.exposure import ExposureTooShort
from perceptron_sim.experiments.galaxies import Galaxies
from perceptron_sim.experiments.left_right import LeftRight
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.noise import Noise
from perceptron_sim.experiments.optimizer_race import OptimizerRace
from perceptron_sim.experiments.own_data import OwnPictures
from perceptron_sim.experiments.parity import Parity
from perceptron_sim.experiments.rules import Rules
from perceptron_sim.experiments.sizes import Sizes
from perceptron_sim.experiments.squares_circles import SquaresCircles
from perceptron_sim.experiments.translation import Translation
from perceptron_sim.experiments.transplant import Transplant
from perceptron_sim.experiments.two_faces import LettersTwoFaces
from perceptron_sim.experiments.two_letters import EOrF, XOrE
from perceptron_sim.experiments.wiring import Wirings
from perceptron_sim.experiments.xor import Xor
from perceptron_sim.options import shown

EXPERIMENTS: dict[str, type[Experiment]] = {
    kind.name: kind
    for kind in (
        Letters,
        LettersTwoFaces,
        LeftRight,
        SquaresCircles,
        XOrE,
        EOrF,
        Digits,
        Noise,
        Damage,
        Wirings,
        ExposureTooShort,
        Rules,
        Sizes,
        Parity,
        Connectedness,
        Xor,
        Galaxies,
        Translation,
        OptimizerRace,
        Transplant,
        OwnPictures,
    )
}


def kind_of(name: object, besides: str = "") -> type[Experiment]:
    """The experiment *name*; SettingError, with a suggestion and what could be given *besides*, if there is none."""
    if not isinstance(name, str) or name not in EXPERIMENTS:
        near = difflib.get_close_matches(name.casefold(), EXPERIMENTS, n=1, cutoff=0.4) if isinstance(name, str) else []
        suggestion = f"; did you mean {near[0]!r}?" if near else ""
        rule = f"one of {', '.join(EXPERIMENTS)}{besides}"
        given = shown(name) if isinstance(name, str) else in_short(name)
        raise SettingError(f"experiment must be {rule}, got {given}{suggestion}")
    return EXPERIMENTS[name]
