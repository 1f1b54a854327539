"""The experiments by name."""

import difflib
import importlib
from collections.abc import Iterator, Mapping

from hardware.errors import shown as in_short
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.options import shown


class Experiments(Mapping[str, type[Experiment]]):
    """Classes of experiments by name, from *homes*: their modules and names; each is loaded when it is asked for."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = homes

    def __getitem__(self, name: str) -> type[Experiment]:
        module, name_of_class = self._homes[name].split(".")
        kind: type[Experiment] = getattr(importlib.import_module(f"perceptron_sim.experiments.{module}"), name_of_class)
        return kind

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


EXPERIMENTS = Experiments(
    {
        "letters": "letters.Letters",
        "letters-two-faces": "letters_two_faces.LettersTwoFaces",
        "left-right": "left_right.LeftRight",
        "squares-circles": "squares_circles.SquaresCircles",
        "x-e": "two_letters.XOrE",
        "e-f": "two_letters.EOrF",
        "digits": "digits.Digits",
        "noise": "noise.Noise",
        "damage": "damage.Damage",
        "wiring": "wiring.Wirings",
        "exposure-too-short": "exposure_too_short.ExposureTooShort",
        "rules": "rules.Rules",
        "sizes": "sizes.Sizes",
        "parity": "parity.Parity",
        "connectedness": "connectedness.Connectedness",
        "xor": "xor.Xor",
        "galaxies": "galaxies.Galaxies",
        "translation": "translation.Translation",
        "optimizer-race": "optimizer_race.OptimizerRace",
        "race": "race.Race",
        "transplant": "transplant.Transplant",
        "data": "own_data.OwnPictures",
    }
)


def kind_of(name: object, besides: str = "") -> type[Experiment]:
    """The experiment *name*; SettingError, with a suggestion and what could be given *besides*, if there is none."""
    if not isinstance(name, str) or name not in EXPERIMENTS:
        near = difflib.get_close_matches(name.casefold(), EXPERIMENTS, n=1, cutoff=0.4) if isinstance(name, str) else []
        suggestion = f"; did you mean {near[0]!r}?" if near else ""
        rule = f"one of {', '.join(EXPERIMENTS)}{besides}"
        given = shown(name) if isinstance(name, str) else in_short(name)
        raise SettingError(f"experiment must be {rule}, got {given}{suggestion}")
    return EXPERIMENTS[name]
