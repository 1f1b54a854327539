"""What a visitor's hand does in the teaching view: it draws, stamps, says what it is, and asks for lessons."""

from collections.abc import Hashable
from pathlib import Path

from perceptron_sim.camera_picture import on_retina
from perceptron_sim.drawing_board import BRUSHES_CELLS, Brush, DrawingBoard, FloatArray
from perceptron_sim.dropped_pictures import DroppedPictures
from perceptron_sim.frontend.camera import Camera, State
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.teach.pad import ERASER, LIGHT_LEVELS
from perceptron_sim.frontend.views.teach.stamping import StampPages
from perceptron_sim.operations import ChooseLessons, EmptyTray, Show, Source, TakeFromTray
from perceptron_sim.session import Session
from perceptron_sim.sign import Sign
from perceptron_sim.stamps import Stamp
from perceptron_sim.visits import Taught

SHIFTS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
TOLD_S = 6.0  # so long a sentence about what was dropped stands
MOST_SINCE = 8  # commands between two pictures, at most, while a sign waits to be seen
PEN = "the keyboard's pen"
SEEING = "The camera sees this. Its pictures stay in memory, for a moment; none is kept."
SILENT = "The camera does not answer: it may be in use, or unplugged."
READING = "Reading what was dropped."
Asked = Show | ChooseLessons | TakeFromTray | EmptyTray | None


class Hand:
    """The board of *shape* and the brush, which class it is said to be, the pen of the keyboard, the camera."""

    def __init__(self, shape: tuple[int, int], pages: StampPages, camera: Camera) -> None:
        self.board, self.pages, self.camera = DrawingBoard(*shape), pages, camera
        self.label: int | None = None
        self.tray: tuple[Taught, ...] = ()  # as it was read last
        self.back = 0  # pages of the tray before the latest one
        self.pen, self.pen_down = (shape[0] // 2, shape[1] // 2), False
        self.show: Show | None = None  # asked for, and not yet seen
        self.lesson = 0  # as it was read last
        self._shown_at = 0  # the lesson then
        self._stamped: Sign | None = None  # what lay on the board when it was stamped last
        self._taught: Taught | None = None  # and when it was taught last
        self._fresh = False  # whether nothing was done with what lies there since it was taught
        self._dropped = DroppedPictures(*shape)
        self._told, self._told_s = "", 0.0
        self._camera_was = camera.state
        self._looked = False  # whether what lies on the board is the camera's

    def take_over(self, old: "Hand") -> None:
        """Go on where *old* stood; its picture as far as the retina is the same one, its label if classes are."""
        if old.board.shape == self.board.shape:
            old.board.lift_all()
            self.board, self.pen, self._looked = old.board, old.pen, old._looked
            self.pages.take_dropped(old.pages.dropped, turn=False)
            self._dropped = old._dropped
        else:
            old.camera.turn_off()
        self.pages.turn_to(old.pages.page)
        self._told, self._told_s = old._told, old._told_s

    # What goes on by itself.

    def go_on(self) -> None:
        """Take one more picture of what was dropped, and the newest one that the camera saw."""
        found = self._dropped.go_on()
        if found is not None:
            self.tell(found.sentence)
            if found.signs:
                if len(found.signs) > 1:
                    self.pages.take_dropped(found.signs)
                self.put_on_board(found.signs[0][0], self.pages.label_of(found.signs[0][1]))
        self.camera.look_for_one()
        if self.camera.state is State.ON and (greys := self.camera.latest()) is not None:
            self._see(on_retina(greys, *self.board.shape))
        if self.camera.state is State.FAILED and self._camera_was is not State.FAILED:
            self.tell(SILENT)
        self._camera_was = self.camera.state

    def _see(self, light: FloatArray) -> None:
        """Let the camera's newest picture lie on the board; all of them together are taken back as one."""
        if self._looked:
            self.board.look_through(light)
        else:
            self.board.put_in_place(light)
            self._looked = True

    def tell(self, sentence: str) -> None:
        """Let *sentence* stand in the foot of the window for a while."""
        self._told, self._told_s = sentence, TOLD_S

    def let_pass(self, elapsed_s: float) -> None:
        """Let so much of the window's time pass."""
        self._told_s = max(0.0, self._told_s - elapsed_s)

    @property
    def told(self) -> str | None:
        """What is to be said at this moment about what was dropped or seen."""
        if self.camera.state is State.ON:
            return SEEING
        if self._dropped.reading:
            return READING
        return self._told if self._told_s else None

    def drop(self, path: str) -> None:
        """Read the picture or the folder *path*."""
        refused = self._dropped.drop(Path(path))
        if refused:
            self.tell(refused)

    # Pens.

    def put(self, pen: Hashable, at: tuple[float, float]) -> None:
        """Put a finger, or the mouse, on the board."""
        self.take_picture()
        self._put(pen, at)

    def move_pen(self, down: int, right: int) -> None:
        """Let the keyboard's pen go by a cell; it draws if it is down."""
        rows, columns = self.board.shape
        self.pen = min(max(self.pen[0] + down, 0), rows - 1), min(max(self.pen[1] + right, 0), columns - 1)
        if self.pen_down:
            self.board.move(PEN, self._pen_at())

    def dab(self) -> None:
        """Draw where the keyboard's pen is."""
        self.take_picture()
        self._put(PEN, self._pen_at())
        if not self.pen_down:
            self.board.lift(PEN)

    def press_pen(self) -> None:
        """Put the keyboard's pen down, or lift it."""
        self.pen_down = not self.pen_down
        if self.pen_down:
            self.take_picture()
            self._put(PEN, self._pen_at())
        else:
            self.board.lift(PEN)

    def lift_all(self) -> None:
        """Take every pen off the board, and see through the camera no longer."""
        self.pen_down = False
        self.board.lift_all()
        self.take_picture()

    def _pen_at(self) -> tuple[float, float]:
        return self.pen[1] + 0.5, self.pen[0] + 0.5

    def take_picture(self) -> None:
        """Keep what the camera sees now, if it does."""
        if self.camera.state is State.ON:
            self.camera.turn_off()
        self._looked = False

    # Controls.

    def do(self, key: Key | None) -> Asked:
        """What pressing the control *key* does; the command, where it asks for one."""
        match key:
            case ("light", int(number)):
                self.board.brush = Brush(LIGHT_LEVELS[number], self.board.brush.radius_cells)
            case ("width", int(number)):
                self.board.brush = Brush(self.board.brush.level, BRUSHES_CELLS[number])
            case ("board", str(name)):
                self._with_board(name)
            case ("page", str(page)):
                self.pages.turn_to(page)
            case ("stamp", int(number)) if number < len(self.pages.shown):
                self._stamp(self.pages.shown[number])
            case ("class", int(label)):
                self.label = None if self.label == label else label
            case ("tray", int(number)) if number < len(self.tray):
                self.put_on_board(self.tray[number].sign, self.tray[number].label)
            case ("eraser",):
                self.switch_eraser()
            case ("tray page", int(step)):
                self.back = max(0, self.back + step)
            case _:
                return self._ask_for(key)
        return None

    def _ask_for(self, key: Key | None) -> Asked:
        match key:
            case ("teach",) if self.teachable:
                return self._show(self.label)
            case ("ask",) if self.askable:
                return self._show(None)
            case ("source", str(name)):
                return ChooseLessons(Source(name))
            case ("remove", int(number)) if number < len(self.tray):
                return TakeFromTray(number)
            case ("empty",) if self.tray:
                return EmptyTray()
        return None

    def _show(self, label: int | None) -> Show:
        self.take_picture()
        self.board.lift_all()
        self.show, self._shown_at = Show(self.board.sign, label), self.lesson
        if label is not None:
            self._taught, self._fresh = Taught(self.board.sign, label), True
        return self.show

    def follow(self, session: Session) -> None:
        """Read what came of what was asked for: the tray, and whether the sign has been seen."""
        self.tray, self.lesson = session.tray, session.lesson
        if self.show is not None:
            seen = any(visit.sign == self.show.sign and visit.lesson >= self._shown_at for visit in session.visits)
            refused = not any(logged.command == self.show for logged in session.command_log[-MOST_SINCE:])
            if seen or refused or self.lesson < self._shown_at:
                self.show = None

    @property
    def askable(self) -> bool:
        """Whether there is something to show."""
        return not self.board.dark

    @property
    def teachable(self) -> bool:
        """Whether it is said what it is, too."""
        return self.askable and self.label is not None

    def switch_eraser(self) -> None:
        """Rub out, or draw again."""
        level = LIGHT_LEVELS[0] if self.board.brush.erases else ERASER
        self.board.brush = Brush(level, self.board.brush.radius_cells)

    def shift(self, down: int, right: int) -> None:
        """Move the picture by a cell."""
        self.take_picture()
        self.board.shift(down, right)

    def put_on_board(self, sign: Sign, label: int | None) -> None:
        """Let *sign*, which is said to be *label*, take the place of what is there, if it fits."""
        self.take_picture()
        if (sign.rows, sign.columns) == self.board.shape:
            self._fresh = False
            self.board.put_in_place(sign.image)
            self.label = label

    def _put(self, pen: Hashable, at: tuple[float, float]) -> None:
        """Begin a stroke: another sign, of which nothing is said yet, where the one that lies there was just taught."""
        anew = self._fresh and not (self.board.drawing or self.board.brush.erases) and self._lies_taught
        if anew:
            self.label = None
        self._fresh = self._fresh and self.board.brush.erases
        self.board.put(pen, at, anew=anew)

    @property
    def _lies_taught(self) -> bool:
        return self._taught is not None and self.board.sign == self._taught.sign

    def _stamp(self, stamp: Stamp) -> None:
        """Lay *stamp* over what was drawn; one that has a name in the place of what was only stamped, or is taught."""
        self.take_picture()
        stamped = stamp.label is not None and self.board.sign == self._stamped
        if self.board.dark or stamped or self._lies_taught:
            self.label = stamp.label
            self.board.put_in_place(stamp.sign.image)
            self._stamped = self.board.sign
        else:
            self.board.stamp(stamp.sign.image)

    def _with_board(self, name: str) -> None:
        if name == "camera":
            self._with_camera()
            return
        self.take_picture()
        if name in SHIFTS:
            self.board.shift(*SHIFTS[name])
        elif name == "undo":
            self.board.undo()
            if self._taught is not None and self._lies_taught:
                self.label = self._taught.label
        elif name == "clear":
            self.board.clear()
            self.label = None

    def _with_camera(self) -> None:
        if self.camera.state is State.ON:
            self.take_picture()
        else:
            self.board.lift_all()
            self.camera.turn_on()
