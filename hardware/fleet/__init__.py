"""Many machines at once, as arrays, each as it would be by itself."""

from hardware.fleet.exposures import FleetExposure
from hardware.fleet.fleet import Fleet
from hardware.fleet.images import FleetImages

__all__ = ["Fleet", "FleetExposure", "FleetImages"]
