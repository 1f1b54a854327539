"""What there is to hear of the machine, and the waves of it, worked out: there is no file, and nothing here sounds."""

from perceptron_sim.sound.hearing import Hearing
from perceptron_sim.sound.synthesis import CLICKS, LEVELS, RATE_HZ, click, volumes, whirr

__all__ = ["CLICKS", "LEVELS", "RATE_HZ", "Hearing", "click", "volumes", "whirr"]
