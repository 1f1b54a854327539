"""What there is to hear at each instant, as numbers for the ear and in words for the eye: motors running, relays."""

import numpy as np
import numpy.typing as npt

from perceptron_sim.snapshot import SessionSnapshot

MOST_CLICKS = 3  # of one picture
CLICKS_A_SECOND, MOST_SAVED = 15.0, 4.0  # more relays than that are heard as these
RELAYS_A_CLICK = 60
RISE_S, FALL_S = 0.04, 0.15  # of the whirr: motors take their time, as the lamps do
WORDS_S = 1.0  # for so long what was heard can be read at least


class Hearing:
    """Listens to a session's first Mark I, picture by picture.

    *load* is how much the motors whirr, 0 to 1; *clicks* how many clicks there are in this picture, and *click_share*
    how loud.
    """

    def __init__(self) -> None:
        self.load, self.clicks, self.click_share = 0.0, 0, 0.0
        self._relays: npt.NDArray[np.bool_] | None = None
        self._time_s = 0.0
        self._clicks_left = MOST_SAVED
        self._motors, self._motors_s, self._relays_s = 0, 0.0, 0.0

    @property
    def words(self) -> str:
        """What is heard, in words; nothing where it is quiet."""
        motors = f"motors: {self._motors} running" if self._motors_s else ""
        relays = "relays clicking" if self._relays_s else ""
        return ", ".join(filter(None, (motors, relays)))

    def listen(self, snapshot: SessionSnapshot, elapsed_s: float, *, still: bool) -> None:
        """Take in *snapshot*, *elapsed_s* seconds after the one before; while time stands *still* all is quiet."""
        machine = snapshot.first_mark1
        self.clicks = 0
        running = 0 if machine is None or still else int(np.count_nonzero(machine.current))
        wanted = (running / machine.current.size) ** 0.5 if machine is not None and running else 0.0
        self.load += (wanted - self.load) * min(1.0, elapsed_s / (RISE_S if wanted > self.load else FALL_S))
        relays = None if machine is None else np.concatenate((machine.s_contacts, machine.lamps))
        if relays is not None and not still:
            self._click(relays, snapshot.time_s, elapsed_s)
        self._relays, self._time_s = relays, snapshot.time_s
        self._remember(running, elapsed_s)

    def _click(self, relays: npt.NDArray[np.bool_], time_s: float, elapsed_s: float) -> None:
        self._clicks_left = min(MOST_SAVED, self._clicks_left + CLICKS_A_SECOND * elapsed_s)
        before = self._relays
        if before is None or before.shape != relays.shape or time_s <= self._time_s:
            return
        moved = int(np.count_nonzero(before != relays))
        if moved:
            self.clicks = min(1 + moved // RELAYS_A_CLICK, MOST_CLICKS, int(self._clicks_left))
            self.click_share = min(1.0, 0.3 + moved / relays.size)
            self._clicks_left -= self.clicks
            self._relays_s = WORDS_S

    def _remember(self, running: int, elapsed_s: float) -> None:
        """Keep what was heard long enough to be read: of motors the most that ran."""
        self._motors_s = max(0.0, self._motors_s - elapsed_s)
        self._relays_s = max(self._relays_s - elapsed_s, 0.0) if not self.clicks else self._relays_s
        if running and (running >= self._motors or not self._motors_s):
            self._motors, self._motors_s = running, WORDS_S
