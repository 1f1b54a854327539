"""What holds of every experiment: lanes on one stream, codes that fit, passes that end, measurements in the digest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest

from hardware import AssociationSpec, Mark1Spec, ResponseSpec, RetinaSpec
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.network_spec import NetworkSpec


@dataclass(frozen=True, kw_only=True)
class Halves(Experiment):
    """Left or right half lit, at so many brightnesses, on a small retina."""

    name: ClassVar[str] = "halves"
    title: ClassVar[str] = "left or right half"

    shown: int = setting(4, "how many images", least=2)
    classes: int = setting(2, "how many classes", least=2)
    taught_first: int = setting(0, "so many of them alone in the first pass")
    lane_names: tuple[str, ...] = setting((), "networks, in place of the usual two learners")
    found: tuple[float, ...] = setting((), "what is measured")

    def draw_taught(self) -> Stimuli:
        rows, columns = self.mark1.retina.rows, self.mark1.retina.columns
        images = np.zeros((self.shown, rows, columns), dtype=np.float32)
        images[::2, :, : columns // 2] = images[1::2, :, columns // 2 :] = 1.0
        names = tuple(f"class {number}" for number in range(self.classes))
        return Stimuli(images, np.arange(self.shown) % self.classes, names, "halves")

    def lanes(self) -> tuple[Lane, ...]:
        return tuple(Lane(name=name, spec=self.modern) for name in self.lane_names) or super().lanes()

    def course(self, before):
        return np.arange(self.taught_first) if self.taught_first and not before else super().course(before)

    def measure(self, session: Session) -> Iterator[Measurement]:
        for value in self.found:
            yield Measurement(learner="mark1", measure="number", value=value)


SMALL = Mark1Spec(
    retina=RetinaSpec(rows=4, columns=6), association=AssociationSpec(units=64), response=ResponseSpec(in_use=2)
)


def test_a_run_needs_no_experiment_of_ours():
    report = Session(Halves(mark1=SMALL)).run()
    assert report.finished
    assert {name: learner.accuracy for name, learner in report.learners.items()} == {
        "mark1": {"taught": 1.0},
        "modern": {"taught": 1.0},
    }
    told = "In the end the Mark I rightly names 4 of the 4 taught images, the network 4."
    assert report.sentences[-1] == told


def test_equal_settings_give_equal_digests_and_every_seed_its_own():
    digests = [Session(Halves(mark1=SMALL, seed=seed)).run().digest for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("who", ["mark1", "modern"])
def test_one_learner_alone_learns_as_it_does_beside_the_other(who):
    both = [trial for trials in Session(Halves(passes=3)).trials() for trial in trials if trial.learner == who]
    alone = [trial for (trial,) in Session(Halves(passes=3, learners=who)).trials()]
    if who == "mark1":
        assert alone[: len(both)] == both[: len(alone)]
    else:  # its time is the session's, which is the machine's
        assert [trial.loss for trial in alone] == [trial.loss for trial in both[: len(alone)]]


def test_lanes_with_equal_settings_learn_alike():
    session = Session(Halves(lane_names=("first", "second"), passes=2, until_errorless=False))
    for one, other in session.trials():
        assert replace(one, learner="second", wall_s=0.0) == replace(other, wall_s=0.0)
    assert [learner.name for learner in session.learners] == ["first", "second"]


def test_a_learner_that_is_not_there_is_named_in_a_sentence():
    session = Session(Halves(learners="modern", mark1=SMALL))
    with pytest.raises(SettingError, match="learners must have a Mark I among them for this, got modern"):
        _ = session.mark1
    with pytest.raises(SettingError, match="name must be one of modern, got 'adam'"):
        session.learner("adam")


@pytest.mark.parametrize(
    ("names", "got"), [(("same", "same"), "same, same"), (tuple(f"n{i}" for i in range(65)), "n0, n1")]
)
def test_lanes_have_different_names_and_are_not_too_many(names, got):
    with pytest.raises(SettingError, match=f"learners must be 1 to 64 of different names, got {got}"):
        Halves(lane_names=names)


@pytest.mark.parametrize("name", ["", "a b", "a,b", "-a", "Ä", "a/b"])
def test_a_lane_has_a_name_that_fits_into_files(name):
    with pytest.raises(SettingError, match="a lane's name must be words and numbers"):
        Lane(name=name, spec=NetworkSpec())


def test_the_machine_uses_as_many_r_units_as_the_code_has_bits():
    assert Halves().mark1.response.in_use == 2
    assert Halves(shown=20, classes=20).mark1.response.in_use == 5
    assert Halves(code="one-per-class", shown=7, classes=7).mark1.response.in_use == 7


def test_a_machine_with_too_few_r_units_in_use_is_refused():
    machine = Mark1Spec(response=ResponseSpec(in_use=2))
    with pytest.raises(SettingError, match=r"mark1\.response\.in_use must be at least 5 for the codes of 20 classes"):
        Halves(shown=20, classes=20, mark1=machine)


def test_a_machine_of_another_retina_than_the_images_is_refused():
    experiment = Halves(mark1=SMALL)
    images = experiment.stimuli
    assert images.images.shape == (4, 4, 6)
    with pytest.raises(SettingError, match=r"mark1\.retina\.rows must be 20, as the images have, got 4"):
        Halves20(mark1=SMALL)


class Halves20(Halves):
    """The same for whatever machine, always of 20 x 20 cells."""

    def draw_taught(self) -> Stimuli:
        return Halves().draw_taught()


def test_codewords_come_with_the_code_that_is_given_and_only_there():
    experiment = Halves(code="given", codewords=("10", "01"))
    assert experiment.codes[:, :2].tolist() == [[True, False], [False, True]]
    with pytest.raises(SettingError, match="codewords must be one for each class where the code is 'given', got none"):
        Halves(code="given")
    with pytest.raises(SettingError, match="code must be 'given' where codewords are, got 'binary'"):
        Halves(codewords=("10", "01"))


def test_own_pictures_are_refused_where_the_experiment_draws_its_own():
    with pytest.raises(SettingError, match="data must be a OwnData, got 'pictures'"):
        Halves(data="pictures")


def test_an_errorless_pass_ends_it_only_if_that_is_asked_for():
    assert len(list(Session(Halves(passes=9)).passes())) < 9
    assert len(list(Session(Halves(passes=9, until_errorless=False)).passes())) == 9


def test_a_pass_shows_what_the_course_says():
    session = Session(Halves(shown=8, taught_first=3, passes=2, until_errorless=False))
    shown = [(old.pass_number, old.stimulus) for old, _ in session.trials()]
    assert sorted(shown[:3]) == [(1, 0), (1, 1), (1, 2)]
    assert sorted(shown[3:]) == [(2, index) for index in range(8)]
    assert session.pass_number == 2


def test_trials_say_pass_stimulus_code_and_loss():
    old, new = next(Session(Halves(mark1=SMALL)).trials())
    assert (old.pass_number, new.pass_number) == (1, 1)
    assert old.stimulus == new.stimulus
    assert (len(old.code), old.loss) == (8, None)
    assert new.code is None
    assert new.loss == pytest.approx(np.log(2), rel=0.2)


def test_measurements_are_made_once_and_enter_the_digest():
    plain, measured, other = (Session(Halves(mark1=SMALL, found=found)) for found in ((), (1.0, 2.0), (1.0, 3.0)))
    assert [one.value for one in measured.run().measurements] == [1.0, 2.0]
    assert len({plain.run().digest, measured.digest, other.run().digest}) == 3
    assert measured.report() == measured.report()
    assert measured.report().digest == measured.digest


def test_a_run_that_is_not_finished_has_no_measurements():
    session = Session(Halves(mark1=SMALL, found=(1.0,)))
    next(session.trials())
    assert session.report().measurements == ()
    assert not session.report().finished


def test_error_correcting_codes_forgive_a_wrong_lamp():
    session = Session(Halves(shown=10, classes=10, code="error-correcting"))
    machine, codes = session.mark1, session.experiment.codes
    assert session.experiment.correctable_bits == 1
    for label, code in enumerate(codes.astype(int).tolist()):
        for wrong in range(len(code)):
            lamps = [bit ^ (number == wrong) for number, bit in enumerate(code)]
            assert machine.meaning(tuple(lamps)) == label


def test_a_machine_that_differs_in_what_is_documented_is_called_a_counterfactual():
    assert Session(Halves(passes=1)).run().sentences[0].startswith("The Mark I")
    first, *_ = Session(Halves(passes=1, mark1=SMALL)).run().sentences
    assert first == (
        "This Mark I is a counterfactual: retina.rows 4 in place of 20, retina.columns 6 in place of 20 and "
        "association.units 64 in place of 512."
    )


def test_a_pass_through_a_part_of_what_is_taught_is_no_errorless_pass():
    for passes in (1, 9):
        report = Session(Halves(shown=8, taught_first=2, passes=passes, until_errorless=False)).run()
        found = [learner.errorless_pass for learner in report.learners.values()]
        assert (found == [None, None]) if passes == 1 else all(one is not None and one > 1 for one in found)
