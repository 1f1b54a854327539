"""Reads one's own pictures: finds them, takes those that are wanted, brings them onto the retina, says what is bad."""

import re
from dataclasses import replace

import numpy as np

from hardware.plain import suggestion
from perceptron_sim.data.choosing import in_turn, kept_back
from perceptron_sim.data.fitting import full_light
from perceptron_sim.data.images import ink_is_dark, kept_as
from perceptron_sim.data.listing import IntArray, Listing
from perceptron_sim.data.own import BadFile, BadFilesError, OwnData, fingerprint
from perceptron_sim.data.picture_set import PictureSet, Watcher
from perceptron_sim.data.sources import listings
from perceptron_sim.data.spec import AS_IS, AUTO, DARK, LIGHT, DataSpec
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.experiments.words import joined


def read_data(spec: DataSpec, rows: int = 20, columns: int = 20, *, watch: Watcher | None = None) -> OwnData:
    """The pictures that *spec* names on a retina of *rows* x *columns*; *watch* is told each one that is taught.

    Raises:
        BadFilesError: some pictures cannot be shown, unless they are to be left out.
        InputError: there are none, or a file that holds many is damaged or is no such file.
        SettingError: settings do not go with what is there.
    """
    listing, beside = listings(spec, rows, columns)
    class_names = _class_names(spec, listing)
    taught, unseen = _chosen(spec, class_names, listing, beside)
    as_is = spec.fit == AS_IS or (spec.fit == AUTO and listing.shape == (rows, columns))
    kept = kept_as(spec, rows, columns, as_is=as_is)
    taught.read(kept, watch)
    dark_ink = ink_is_dark(spec, kept, as_is=as_is)
    kept_unseen = kept_as(replace(spec, ink=DARK if dark_ink else LIGHT), rows, columns, as_is=as_is)
    unseen.read(kept_unseen)
    present = np.unique(taught.labels)
    bad = (*listing.bad, *taught.bad, *(beside.bad if beside else ()), *unseen.bad, *unseen.strangers(present))
    bad = tuple(sorted(bad, key=_as_people_count))
    if bad and not spec.skip_bad:
        raise BadFilesError(bad)
    _check_present(listing, class_names, present, bad)
    full = full_light(max(kept.highest, kept_unseen.highest))
    stimuli = taught.stimuli(kept.images(full, dark_ink=dark_ink), class_names, present)
    scored = unseen.stimuli(kept_unseen.images(full, dark_ink=dark_ink), class_names, present)
    assert stimuli is not None
    return OwnData(
        spec=spec,
        stimuli=stimuli,
        unseen=scored,
        dark_ink=dark_ink,
        as_is=as_is,
        skipped=bad,
        sha256=fingerprint(stimuli, scored),
        blank=taught.names(np.flatnonzero(~stimuli.images.any(axis=(1, 2)))),
    )


def _as_people_count(bad: BadFile) -> list[tuple[int, str]]:
    """What brings line 9 before line 10."""
    parts = re.split("([0-9]+)", bad.name)  # every second one is a number
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _chosen(
    spec: DataSpec, class_names: tuple[str, ...], listing: Listing, beside: Listing | None
) -> tuple[PictureSet, PictureSet]:
    """What is taught and what stays unseen: pictures *beside*, if there are, else some kept back of each class."""
    if spec.most < len(class_names):
        raise SettingError(f"data.most must be at least the number of classes, {len(class_names)}, got {spec.most}")
    classes = _numbered(listing, class_names)
    wanted = np.flatnonzero(classes >= 0)
    if beside is not None:
        _check_known(beside, listing)
        others, title = _numbered(beside, class_names), beside.title
        unseen = np.flatnonzero(others >= 0)
    else:
        beside, others, title = listing, classes, f"kept back of {listing.title}"
        unseen = wanted[kept_back(classes[wanted], spec.unseen_share)]
        wanted = np.setdiff1d(wanted, unseen)
    return (
        PictureSet(listing, classes, in_turn(classes, wanted, spec.most), listing.title),
        PictureSet(beside, others, in_turn(others, unseen, spec.most), title),
    )


def _check_known(beside: Listing, taught: Listing) -> None:
    """InputError if unseen pictures are of classes that nobody is taught."""
    for name in beside.class_names:
        if name not in taught.class_names:
            near = suggestion(name, taught.class_names)
            raise InputError(f"data.unseen must have no class but those taught, got {name!r} in {beside.title}{near}")


def _check_present(listing: Listing, class_names: tuple[str, ...], present: IntArray, bad: tuple[BadFile, ...]) -> None:
    """InputError if there are not two classes to tell apart."""
    if len(present) < 2:
        names = joined(repr(class_names[number]) for number in present) if len(present) else "none"
        left_out = f" ({len(bad)} left out: {bad[0]})" if bad else ""
        raise InputError(f"data must have at least two classes in {listing.title}, got {names}{left_out}")


def _class_names(spec: DataSpec, listing: Listing) -> tuple[str, ...]:
    """The classes that are wanted, in their order."""
    for name in spec.classes:
        if name not in listing.class_names:
            rule = f"of those in {listing.title}"
            raise SettingError(f"data.classes must be {rule}, got {name!r}{suggestion(name, listing.class_names)}")
    return spec.classes or listing.class_names


def _numbered(listing: Listing, names: tuple[str, ...]) -> IntArray:
    """(n,): the place among *names* of the class of each picture, -1 if it is none of them."""
    places = {name: place for place, name in enumerate(names)}
    by_class = np.array([places.get(name, -1) for name in listing.class_names], dtype=np.intp)
    return by_class[listing.labels] if len(by_class) else listing.labels
