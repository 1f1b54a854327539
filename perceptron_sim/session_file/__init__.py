"""The file of a session: everything that happened in the window, small enough to mail, data and nothing else.

What is opened stands where it was saved, after whatever was there has been checked.
"""

from perceptron_sim.session_file.opening import Found, found_in, opened, replayed
from perceptron_sim.session_file.saving import SUFFIX, SUFFIXES, Capture, captured, content_of, save, write

__all__ = [
    "SUFFIX",
    "SUFFIXES",
    "Capture",
    "Found",
    "captured",
    "content_of",
    "found_in",
    "opened",
    "replayed",
    "save",
    "write",
]
