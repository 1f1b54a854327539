"""Rewrites MANIFEST.json: the SHA-256 of every asset but itself, the scripts beside it and hidden files.

    python assets/make_manifest.py

Run it after any asset was added, changed or removed; a test holds the manifest in step with the folder.
"""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parent


def listed(path: Path) -> bool:
    """Whether the manifest lists *path*: files that ship and are read, not the scripts that make them."""
    hidden = any(part.startswith((".", "__")) for part in path.relative_to(ROOT).parts)
    return path.is_file() and not hidden and path.suffix != ".py" and path.name != "MANIFEST.json"


def manifest() -> dict[str, str]:
    """{name relative to the assets folder, with forward slashes: SHA-256 in hexadecimal}, sorted by name."""
    names = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if listed(path))
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}


if __name__ == "__main__":
    text = json.dumps(manifest(), indent=2) + "\n"
    (ROOT / "MANIFEST.json").write_text(text, encoding="utf-8", newline="\n")
