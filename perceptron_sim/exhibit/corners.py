"""Two fingers held in opposite corners of the screen: how those who look after an exhibit ask for the number pad."""

SIDE = 0.125  # of a corner, as a share of the screen's height
MOST_FINGERS = 64  # that are followed: a broken screen may report any number of them
Corner = tuple[bool, bool]


class Corners:
    """Follows fingers; x and y are shares of the screen's width and height, *aspect* is its width over its height."""

    def __init__(self, held_s: float, aspect: float = 16 / 9) -> None:
        self._held_s, self._aspect = held_s, aspect
        self._fingers: dict[int, Corner | None] = {}
        self._since_s = 0.0

    def put(self, finger: int, x: float, y: float) -> None:
        """*finger* is now there."""
        if finger in self._fingers or len(self._fingers) < MOST_FINGERS:
            self._fingers[finger] = self._corner(x, y)

    def lift(self, finger: int) -> None:
        """*finger* is gone."""
        self._fingers.pop(finger, None)

    def lift_all(self) -> None:
        """No finger is there, whatever was told before."""
        self._fingers.clear()

    def passed(self, seconds: float) -> bool:
        """Whether two opposite corners have now been held long enough; once, then they must be held again."""
        corners = {corner for corner in self._fingers.values() if corner is not None}
        opposite = any((not right, not low) in corners for right, low in corners)
        self._since_s = self._since_s + seconds if opposite else 0.0
        if self._since_s < self._held_s:
            return False
        self._since_s = 0.0
        self._fingers.clear()
        return True

    def _corner(self, x: float, y: float) -> Corner | None:
        """Which corner that is, (right, low); None where it is none."""
        wide = SIDE / self._aspect
        if not (min(x, 1 - x) <= wide and min(y, 1 - y) <= SIDE):
            return None
        return x > 0.5, y > 0.5
