"""The version, stated once; packaging and documents follow it."""

__version__ = "0.1.0"
