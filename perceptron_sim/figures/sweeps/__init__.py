"""Figures of a sweep: who learned, how often, over what was varied, and how sure that is over the seeds."""
