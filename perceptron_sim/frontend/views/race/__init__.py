"""Race: every lane of a run on a track of its own, whatever machines or networks they are."""

from perceptron_sim.frontend.views.race.view import RaceView

__all__ = ["RaceView"]
