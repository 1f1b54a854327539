"""Figures of a run, drawn from its folder by matplotlib (the extra `report`): PNG, SVG and one offline page."""

from perceptron_sim.figures.report_folder import write_report

__all__ = ["write_report"]
