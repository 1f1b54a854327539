"""The fleet: many machines of one specification, taught together, each as it would be by itself."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hardware import controls
from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.choices import Control
from hardware.errors import ControlError, SpecError, StimulusError, WiringError, shown
from hardware.fleet.exposures import FleetExposure, joined, of_records
from hardware.fleet.history import History, Lesson
from hardware.fleet.images import FleetImages, SquadImages, checked_light
from hardware.fleet.roster import Roster
from hardware.plugboard import Wiring
from hardware.spec import Mark1Spec
from hardware.trainer import Trainer

TAKEN_OUT = "it was taken out"
TOO_SLOW = "its relays have not surely settled on an image when the lamps are read"


class Fleet:
    """A `Mark1` with its `Trainer` for each of *seeds*, whose records are those of such machines, to the last bit.

    *wirings*, one for each seed, replace the drawn ones. Machines are numbered from 0, in the order of *seeds*, and
    have clocks of their own: whoever is corrected is later than the others.

    Machines are computed together where that comes to the same: with both drives, play of the gears, tolerances, noise,
    wear, coins, decay and all three controls, by the alpha rule, at a timer's times, if all relays have settled when
    the lamps are read and have opened again when the next image comes. Others are computed one by one, by `Mark1`
    and `Trainer` themselves, at their pace: `by_themselves` says which and why. A machine that is shown an image on
    which its relays do not settle in time becomes one of them: it goes through all its lessons again, and on.

    Faults, switches, thresholds, other wires, settings by hand, traces, snapshots and checkpoints belong to a machine
    and not to a fleet: `take_out` hands over the machine that is to have them.
    """

    def __init__(self, spec: Mark1Spec | None, seeds: Sequence[int], wirings: Sequence[Wiring] | None = None) -> None:
        self.spec = spec = Mark1Spec() if spec is None else spec
        if not isinstance(spec, Mark1Spec):
            raise SpecError(f"spec must be a Mark1Spec, got {shown(spec)}")
        if not isinstance(seeds, list | tuple | range) or not seeds:
            raise SpecError(f"seeds must be a list of at least one, got {shown(seeds)}")
        if wirings is not None and (not isinstance(wirings, Sequence) or len(wirings) != len(seeds)):
            raise WiringError(f"wirings must be one for each of {len(seeds)} seeds, got {shown(wirings)}")
        self.seeds, self._history = tuple(seeds), History()
        self._roster = Roster(spec, self.seeds, wirings)
        self._all: IntArray = np.arange(len(self.seeds))
        self._all.flags.writeable = False

    def __len__(self) -> int:
        return len(self.seeds)

    @property
    def by_themselves(self) -> Mapping[int, str]:
        """The machines that are computed one by one, each with the reason."""
        return MappingProxyType(self._roster.reasons)

    @property
    def now_s(self) -> FloatArray:
        """What each machine's clock shows (machines,), in seconds."""
        now_s = np.empty(len(self))
        for group in self._roster.groups(self._all):
            now_s[group.places] = group.squad.now_s[group.rows]
        for number, trainer in self._roster.trainers.items():
            now_s[number] = trainer.machine.env.now
        return now_s

    @property
    def angle_deg(self) -> FloatArray:
        """Each potentiometer's angle (machines, a_units) at its machine's own time."""
        angle_deg = np.empty((len(self), self.spec.association.units))
        for group in self._roster.groups(self._all):
            angle_deg[group.places] = group.squad.angle_deg(group.rows)
        for number, trainer in self._roster.trainers.items():
            angle_deg[number] = trainer.machine.potentiometers.angle_deg(trainer.machine.env.now)
        return angle_deg

    def images(self, images: npt.ArrayLike) -> FleetImages:
        """Prepare *images* (images, rows, columns), or (machines, images, rows, columns) if each machine has its own.

        StimulusError unless they have the retina's shape, and numbers that are real, finite and within 0..1.
        """
        light = checked_light(images, len(self), self.spec.retina)
        squads = (SquadImages.seen(light, squad.numbers, squad.senses) for squad in self._roster.squads)
        return FleetImages(light, self._roster, tuple(squads))

    def teach(
        self,
        images: FleetImages,
        which: npt.ArrayLike,
        code: npt.ArrayLike | None = None,
        machines: npt.ArrayLike | slice = slice(None),
    ) -> FleetExposure:
        """Show *machines* image *which* of *images*, and reinforce towards *code*, as `Trainer.teach` does.

        *which* is one number for all or one for each (machines,), *code* one for all (r_units,) or one for each
        (machines, r_units), or None for spontaneous learning. The clocks of other machines stand still.
        """
        numbers = self._numbers(machines)
        if code is None and self.spec.reinforcement.control is not Control.SPONTANEOUS:
            raise StimulusError("code must be given unless control is spontaneous, got None")
        wanted = None if code is None else self._codes(code, numbers.size)
        return self._give(Lesson(numbers, images, self._which(images, which, numbers.size), wanted, True))

    def ask(
        self, images: FleetImages, which: npt.ArrayLike, machines: npt.ArrayLike | slice = slice(None)
    ) -> FleetExposure:
        """Show *machines* image *which* of *images* and read the lamps; change nothing."""
        numbers = self._numbers(machines)
        return self._give(Lesson(numbers, images, self._which(images, which, numbers.size), None, False))

    def lessons(self, images: FleetImages, codes: npt.ArrayLike, order: npt.ArrayLike) -> Iterator[FleetExposure]:
        """Teach all machines one image after the other, as *order* (lessons,) or (lessons, machines) says.

        *codes* (images, r_units) are what the images mean.
        """
        meanings = self._codes(codes, len(images))
        for which in np.asarray(order):
            shown_now = self._which(images, which, len(self))
            yield self._give(Lesson(self._all, images, shown_now, meanings[shown_now], True))

    def settled_answers(self, images: FleetImages) -> BoolArray:
        """The lamps (machines, images, r_units) that long exposures to *images* would end in, as `settled_answer`."""
        self._check_own(images)
        lamps = np.empty((len(self), len(images), self.spec.response.units), dtype=np.bool_)
        for group in self._roster.groups(self._all):
            seen = images.squads[group.index]
            for index in range(len(images)):
                firing = seen.firing(group.rows, np.full(group.rows.size, index))
                lamps[group.places, index] = group.squad.settled_answers(group.rows, firing)
        for number, trainer in self._roster.trainers.items():
            patterns = (images.pattern(number, trainer.machine, index) for index in range(len(images)))
            lamps[number] = [trainer.machine.settled_answer(pattern) for pattern in patterns]
        return lamps

    def clear_values(self) -> None:
        """Set every potentiometer of every machine to its middle at once: what no operator could do."""
        for group in self._roster.groups(self._all):
            group.squad.clear_values()
        for trainer in self._roster.trainers.values():
            trainer.machine.clear_values()
        self._history.add(None)

    def take_out(self, machine: int) -> Trainer:
        """The trainer of one *machine* at its bench, for anything that a single machine can have done to it.

        From now on it is computed by itself, whatever it is made, and keeps its place in the fleet. To be as it is, it
        goes through all its lessons again.
        """
        number = controls.unit_number("machine", machine, len(self))
        return self._roster.take_out(number, TAKEN_OUT, self._history)

    def _give(self, lesson: Lesson) -> FleetExposure:
        """Let the machines of *lesson* have it."""
        roster, machines, images = self._roster, lesson.machines, lesson.images
        for number in self._too_slow(lesson):
            roster.take_out(number, TOO_SLOW, self._history)
        alone = roster.alone(machines).tolist()
        for place in alone:
            roster.trainers[int(machines[place])].machine.check_free("a lesson")
        parts = []
        for group in roster.groups(machines):
            rows, which, seen = group.rows, lesson.which[group.places], images.squads[group.index]
            wanted = None if lesson.wanted is None else lesson.wanted[group.places]
            parts.append(group.squad.lesson(rows, seen, which, wanted, reinforced=lesson.reinforced))
        if alone:
            numbers = machines[alone].tolist()
            given = zip(alone, numbers, strict=True)
            parts.append(of_records(numbers, [lesson.given(place, roster.trainers[number]) for place, number in given]))
        self._history.add(lesson)
        return joined(parts, machines)

    def _too_slow(self, lesson: Lesson) -> list[int]:
        """The machines that have not settled when the lamps are read, and are still computed together with others."""
        slow = []
        for group in self._roster.groups(lesson.machines):
            settles = lesson.images.squads[group.index].settles[group.rows, lesson.which[group.places]]
            slow += lesson.machines[group.places[~settles]].tolist()
        return slow

    def _numbers(self, machines: npt.ArrayLike | slice) -> IntArray:
        if isinstance(machines, slice) and machines == slice(None):
            return self._all
        numbers = controls.unit_numbers("machines", machines, len(self))
        if not numbers.size or np.unique(numbers).size != numbers.size:
            raise ControlError(f"machines must be one or more, each once, got {shown(machines)}")
        return numbers

    def _which(self, images: FleetImages, which: npt.ArrayLike, machines: int) -> IntArray:
        self._check_own(images)
        numbers = controls.unit_numbers("which", which, len(images))
        if numbers.size not in (1, machines):
            raise ControlError(f"which must be one number or {machines}, one for each machine, got {numbers.size}")
        return np.broadcast_to(numbers, machines)

    def _check_own(self, images: FleetImages) -> None:
        if not isinstance(images, FleetImages) or images.owner is not self._roster:
            raise StimulusError(f"images must be prepared by the fleet that is shown them, got {shown(images)}")

    def _codes(self, codes: npt.ArrayLike, count: int) -> BoolArray:
        """*codes*, one for all or one for each of *count*, as bits (count, r_units)."""
        units = self.spec.response.units
        given = np.asarray(codes)
        if given.ndim == 2 and given.shape == (count, units) and given.dtype.kind in "bui":
            bits = given.astype(np.bool_)
            if (bits == given).all():
                return bits
        return np.broadcast_to(controls.code_bits(codes, units), (count, units))
