"""The command `exhibit`: the simulator left alone in a hall."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from perceptron_sim import options
from perceptron_sim.answer import Answer
from perceptron_sim.interruption import interrupted_as

if TYPE_CHECKING:
    from perceptron_sim.exhibit.config import ExhibitSpec
    from perceptron_sim.experiments import Experiment

Frames = Annotated[int | None, Parameter(converter=options.frames)]
WRITTEN = "{} holds the defaults of an exhibit, each with what it is for. Set a PIN of your own in it."
HASHED = 'In the table [staff] of the exhibit\'s file:\n\npin = "{}"'


def exhibit(
    *,
    config: Path | None = None,
    write_config: Path | None = None,
    hash_pin: bool = False,
    size: str | None = None,
    frames: Frames = None,
    screenshot: Path | None = None,
) -> Answer | int:
    """Fill the screen, invite visitors, begin anew after each: for a hall where nobody looks after it.

    It is left by two opposite corners held for three seconds, or Ctrl Shift F12, and then the PIN.

    Parameters
    ----------
    config
        A file (.toml) that says what it does.
    write_config
        Write such a file, with the defaults and what each is for, and leave.
    hash_pin
        Ask for a PIN and print what to write into the file in its place, then leave.
    size
        A window of so many pixels (1920x1080) in place of the whole screen.
    frames
        Draw so many frames, then leave; needs no display.
    screenshot
        Save the last frame in this file (.png, .jpg, .bmp), then leave; without --frames, the first one.
    """
    if write_config is not None:
        options.alone("write_config", config=config, hash_pin=hash_pin or None, frames=frames, screenshot=screenshot)
        from perceptron_sim.exhibit.config_file import write_config as write

        write(write_config)
        return Answer(WRITTEN.format(write_config))
    if hash_pin:
        options.alone("hash_pin", config=config, frames=frames, screenshot=screenshot)
        return Answer(HASHED.format(_hashed()))
    window_size = None if size is None else options.window_size(size)
    picture = None if screenshot is None else options.picture_file(screenshot)
    spec, experiment = _told(config)
    from perceptron_sim.frontend.exhibit import open_exhibit  # imported late: scripts never load pygame

    with interrupted_as("interrupted; the exhibit has ended"):
        return open_exhibit(
            spec,
            experiment,
            size=window_size,
            frames=1 if frames is None and picture is not None else frames,
            screenshot=picture,
        )


def _told(config: Path | None) -> "tuple[ExhibitSpec, Experiment]":
    """What the file *config* says, and the experiment that it names."""
    from perceptron_sim.exhibit.config import ExhibitSpec
    from perceptron_sim.exhibit.config_file import read_config
    from perceptron_sim.experiment_choice import experiment
    from perceptron_sim.experiment_file import located_in

    spec = ExhibitSpec() if config is None else read_config(config)
    with located_in(None if config is None else f"{options.shown_path(config)}: show"):
        return spec, experiment(spec.show.experiment, seed=None)


def _hashed() -> str:
    """The hash of a PIN that is typed unseen, or of the first line of what is piped in."""
    import getpass
    import secrets

    from perceptron_sim.exhibit.pin import SALT_BYTES, hashed

    pin = getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    return hashed(pin, secrets.token_bytes(SALT_BYTES))
