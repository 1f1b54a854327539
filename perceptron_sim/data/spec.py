"""Which pictures are read, and by what rules they come onto the retina."""

from dataclasses import dataclass

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.settings import check_settings, setting

AUTO = "auto"
DARK, LIGHT = "dark", "light"
CENTRED, WHOLE, AS_IS = "centred", "whole", "as-is"
YES, NO = "yes", "no"
MOST_TAKEN = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSpec:
    """Settings of one's own pictures: where they are, which are taken, what becomes of each.

    Raises:
        SettingError: a setting is of the wrong type or out of range, or there is no path.
    """

    path: str = setting(
        "", "folder with a subfolder per class, .csv, .npz, or IDX images (plain or .gz), or their folder"
    )
    labels: str = setting("", "IDX file of the labels; by default the one beside the images that is named like them")
    unseen: str = setting("", "pictures that are scored and never taught, of the same kinds of files as path")
    unseen_labels: str = setting("", "the same as labels, for unseen")
    unseen_share: float = setting(
        0.2, "where there are no unseen ones: keep back this share of each class", least=0.0, most=0.9
    )
    classes: tuple[str, ...] = setting((), "only these classes, in this order; by default all, by number or by name")
    most: int = setting(10_000, "take at most so many to teach and so many unseen", least=2, most=MOST_TAKEN)
    skip_bad: bool = setting(False, "leave out what cannot be read, and count it, in place of running nothing")
    ink: str = setting(
        AUTO, "what is lit: dark ink on light or the reverse; auto: by the borders", choices=(AUTO, DARK, LIGHT)
    )
    fit: str = setting(
        AUTO,
        "the ink centred and scaled, the whole picture scaled, or as-is; auto: as-is if numbers of the retina's size, "
        "else centred",
        choices=(AUTO, CENTRED, WHOLE, AS_IS),
    )
    margin_cells: int = setting(
        1, "where centred: so many dark cells between the ink and the retina's edge", least=0, most=9
    )
    threshold: float = setting(0.5, "a cell is lit from this share of ink on; 0: greys stay", least=0.0, most=1.0)
    full: float = setting(
        0.0, "where as-is: the number that is full light; 0: the least of 1, 255 and 65535 that is enough", least=0.0
    )
    transposed: str = setting(
        AUTO,
        "whether IDX images are stored column by column; auto: where the name says EMNIST",
        choices=(AUTO, YES, NO),
    )

    def __post_init__(self) -> None:
        check_settings(self, "data.")
        if not self.path:
            raise SettingError(f"data.path must name a folder or a file, got {self.path!r}")
        if self.unseen_labels and not self.unseen:
            raise SettingError("data.unseen_labels must come with data.unseen, got them alone")
        if len(set(self.classes)) < len(self.classes):
            raise SettingError(f"data.classes must be different names, got {', '.join(self.classes)}")
