"""What the foot of the window says besides what happens: what was told, how to leave, where in time one stands."""

from perceptron_sim.playback import Playback

LEAVING, LEAVING_S = "Press Esc again to leave.", 2.0
READ_S, LETTERS_A_SECOND, LONGEST_S = 2.0, 15.0, 12.0  # how long a sentence stands
LONGEST = 400  # letters


class Saying:
    """The sentence that was told last, for as long as it takes to read it."""

    def __init__(self) -> None:
        self._told, self._left_s = "", 0.0
        self.leaving_s = 0.0  # how long a second Esc still leaves

    def tell(self, sentence: str) -> None:
        """Say *sentence*, from now on."""
        self._told = " ".join(sentence.split())[:LONGEST]
        self._left_s = min(READ_S + len(self._told) / LETTERS_A_SECOND, LONGEST_S)

    def be_silent(self) -> None:
        """Say nothing of what was told before: something else has been done since."""
        self._left_s = 0.0

    def leave(self) -> bool:
        """Whether leaving was asked for a moment ago: one key too many must not end what visitors look at."""
        again, self.leaving_s = self.leaving_s > 0, LEAVING_S
        return again

    def pass_by(self, elapsed_s: float) -> None:
        """Let *elapsed_s* seconds pass."""
        self.leaving_s = max(0.0, self.leaving_s - elapsed_s)
        self._left_s = max(0.0, self._left_s - elapsed_s)

    def sentence(self, playback: Playback) -> str | None:
        """What is to be said instead of what happens, if anything."""
        if self.leaving_s:
            return LEAVING
        if playback.slow:
            return f"On the way to lesson {playback.going_to or 0:,}: {100 * playback.share:.0f} % gone."
        return self._told if self._left_s else where_in_time(playback)


def where_in_time(playback: Playback) -> str | None:
    """That there is more ahead, and what can be done from here; None where one stands at the end of time."""
    lesson, furthest = playback.session.lesson, playback.session.furthest
    if lesson >= furthest or not playback.paused:
        return None
    return f"Lesson {lesson:,} of {furthest:,}: go on from here, or do something and begin another branch."
