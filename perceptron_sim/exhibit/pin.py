"""The PIN of those who look after an exhibit, as it stands in a file: its digits, or a salted hash of them."""

import base64
import binascii
import hashlib
import hmac
import re

from perceptron_sim.errors import SettingError

LEAST_DIGITS, MOST_DIGITS = 4, 12
KIND = "pbkdf2-sha256"
ROUNDS, MOST_ROUNDS = 200_000, 2_000_000  # the first takes about a tenth of a second
SALT_BYTES, HASH_BYTES = 16, 32
RULE = f"{LEAST_DIGITS} to {MOST_DIGITS} digits, or what `perceptron-sim exhibit --hash-pin` prints"


def check_pin(name: str, written: object) -> None:
    """Raise SettingError, which does not tell what is *written*, unless that is a PIN or the hash of one."""
    if not isinstance(written, str):
        raise SettingError(f"{name} must be {RULE}, in quotes, got something without them")
    if not _is_plain(written) and _parts(written) is None:
        raise SettingError(f"{name} must be {RULE}, got {len(written)} letters that are neither")


def hashed(pin: str, salt: bytes) -> str:
    """*pin* as a file may hold it without telling it; SettingError if it is no PIN."""
    if not _is_plain(pin):
        raise SettingError(f"pin must be {LEAST_DIGITS} to {MOST_DIGITS} digits, got {len(pin)} letters")
    return "$".join((KIND, str(ROUNDS), _text(salt), _text(_digest(pin, salt, ROUNDS))))


def fits(typed: str, written: str) -> bool:
    """Whether *typed* is the PIN that a file has as *written*."""
    if _is_plain(written):
        return hmac.compare_digest(typed.encode(), written.encode())
    parts = _parts(written)
    if parts is None:
        return False
    rounds, salt, expected = parts
    return hmac.compare_digest(_digest(typed, salt, rounds), expected)


def _is_plain(text: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}}", text) is not None


def _parts(text: str) -> tuple[int, bytes, bytes] | None:
    """Rounds, salt and digest of a hash that was *text*; None if it is none."""
    found = re.fullmatch(rf"{KIND}\$([0-9]{{1,7}})\$([^$]+)\$([^$]+)", text)
    if found is None or not 1 <= int(found[1]) <= MOST_ROUNDS:
        return None
    try:
        salt, digest = (base64.b64decode(part, validate=True) for part in found.groups()[1:])
    except (binascii.Error, ValueError):
        return None
    return (int(found[1]), salt, digest) if len(salt) == SALT_BYTES and len(digest) == HASH_BYTES else None


def _digest(pin: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, rounds, HASH_BYTES)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
