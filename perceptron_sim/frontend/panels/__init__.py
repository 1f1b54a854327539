"""Panels: each draws one part of the picture from a snapshot and keeps no state of the model."""
