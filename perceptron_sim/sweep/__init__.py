"""Sweeps: an experiment over many settings and seeds, in many processes, gone on with after anything that ends them."""

from perceptron_sim.sweep.again import Again, computed_alone
from perceptron_sim.sweep.grid import Grid
from perceptron_sim.sweep.grid_file import read_grid
from perceptron_sim.sweep.running import Sum, sweep

__all__ = ["Again", "Grid", "Sum", "computed_alone", "read_grid", "sweep"]
