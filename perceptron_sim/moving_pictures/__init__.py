"""Films of a session: pictures in, one after the other, and a GIF or a video out; nothing here draws."""

from perceptron_sim.moving_pictures.film import Film, film_at, frames_per_s
from perceptron_sim.moving_pictures.gif import Gif

__all__ = ["Film", "Gif", "film_at", "frames_per_s"]
