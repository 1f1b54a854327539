"""The sheet of the worked example in the forms it can be had in: text, picture, document."""

from collections.abc import Iterator

from perceptron_sim.explain.worked_example import PARTS, STEPS, Course, spoken, steps

NAME = "worked-example"
TITLE = "A network followed while it learns"
SUFFIXES = (".pdf", ".png", ".txt")


def courses() -> tuple[Course, Course]:
    """The loss on its way, nothing computed yet: with biases fixed, as in the original, and with biases learned."""
    return Course.begun(biases_learn=False), Course.begun(biases_learn=True)


def written(suffix: str, of: tuple[Course, Course] | None = None) -> bytes:
    """The sheet as the file with this *suffix* holds it; what of the courses is not computed yet is."""
    found = of or courses()
    if suffix.lower() == ".txt":
        return as_text(found).encode()
    from perceptron_sim.explain.worked_example_pages import pages  # imported late: they draw, and text needs none
    from perceptron_sim.explain.worked_example_print import as_pdf, as_png

    marks = pages(*found)
    return as_png(marks) if suffix.lower() == ".png" else as_pdf(marks, TITLE)


def as_text(of: tuple[Course, Course] | None = None) -> str:
    """Every number, the lecture's beside it, and the loss after no, one and STEPS steps."""
    return "\n".join([*_lines(*(of or courses())), ""])


def _lines(fixed: Course, learned: Course) -> Iterator[str]:
    yield TITLE
    yield "2 inputs, 2 hidden and 2 output neurons, all sigmoid; half the squared error; one example, again and again."
    yield "Computed in 64-bit floating point, all digits shown. In the original the biases stay fixed."
    for part in PARTS:
        yield from _part(part)
    yield ""
    yield "THE LOSS ON ITS WAY"
    for course, words in ((fixed, "biases fixed, as the original"), (learned, "biases learned too")):
        course.go_on(STEPS)
        for taken in (0, 1, STEPS):
            name = f"L after {taken:,} step{'' if taken == 1 else 's'}"
            yield f"  {name:<24}{course.losses[taken]!r:<26}{words}"


def _part(part: str) -> Iterator[str]:
    """A heading and all numbers of one part."""
    yield ""
    yield part.upper()
    for step in (one for one in steps() if one.part == part):
        lecture = f"lecture {step.printed}" if step.printed else ""
        formula = "" if step.formula == "given" else spoken(step.formula)
        yield f"  {spoken(step.name):<20}{step.exact:<26}{lecture:<18}{formula}".rstrip()
        if " " in step.formula:
            yield f"  {'':<20}= {step.figures}"
