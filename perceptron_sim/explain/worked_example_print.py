"""Prints the pages of the worked example: as a picture of both side by side, or as a document (PDF) of two pages.

The document holds words and lines, not dots: its typefaces are those that every reader of PDF has by itself.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from perceptron_sim.assets import verify
from perceptron_sim.explain.worked_example_pages import PAGE, WIDE, Disc, Face, Mark, Plate, Stroke, Words
from perceptron_sim.palette import BOLD, MONO, MONO_BOLD

Pages = Sequence[Sequence[Mark]]
INK, QUIET, PAPER = 0.1, 0.42, 1.0  # grey, from black at 0
DOTS_PER_INCH, POINTS_PER_INCH, FINER = 200, 72, 2
FACES = {Face.PLAIN: MONO, Face.STRONG: MONO_BOLD, Face.TITLE: BOLD}
NARROWER = 0.95  # so that their letters are WIDE
STANDARD = {Face.PLAIN: "Courier", Face.STRONG: "Courier-Bold", Face.TITLE: "Helvetica-Bold"}
SIGNS = {"∂": "\\266", "−": "\\055"}  # in the typeface Symbol
ROUND = 0.5523  # how far the handles of a quarter of a circle reach


def as_png(pages: Pages) -> bytes:
    """All pages beside each other."""
    scale = FINER * DOTS_PER_INCH / POINTS_PER_INCH
    width, height = (round(side * scale / FINER) * FINER for side in PAGE)
    whole = Image.new("L", (width * len(pages), height), round(255 * PAPER))
    for number, marks in enumerate(pages):
        page = Image.new("L", (width, height), round(255 * PAPER))
        _draw(ImageDraw.Draw(page), marks, scale)
        whole.paste(page, (number * width, 0))
    encoded = io.BytesIO()
    whole.reduce(FINER).save(encoded, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return encoded.getvalue()


def _draw(draw: ImageDraw.ImageDraw, marks: Sequence[Mark], scale: float) -> None:
    paper, ink = round(255 * PAPER), round(255 * INK)
    for mark in marks:
        match mark:
            case Plate():
                sides = (mark.left, mark.top, mark.right, mark.bottom)
                draw.rectangle([side * scale for side in sides], fill=paper)
            case Stroke():
                ends = [scale * one for one in (*mark.start, *mark.end)]
                draw.line(ends, fill=round(255 * _grey(mark.quiet)), width=round(0.6 * scale))
            case Disc():
                box = [scale * side for side in _box(mark)]
                draw.ellipse(box, fill=paper, outline=ink, width=round(0.8 * scale))
            case Words():
                _write(draw, mark, scale)


def _write(draw: ImageDraw.ImageDraw, words: Words, scale: float) -> None:
    """Letters of equal width each in its place, so that a page is the same whatever prints it."""
    grey, at = round(255 * _grey(words.quiet)), words.y * scale
    if words.face is Face.TITLE:
        draw.text((words.x * scale, at), words.text, fill=grey, font=_font(FACES[words.face], words.size), anchor="ls")
        return
    for place, letter in enumerate(words.text):
        glyph = _letter(FACES[words.face], words.size * NARROWER, letter)
        x = (_left(words) + place * WIDE * words.size) * scale
        draw.bitmap((round(x), round(at) - glyph.height // 2), glyph, fill=grey)


@cache
def _letter(face: str, size: float, letter: str) -> Image.Image:
    """How much of each dot *letter* covers; its baseline begins in the middle of the left edge."""
    font = _font(face, size)
    side = round(font.size * 1.2)
    glyph = Image.new("L", (side, 2 * side), 0)
    ImageDraw.Draw(glyph).text((0, side), letter, fill=255, font=font, anchor="ls")
    return glyph


@cache
def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    scale = FINER * DOTS_PER_INCH / POINTS_PER_INCH
    return ImageFont.truetype(str(verify(face)), round(size * scale))


def _left(words: Words) -> float:
    return words.x - (len(words.text) * WIDE * words.size / 2 if words.middle else 0)


def _grey(quiet: bool) -> float:
    return QUIET if quiet else INK


def _box(disc: Disc) -> tuple[float, float, float, float]:
    return disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius


def as_pdf(pages: Pages, title: str) -> bytes:
    """A document with a page for each of *pages*; the same every time, for it says no date."""
    fonts = "".join(f"/{face.name} {3 + number} 0 R " for number, face in enumerate(Face))
    symbol, first = 3 + len(Face), 4 + len(Face)
    places = range(first, first + 2 * len(pages), 2)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    children = " ".join(f"{place} 0 R" for place in places)
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{children}]>>".encode())
    standard = "<</Type/Font/Subtype/Type1/BaseFont/{}/Encoding/WinAnsiEncoding>>"
    objects += [standard.format(STANDARD[face]).encode() for face in Face]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>")
    for place, marks in zip(places, pages, strict=True):
        box, used = f"[0 0 {PAGE[0]} {PAGE[1]}]", f"<</Font<<{fonts}/SIGNS {symbol} 0 R>>>>"
        told = f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources{used}/Contents {place + 1} 0 R>>"
        content = "\n".join(_operators(marks)).encode("cp1252")
        objects.append(told.encode())
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(f"<</Title({_escaped(title)})>>".encode("cp1252"))
    return _bound(objects)


def _bound(objects: Sequence[bytes]) -> bytes:
    """The document of *objects*, the catalogue first and the description last, with the table of where each begins."""
    whole, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    whole += b"".join(b"%010d 00000 n \n" % place for place in places)
    told = b"<</Size %d/Root 1 0 R/Info %d 0 R>>" % (len(objects) + 1, len(objects))
    return bytes(whole + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (told, table))


def _operators(marks: Sequence[Mark]) -> Iterator[str]:
    """What draws *marks*; y runs upwards in a PDF."""
    top = PAGE[1]
    for mark in marks:
        match mark:
            case Plate():
                yield f"{PAPER:g} g {mark.left:.2f} {top - mark.bottom:.2f} "
                yield f"{mark.right - mark.left:.2f} {mark.bottom - mark.top:.2f} re f"
            case Stroke(start, end):
                yield f"{_grey(mark.quiet):g} G 0.6 w {start[0]:.2f} {top - start[1]:.2f} m "
                yield f"{end[0]:.2f} {top - end[1]:.2f} l S"
            case Disc():
                yield f"{PAPER:g} g {INK:g} G 0.8 w {_circle(mark.x, top - mark.y, mark.radius)} b"
            case Words():
                yield f"{_grey(mark.quiet):g} g"
                yield from _letters(mark, top - mark.y)


def _circle(x: float, y: float, radius: float) -> str:
    """A circle as four arcs."""
    r, k = radius, ROUND * radius
    found = [f"{x + r:.2f} {y:.2f} m"]
    for a, b in (((r, k), (k, r)), ((-k, r), (-r, k)), ((-r, -k), (-k, -r)), ((k, -r), (r, -k))):
        end = {(k, r): (0.0, r), (-r, k): (-r, 0.0), (-k, -r): (0.0, -r), (r, -k): (r, 0.0)}[b]
        points = ((x + dx, y + dy) for dx, dy in (a, b, end))
        found.append(" ".join(f"{px:.2f} {py:.2f}" for px, py in points) + " c")
    return " ".join(found)


def _letters(words: Words, y: float) -> Iterator[str]:
    """*words* in runs of one typeface: signs are in one of their own."""
    x, run = _left(words), ""
    for letter in words.text:
        if letter not in SIGNS:
            run += letter
            continue
        if run:
            yield _run(words.face.name, words.size, x, y, _escaped(run))
        x += len(run) * WIDE * words.size
        yield _run("SIGNS", words.size, x, y, SIGNS[letter])
        x, run = x + WIDE * words.size, ""
    if run:
        yield _run(words.face.name, words.size, x, y, _escaped(run))


def _run(font: str, size: float, x: float, y: float, escaped: str) -> str:
    return f"BT /{font} {size:g} Tf {x:.2f} {y:.2f} Td ({escaped}) Tj ET"


def _escaped(text: str) -> str:
    """*text* between the brackets of a PDF."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
