"""The small layer of controls: buttons, switches, tabs, sliders, scrolled areas; by mouse or keyboard."""

from perceptron_sim.frontend.buttons import Button, draw_switch
from perceptron_sim.frontend.sliding import ScrollArea, Slider
from perceptron_sim.frontend.tabs import Tabs
from perceptron_sim.frontend.widget import ENTER, Position, Widget, baseline_in, draw_focus

__all__ = [
    "ENTER",
    "Button",
    "Position",
    "ScrollArea",
    "Slider",
    "Tabs",
    "Widget",
    "baseline_in",
    "draw_focus",
    "draw_switch",
]
