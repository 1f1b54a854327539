"""Finds the files that ship with the simulator, in a wheel, an editable install or a clone; checks them.

Every asset is listed with its SHA-256 in MANIFEST.json; what is missing or damaged is told in one sentence.
"""

import hashlib
import json
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perceptron_sim.errors import AssetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["asset_path", "asset_root", "damaged", "load_npz", "verify"]

CURE = "reinstall perceptron-sim to mend it"
MANIFEST_NAME = "MANIFEST.json"


def asset_root() -> Path:
    """Return the folder of assets: inside the package in a wheel, else beside the package.

    Raises:
        AssetError: neither folder is there.
    """
    return _root_of(Path(__file__))


@cache
def _root_of(module: Path) -> Path:
    """The folder of assets of the package in which *module* lies; looked for once, since a sweep asks all the time."""
    package = module.resolve().parent
    places = (package / "assets", package.parent / "assets")
    for place in places:
        if (place / MANIFEST_NAME).is_file():
            return place
    raise AssetError(f"the assets folder must hold {MANIFEST_NAME}, found none in {places[0]} or {places[1]}; {CURE}")


def asset_path(name: str) -> Path:
    """Return where the asset *name* ("fonts/DejaVuSans.ttf", forward slashes) lies, without reading it.

    Raises:
        AssetError: no asset has that name, or its file is missing.
    """
    root = asset_root()
    _listed_digest(name, _manifest(root))
    path = root / name
    if not path.is_file():
        raise AssetError(f"asset {name} must be a file in {root}, found none; {CURE}")
    return path


def verify(name: str) -> Path:
    """Return where the asset *name* lies after comparing its SHA-256 with the manifest's.

    Raises:
        AssetError: no asset has that name, or its file is missing, unreadable or damaged.
    """
    _verified_bytes(name)
    return asset_path(name)


def damaged() -> list[str]:
    """Return one sentence for each asset that is missing or damaged; an empty list if all are sound."""
    try:
        names = sorted(_manifest(asset_root()))
    except AssetError as error:
        return [str(error)]
    return [sentence for name in names if (sentence := _complaint(name)) is not None]


def load_npz(name: str) -> dict[str, "NDArray[Any]"]:
    """Return the arrays of the npz asset *name* by key, its SHA-256 compared first; nothing is unpickled.

    Raises:
        AssetError: no asset has that name, or its file is missing, damaged or no npz file of plain arrays.
    """
    import numpy as np  # imported late: finding a font or a picture does not need numpy

    content = _verified_bytes(name)
    try:
        with np.load(BytesIO(content), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (ValueError, OSError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise AssetError(f"asset {name} must be an npz file of plain arrays, got: {error}; {CURE}") from error


def _manifest(root: Path) -> dict[str, str]:
    """Return {name: SHA-256} as MANIFEST.json has it."""
    try:
        content = json.loads((root / MANIFEST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetError(f"asset {MANIFEST_NAME} must be readable JSON, got: {error}; {CURE}") from error
    if not isinstance(content, dict) or not all(isinstance(digest, str) for digest in content.values()):
        raise AssetError(f"asset {MANIFEST_NAME} must map names to SHA-256 digests, got something else; {CURE}")
    return content


def _listed_digest(name: str, manifest: dict[str, str]) -> str:
    if name not in manifest:
        raise AssetError(f"asset name must be one that {MANIFEST_NAME} lists, got {name!r}")
    return manifest[name]


def _verified_bytes(name: str) -> bytes:
    """Return the content of the asset *name* once its digest was found right."""
    path = asset_path(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AssetError(f"asset {name} must be readable, got: {error}; {CURE}") from error
    expected, found = _listed_digest(name, _manifest(asset_root())), hashlib.sha256(content).hexdigest()
    if found != expected:
        raise AssetError(f"asset {name} must have SHA-256 {expected[:12]}…, got {found[:12]}…; {CURE}")
    return content


def _complaint(name: str) -> str | None:
    try:
        verify(name)
    except AssetError as error:
        return str(error)
    return None
