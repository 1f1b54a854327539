"""Pieces of an HTML page: text is escaped here and nowhere else."""

import base64
from collections.abc import Iterable, Sequence
from html import escape

from perceptron_sim.figures.plate import Table


def element(name: str, *inside: str, **attributes: str | int) -> str:
    """<name>inside</name>, *inside* being markup already; class_ stands for class."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def text(words: str) -> str:
    """*words* as they are to be read."""
    return escape(words, quote=False)


def paragraph(words: str, **attributes: str) -> str:
    """One paragraph."""
    return element("p", text(words), **attributes)


def table(content: Table, kinds: Sequence[str] = ()) -> str:
    """A table with its caption; the first cell names the row, in the look of the row's kind where there are *kinds*."""
    title = element("caption", text(content.title)) if content.title else ""
    head = element("thead", element("tr", *(element("th", text(cell), scope="col") for cell in content.header)))
    looks = [{"class_": kind} for kind in kinds] or [{}] * len(content.rows)
    rows = [
        element(
            "tr", element("th", text(row[0]), scope="row", **look), *(element("td", text(cell)) for cell in row[1:])
        )
        for row, look in zip(content.rows, looks, strict=True)
    ]
    return element("div", element("table", title, head, element("tbody", *rows)), class_="wide")


def folded(summary: str, *inside: str) -> str:
    """What is shown when its *summary* is clicked."""
    return element("details", element("summary", text(summary)), *inside)


def data_uri(kind: str, content: bytes) -> str:
    """*content* as an address that holds it whole."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def items(words: Iterable[str]) -> str:
    """A list."""
    return element("ul", *(element("li", text(one)) for one in words))


def definitions(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and what they stand for."""
    return element("dl", *(element("div", element("dt", text(x)), element("dd", text(y))) for x, y in pairs))
