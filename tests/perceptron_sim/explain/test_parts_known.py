"""One table says of every part how well it is known; numbers are never more certain than they are."""

from perceptron_sim.explain.parts_known import ASSUMED, DOCUMENTED, INFERRED, PARTS_KNOWN


def test_every_part_names_where_it_is_from_and_what_its_numbers_rest_on() -> None:
    assert {part.there for part in PARTS_KNOWN.values()} <= {DOCUMENTED, INFERRED}
    for part in PARTS_KNOWN.values():
        assert part.there_source
        assert part.numbers
        assert part.source.startswith(part.there)


def test_no_number_of_the_machine_is_shown_as_history() -> None:
    assert {part.certainty for part in PARTS_KNOWN.values()} == {ASSUMED}
    assert "reported, unverified" in PARTS_KNOWN["potentiometer"].source
