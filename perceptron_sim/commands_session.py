"""The command `replay`: does once more what a session's file tells of, headless; returns what to print."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from perceptron_sim import options
from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer
from perceptron_sim.errors import SettingError

if TYPE_CHECKING:
    from perceptron_sim.session import Session
    from perceptron_sim.session_file import Found

FILM_SIZE = "1280x720"
FILM_SIZES = (320, 180), (3840, 2160)  # the smallest and the largest
FASTEST = 1e6
FromLesson = Annotated[int | None, Parameter(name="--from", converter=options.exposures)]
ToLesson = Annotated[int | None, Parameter(name="--to", converter=options.exposures)]
ViewName = Annotated[str | None, Parameter(converter=options.view)]
Speed = Annotated[float | None, Parameter(converter=lambda _kind, tokens: _speed(tokens[0].value))]


def replay(
    file: Path,
    /,
    *,
    digest: bool = False,
    json: bool = False,
    gif: Path | None = None,
    video: Path | None = None,
    view: ViewName = None,
    size: str = FILM_SIZE,
    speed: Speed = None,
    from_lesson: FromLesson = None,
    to_lesson: ToLesson = None,
    overwrite: bool = False,
) -> Answer:
    """Do once more, from the very beginning, what a session did that was kept in the window; say if it comes out alike.

    Parameters
    ----------
    file
        A file that the window has kept (.session.json).
    digest
        Print the digest and nothing else; the exit code is 1 if it is not the one in the file.
    json
        Print what there is to say as JSON and nothing else.
    gif
        Make a film of it in this file (.gif).
    video
        Make a film of it in this file (.mp4); needs the extra `video` (PyAV).
    view
        What the film shows: side-by-side, teach, machine-room, plugboard, network, neuron, laboratory, race, notebook.
    size
        Width and height of the film in pixels; below 1280x720 the window's picture is made smaller.
    speed
        How many simulated seconds go by in a second of the film; by default it lasts about 20 seconds.
    from_lesson
        Begin the film when so many lessons of the present seed had ended.
    to_lesson
        End it when so many had ended; by default where the session was kept.
    overwrite
        Write into files that are there already, which is refused otherwise.
    """
    if digest and json:
        raise SettingError("digest must be given without json, got both")
    films = {name: path for name, path in (("gif", gif), ("video", video)) if path is not None}
    film_size = _check_films(films, size, overwrite=overwrite)
    for name, given in {"view": view, "speed": speed, "from": from_lesson, "to": to_lesson}.items():
        if given is not None and not films:
            raise SettingError(f"{name} must come with a film (--gif FILE or --video FILE), got none")
    from perceptron_sim.session_file import found_in, replayed

    found = found_in(file)
    _check_lessons(from_lesson, to_lesson, found.kept.at.lesson)
    session = replayed(found.kept, file)
    told = _told(file, found, session)
    complaint = "" if told["same"] else _difference(found, session)
    if films:
        _film(session, films, film_size, view, speed, from_lesson or 0, to_lesson)
        told.update({name: str(path) for name, path in films.items()})
    code = DONE if told["same"] else UNHEALTHY
    if digest:
        return Answer(told["digest"], code, complaint)
    if json:
        return Answer(json_answer(told).text, code, complaint)
    return Answer(_in_words(file, found, told, films), code, complaint)


def _check_films(films: dict[str, Path], size: str, *, overwrite: bool) -> tuple[int, int]:
    """Refuse, before anything is computed, what cannot be written; the size of the pictures."""
    from perceptron_sim.files import check_target
    from perceptron_sim.moving_pictures.film import GIF, VIDEO, check_video

    pixels = options.window_size(size, *FILM_SIZES)
    for name, path in films.items():
        check_target(name, path, (GIF if name == "gif" else VIDEO,), overwrite=overwrite)
    if "video" in films:
        check_video(pixels)
    return pixels


def _check_lessons(first: int | None, last: int | None, furthest: int) -> None:
    """Refuse a part of the session that there is not."""
    begin, end = first or 0, furthest if last is None else last
    if not begin <= end <= furthest:
        rule = f"lessons of the present seed in order, up to {furthest}"
        raise SettingError(f"from and to must be {rule}, got {begin} and {end}")


def _told(file: Path, found: "Found", session: "Session") -> dict[str, Any]:
    from perceptron_sim.session_file.commands_plain import command_as_plain

    kept = found.kept
    done = kept.log[: kept.at.commands]
    return {
        "file": str(file),
        "program": found.program,
        "computer": found.computer,
        "experiment": kept.first.name,
        "seed": session.experiment.seed,
        "lessons": session.lesson,
        "exposures": session.exposures,
        "time_s": session.time_s,
        "commands": dict(Counter(command_as_plain(logged.command)["kind"] for logged in done)),
        "digest": session.digest,
        "digest_in_the_file": kept.digest,
        "same": session.digest == kept.digest,
    }


def _difference(found: "Found", session: "Session") -> str:
    why = "; it was kept on another computer or numpy, where the last digit of a number may be another"
    rule = f"the one in the file, {found.kept.digest}"
    return f"digest must be {rule}, got {session.digest}{why if found.elsewhere else ''}"


def _in_words(file: Path, found: "Found", told: dict[str, Any], films: dict[str, Path]) -> str:
    from perceptron_sim.command_words import done
    from perceptron_sim.quantities import duration

    kept = found.kept
    counts = Counter(done(logged.command) for logged in kept.log[: kept.at.commands])
    lines = [
        f"{file} holds a session of `{told['experiment']}`, kept by perceptron-sim {found.program}.",
        f"Seed {told['seed']}: {told['lessons']:,} lessons, {duration(told['time_s'])} by the machine's clock.",
        *(f"  {words}{'' if count == 1 else f' ({count:,} times)'}" for words, count in counts.items()),
        f"Digest {told['digest']}, {'as' if told['same'] else 'not as'} in the file.",
        *(f"A film of it is in {path}." for path in films.values()),
    ]
    return "\n".join(lines)


def _film(
    session: "Session",
    films: dict[str, Path],
    size: tuple[int, int],
    view: str | None,
    speed: float | None,
    first: int,
    last: int | None,
) -> None:
    """Draw what *session* did from lesson *first* to lesson *last* into all *films*, each at its own rate."""
    from perceptron_sim.frontend.filming import pictures
    from perceptron_sim.moving_pictures import film_at, frames_per_s

    until_s = session.time_s
    if last is not None:
        session.go_back(last)
        until_s = session.time_s
    for name, path in films.items():
        session.go_back(first)
        rate = frames_per_s(path.suffix.lower())
        drawn = pictures(session, until_s, size=size, frames_per_s=rate, view=view, speed=speed)
        with ExitStack() as stack:
            film = stack.enter_context(film_at(name, path, size))
            for picture in drawn:
                film.add(picture)


def _speed(text: str) -> float:
    """The value of --speed."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= FASTEST:
        rule = f"a number of simulated seconds a second, above 0 and at most {FASTEST:g}"
        raise SettingError(f"speed must be {rule}, got {options.shown(text)}")
    return value
