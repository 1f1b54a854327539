"""Landscapes to go down on: functions with several minima, and what optimizers do there.

Nothing else in `modern` imports this package: it is made for lessons, on top of the stack.
"""

from modern.landscapes.attraction import Basins, basins
from modern.landscapes.descent import Ending, Marbles, roll
from modern.landscapes.landscape import Landscape, landscape_named, landscape_names
from modern.landscapes.noise import Escapes, SampledLandscape, Wandering, escapes, sine_fit, tilted_wells, wander
from modern.landscapes.paths import DescentPath, descend

__all__ = [
    "Basins",
    "DescentPath",
    "Ending",
    "Escapes",
    "Landscape",
    "Marbles",
    "SampledLandscape",
    "Wandering",
    "basins",
    "descend",
    "escapes",
    "landscape_named",
    "landscape_names",
    "roll",
    "sine_fit",
    "tilted_wells",
    "wander",
]
