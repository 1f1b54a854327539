"""What kind of folder or file pictures are in, and the reader that knows it."""

from pathlib import Path

from perceptron_sim.data.csv_file import csv_listing
from perceptron_sim.data.folder import entries, folder_listing
from perceptron_sim.data.idx_file import idx_files_in, idx_listing, is_idx
from perceptron_sim.data.listing import Listing, is_file, is_folder
from perceptron_sim.data.npz_file import npz_listings
from perceptron_sim.data.spec import DataSpec
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.options import shown_path

KINDS = "a folder of pictures, a .csv, an .npz or an IDX file"


def listings(spec: DataSpec, rows: int, columns: int) -> tuple[Listing, Listing | None]:
    """The pictures to teach, and the unseen ones where *spec* names some or the same place holds some."""
    taught, beside = _read(spec, spec.path, spec.labels, rows, columns)
    if not spec.unseen:
        return taught, beside
    unseen, _ = _read(spec, spec.unseen, spec.unseen_labels, rows, columns)
    return taught, unseen


def _read(spec: DataSpec, named: str, labels: str, rows: int, columns: int) -> tuple[Listing, Listing | None]:
    path = Path(named)
    if not is_folder(path) and not is_file(path):
        raise InputError(f"data must be {KINDS}, got {shown_path(path)}, which is not there")
    suffix = path.suffix.lower()
    if is_file(path) and suffix not in (".csv", ".npz") and is_idx(path):
        return idx_listing(path, Path(labels) if labels else None, spec.transposed), None
    if labels:
        raise SettingError(f"data.labels must be left out but for an IDX file, got {labels!r} for {shown_path(path)}")
    if is_folder(path):
        return _folder(spec, path)
    if suffix == ".csv":
        return csv_listing(path, rows, columns), None
    if suffix == ".npz":
        return npz_listings(path)
    raise InputError(f"data must be {KINDS}, got {shown_path(path)}, which is none")


def _folder(spec: DataSpec, path: Path) -> tuple[Listing, Listing | None]:
    pair = idx_files_in(entries(path))
    if pair is None:
        return folder_listing(path, spec.ink), None
    taught, unseen = (None if file is None else idx_listing(file, None, spec.transposed) for file in pair)
    assert taught is not None
    return taught, unseen
