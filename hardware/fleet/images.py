"""Images prepared for a fleet: once, for all its machines, to be shown again and again."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray, Int32Array, IntArray
from hardware.errors import StimulusError, shown
from hardware.fleet.senses import FleetSenses
from hardware.machine import Mark1
from hardware.retina import Pattern
from hardware.spec import RetinaSpec


@dataclass(frozen=True, slots=True, eq=False)
class SquadImages:
    """What images come to on the machines of one squad, once all relays have settled.

    bits (machines, images, bytes): which A-units fire, eight in a byte; fired and closed (machines, images): how many
    do, and how many relays close; settles (machines, images): whether all that is over when the lamps are read.
    """

    bits: npt.NDArray[np.uint8]
    fired: Int32Array
    closed: Int32Array
    settles: BoolArray
    a_units: int

    @classmethod
    def seen(cls, light: FloatArray, numbers: IntArray, senses: FleetSenses) -> "SquadImages":
        """What the machines with *numbers* in the fleet see of *light*."""
        own = light[numbers] if light.ndim == 4 else np.broadcast_to(light, (numbers.size, *light.shape))
        seen = [senses.see(own[:, index]) for index in range(own.shape[1])]
        bits = np.stack([np.packbits(one.firing, axis=1) for one in seen], axis=1)
        fired, closed, settles = (np.stack(each, axis=1) for each in list(zip(*seen, strict=True))[1:])
        return cls(bits, fired, closed, settles, seen[0].firing.shape[1])

    def firing(self, rows: IntArray, which: IntArray) -> BoolArray:
        """Which A-units (rows, a_units) fire at images *which* (rows,)."""
        return np.unpackbits(self.bits[rows, which], axis=1, count=self.a_units).view(np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class FleetImages:
    """Images (images, rows, columns), or (machines, images, rows, columns) where each machine has its own.

    Only the fleet that has prepared them, *owner*, can be shown them; squads is what its squads see of them.
    """

    light: FloatArray
    owner: object
    squads: tuple[SquadImages, ...]
    _patterns: dict[tuple[int, int], Pattern] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.light.shape[-3])

    def pattern(self, number: int, machine: Mark1, index: int) -> Pattern:
        """Image *index* of the machine *number* of the fleet, prepared by *machine*, which is that machine now."""
        known = self._patterns.get((number, index))
        if known is None:
            image = self.light[index] if self.light.ndim == 3 else self.light[number, index]
            known = self._patterns[number, index] = machine.pattern(image)
        return known


def checked_light(images: npt.ArrayLike, machines: int, retina: RetinaSpec) -> FloatArray:
    """*images* as they were given to so many *machines*; StimulusError unless they can be shown."""
    try:
        light = np.asarray(images)
    except ValueError as error:  # ragged
        raise StimulusError(f"images must be an array of real numbers, got {shown(images)}") from error
    each = light.ndim == 3 or (light.ndim == 4 and len(light) == machines)
    if not each or light.shape[-2:] != (retina.rows, retina.columns) or not light.shape[-3]:
        rule = f"shape (images, {retina.rows}, {retina.columns}), or that for each of {machines} machines"
        raise StimulusError(f"images must have {rule}, got {light.shape!r}")
    if light.dtype.kind not in "biuf":
        raise StimulusError(f"images must hold real numbers, got dtype {light.dtype.name!r}")
    low, high = light.min(), light.max()
    if not (low >= 0 and high <= 1):  # NaN fails both comparisons
        raise StimulusError(f"images must lie within 0..1, got values from {low} to {high}")
    return light.astype(np.float64)
