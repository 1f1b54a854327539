"""How the page of a report looks: the gallery's colours and typefaces, which the page carries in itself."""

from perceptron_sim import palette
from perceptron_sim.assets import verify
from perceptron_sim.figures.markup import data_uri
from perceptron_sim.palette import as_hex

FACES = (("Text", 400, palette.REGULAR), ("Text", 700, palette.BOLD), ("Figures", 400, palette.MONO))
STYLE = """
:root { color-scheme: dark; }
* { box-sizing: border-box; }
html { background: GROUND; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 48px 32px 96px; max-width: 1144px; color: TEXT; background: GROUND;
  font: 18px/1.55 Text, system-ui, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
p, li, dd { max-width: 72ch; text-wrap: pretty; }
h1 { font-size: 40px; line-height: 1.15; margin: 8px 0 16px; text-wrap: balance; }
h2 { font-size: 26px; line-height: 1.2; margin: 72px 0 16px; }
.kind { color: MUTED; font-size: 15px; font-weight: 700; letter-spacing: .08em; text-transform: uppercase; margin: 0; }
.lead { font-size: 21px; line-height: 1.5; margin: 0 0 24px; }
.note { border-left: 4px solid WRONG; padding: 4px 0 4px 20px; }
a { color: TEXT; text-underline-offset: 4px; text-decoration-color: MUTED; }
a:focus-visible, summary:focus-visible { outline: 3px solid TEXT; outline-offset: 4px; border-radius: 4px; }
nav ul { display: flex; flex-wrap: wrap; gap: 8px 28px; list-style: none; margin: 32px 0 0; padding: 16px 0;
  border-top: 1px solid LINE; border-bottom: 1px solid LINE; font-size: 16px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(156px, 1fr)); gap: 20px 24px; margin: 32px 0; }
dt { color: MUTED; font-size: 14px; font-weight: 700; letter-spacing: .06em; text-transform: uppercase; }
dd { margin: 2px 0 0; font-family: Figures, monospace; font-size: 16px; overflow-wrap: anywhere; }
.plates { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
figure { margin: 0; width: 100%; }
figure.half { width: calc(50% - 12px); }
.sheet { overflow-x: auto; border-radius: 14px; background: PANEL; }
img { display: block; width: 100%; height: auto; }
figcaption { padding: 12px 4px 0; color: MUTED; font-size: 16px; }
figcaption p { margin: 0 0 8px; }
details { margin: 4px 0 0; }
summary { cursor: pointer; color: TEXT; font-size: 16px; padding: 6px 0; }
.wide { overflow-x: auto; margin: 8px 0 24px; }
table { border-collapse: collapse; font-size: 15px; line-height: 1.35; color: TEXT; }
caption { text-align: left; color: MUTED; padding: 8px 0; }
th, td { padding: 6px 24px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid LINE; }
thead th { color: MUTED; font-weight: 700; vertical-align: bottom; }
tbody th { font-weight: 400; white-space: nowrap; }
td { font-family: Figures, monospace; font-variant-numeric: tabular-nums; overflow-wrap: break-word; max-width: 60ch; }
.words td { font-family: inherit; }
tbody th.machine { color: AMBER; font-weight: 700; } tbody th.network { color: BLUE; font-weight: 700; }
footer { margin-top: 96px; padding-top: 16px; border-top: 1px solid LINE; color: MUTED; font-size: 15px; }
@media (max-width: 760px) {
  body { padding: 32px 16px 64px; }
  figure.half { width: 100%; }
  .full img { width: 760px; }
}
@media print { details { display: none; } figure { break-inside: avoid; } }
"""


def style() -> str:
    """The style sheet, typefaces included."""
    sheet = STYLE
    for name in ("GROUND", "PANEL", "LINE", "TEXT", "MUTED", "AMBER", "BLUE", "WRONG"):
        sheet = sheet.replace(name, as_hex(getattr(palette, name)))
    return "".join(_face(*face) for face in FACES) + sheet


def _face(family: str, weight: int, asset: str) -> str:
    source = data_uri("font/ttf", verify(asset).read_bytes())
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({source}) format("truetype"); }}\n'
