"""Some pictures of a listing: read one after the other, kept if they are sound, and made a set of stimuli."""

from collections.abc import Callable

import numpy as np

from perceptron_sim.data.images import ImageArray, Kept
from perceptron_sim.data.listing import IntArray, Listing, Picture, check_bad
from perceptron_sim.data.own import BadFile
from perceptron_sim.experiments.stimuli import Stimuli

NOT_TAUGHT = "must be of a class of which a sound picture is taught"
Watcher = Callable[[Picture, int], None]  # told a picture and its class


class PictureSet:
    """The pictures *wanted*, ascending indexes into *listing*; *classes* (n,) are the numbers of all its pictures."""

    def __init__(self, listing: Listing, classes: IntArray, wanted: IntArray, title: str) -> None:
        self.bad: list[BadFile] = []
        self._listing, self._classes, self._wanted, self._title = listing, classes, wanted, title
        self._sound: list[int] = []

    def read(self, kept: Kept, watch: Watcher | None = None) -> None:
        """Put those that are sound into *kept*, showing them to *watch*; name the others in *bad*."""
        for index, found in zip(self._wanted.tolist(), self._listing.pictures(self._wanted), strict=True):
            if isinstance(found, BadFile):
                self.bad.append(found)
            elif fault := kept.fault_of(found):
                self.bad.append(BadFile(self._listing.name_of(index), fault))
            else:
                kept.keep(found)
                self._sound.append(index)
                if watch is not None:
                    watch(found, int(self._classes[index]))
            check_bad(self.bad)

    @property
    def labels(self) -> IntArray:
        """(sound,): the class of each picture kept."""
        return self._classes[self._sound]

    def names(self, places: IntArray) -> tuple[str, ...]:
        """What to call those kept at *places*."""
        return tuple(self._listing.name_of(self._sound[place]) for place in places)

    def strangers(self, present: IntArray) -> list[BadFile]:
        """Those kept whose class is none of *present*."""
        alone = ~np.isin(self.labels, present)
        return [BadFile(name, NOT_TAUGHT) for name in self.names(np.flatnonzero(alone))]

    def stimuli(self, images: ImageArray, class_names: tuple[str, ...], present: IntArray) -> Stimuli | None:
        """*images* of those kept that are of the classes *present*, out of *class_names*; None if that is nothing."""
        known = np.isin(self.labels, present)
        if not known.any():
            return None
        names = tuple(class_names[number] for number in present)
        return Stimuli(images[known], np.searchsorted(present, self.labels)[known], names, self._title)
