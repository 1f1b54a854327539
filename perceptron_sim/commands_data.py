"""The command `data`: what is in a folder or file of one's own pictures, and how it comes onto the retina."""

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from perceptron_sim.answer import REFUSED, Answer, json_answer
from perceptron_sim.errors import SettingError
from perceptron_sim.options import only_settings

if TYPE_CHECKING:  # everything else is imported when it is needed: --help must answer at once
    from perceptron_sim.data import BadFile, DataSpec

COMMAND = "data"
USAGE = "Usage: perceptron-sim data PATH [OPTIONS] [--SETTING VALUE ...]"
PATH_HELP = (
    "A folder with a subfolder of pictures for each class, a .csv, an .npz, IDX images, or their folder. All settings "
    "of pictures are flags, as in --ink dark --fit whole; `perceptron-sim list data` shows them under [data]."
)
SUFFIXES = (".png",)
OPTIONS = ("--preview", "--overwrite", "--json")  # the flags that are no settings, for suggestions
BAD_SHOWN = 1000
WIDTH = 80  # of lines

Words = Annotated[str, Parameter(name="PATH", allow_leading_hyphen=True, help=PATH_HELP)]


def data(*words: Words, preview: Path | None = None, overwrite: bool = False, json: bool = False) -> Answer:
    """Read pictures of your own, tell what they are, and draw how they come onto the retina; nothing is taught.

    Parameters
    ----------
    preview
        Draw some pictures of each class, as they are and as both learners are shown them, in this file (.png).
    overwrite
        Draw into a file that is there already, which is refused otherwise.
    json
        Print what was found as JSON and nothing else.
    """
    from perceptron_sim.data import BadFilesError
    from perceptron_sim.data.describing import as_dict, bad_as_dicts, facts, table
    from perceptron_sim.data.preview import Originals, preview_png
    from perceptron_sim.data.reading import read_data
    from perceptron_sim.files import check_target, write_whole

    spec = _spec(words)
    if preview is not None:
        check_target("preview", preview, SUFFIXES, overwrite=overwrite)
    originals = Originals()
    try:
        found = read_data(spec, watch=originals)
    except BadFilesError as error:
        if json:
            return json_answer({"bad": bad_as_dicts(error.bad)}, REFUSED)
        return Answer(_bad_in_words(error.bad), REFUSED)
    if preview is not None:
        write_whole("preview", preview, preview_png(found, originals))
    if json:
        return json_answer(as_dict(found))
    drawn = [] if preview is None else [f"The preview is in {preview}."]
    left_out = [f"  {one}" for one in found.skipped[:BAD_SHOWN]]
    told = [line for sentence in facts(found) for line in wrap(sentence, WIDTH)]
    return Answer("\n".join([*table(found), "", *told, *left_out, *drawn]))


def _spec(words: Sequence[str]) -> "DataSpec":
    """The pictures that the first of *words* names, with the settings that the others say."""
    from dataclasses import replace

    from perceptron_sim.data import DataSpec
    from perceptron_sim.experiment_keys import data_keys
    from perceptron_sim.flags import first_argument, settings_given, words_with_values

    path, settings = first_argument(words)
    if path is None:
        raise SettingError(f"PATH of {COMMAND} must have a value, got {only_settings(words)}")
    keys = [replace(key, name=key.last_name) for key in data_keys()]
    words = [re.sub("^--data[.]", "--", word) for word in settings]  # as `run` calls them
    given = settings_given(words_with_values(words, COMMAND), keys, COMMAND, OPTIONS)
    return DataSpec(**{"path": path, **{one.key: one.value for one in given}})


def _bad_in_words(bad: Sequence["BadFile"]) -> str:
    """Every file that cannot be shown with its reason, a line each, and what to do."""
    lines = [f"  {one}" for one in bad[:BAD_SHOWN]]
    if len(bad) > BAD_SHOWN:
        lines.append(f"  and {len(bad) - BAD_SHOWN} more")
    return "\n".join([f"{len(bad)} cannot be shown, so nothing would run; --skip-bad leaves them out:", *lines])
