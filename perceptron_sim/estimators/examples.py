"""The experiment that an estimator makes of what it is given: so it is checked, and taught, as all others are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hardware import Mark1Spec, plain
from hardware.errors import shown
from hardware.plain import suggestion
from perceptron_sim.codes import bits_of
from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_file import located_in
from perceptron_sim.experiment_keys import MARK1, keys_of
from perceptron_sim.experiments.experiment import USUAL_MACHINE, Experiment
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.machine_values import machine_from_values

BETWEEN = "__"  # as scikit-learn writes the setting of a part


@dataclass(frozen=True, kw_only=True)
class Examples(Experiment):
    """Teaches *given*."""

    name: ClassVar[str] = "examples"
    title: ClassVar[str] = "what an estimator is given"

    given: Stimuli

    def draw_taught(self) -> Stimuli:
        """There is nothing to draw."""
        return self.given


def machine_of(mark1: Any, code: str, classes: int, codewords: tuple[str, ...]) -> Mark1Spec:
    """The machine that *mark1* says: a specification, or nested mappings as in an experiment's file, or None.

    Unless it says so, the code's bits are the R-units in use, and where the eight do not suffice, there are so many
    more: a counterfactual machine.
    """
    if isinstance(mark1, Mark1Spec):
        return mark1
    if mark1 is not None and not isinstance(mark1, Mapping):
        rule = "a Mark1Spec, or a mapping such as {'association': {'threshold': 2}}"
        raise SettingError(f"{MARK1} must be {rule}, got {shown(mark1)}")
    if not isinstance(codewords, tuple | list) or not all(isinstance(word, str) for word in codewords):
        raise SettingError(f"codewords must be a list of texts, got {shown(codewords)}")
    table = dict(mark1 or {})
    bits = bits_of(code, classes, tuple(codewords))
    said = table.get("response", {})
    if isinstance(said, Mapping):
        table["response"] = said = {"units": max(bits, USUAL_MACHINE.response.units), **said}
    with located_in(None):
        spec = machine_from_values(Examples, table)
    if "in_use" in said:
        return spec
    return replace(spec, response=replace(spec.response, in_use=min(bits, spec.response.units)))


def parameters_of(mark1: Any) -> Iterator[tuple[str, Any]]:
    """Every setting that the mappings *mark1* have, by the name of its parameter, as mark1__association__threshold."""
    if isinstance(mark1, Mapping):
        for part, table in mark1.items():
            for key, value in table.items() if isinstance(table, Mapping) else ():
                yield BETWEEN.join((MARK1, str(part), str(key))), value


def with_parameters(mark1: Any, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """*mark1* as mappings with *parameters*, named as in `parameters_of`, over it; SettingError for unknown ones."""
    known = [key.name.replace(".", BETWEEN) for key in keys_of(Examples) if key.name.count(".") == 2]
    told = plain(mark1) if isinstance(mark1, Mark1Spec) else mark1
    table = {part: dict(told[part]) for part in told} if isinstance(told, Mapping) else {}
    for name, value in parameters.items():
        if name not in known or not name.startswith(MARK1 + BETWEEN):
            raise SettingError(f"a parameter must be a setting of the machine, got {name!r}{suggestion(name, known)}")
        _, part, key = name.split(BETWEEN)
        table.setdefault(part, {})[key] = value
    return table
