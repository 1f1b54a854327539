"""The Mark I Perceptron of 1960 beside a modern network: both learn from one stream, in a window or without."""

from typing import TYPE_CHECKING, Any

from perceptron_sim.version import __version__

if TYPE_CHECKING:
    from perceptron_sim.experiments import Letters
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

__all__ = ["Letters", "Report", "Session", "__version__", "run"]


def run(experiment: str, *, seed: int | None = None) -> "Report":
    """Run the named *experiment*, or the one in a .toml file, to its end, without a window, and return its report.

    A *seed* goes before that of the file; without either it is 1.
    """
    from perceptron_sim.experiments import experiment as named
    from perceptron_sim.session import Session

    return Session(named(experiment, seed=seed)).run()


def __dir__() -> list[str]:
    """All names, also of what is not loaded yet."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Load what scripts use when they use it: the command line must answer at once."""
    if name == "Session":
        from perceptron_sim.session import Session

        return Session
    if name == "Report":
        from perceptron_sim.report import Report

        return Report
    if name == "Letters":
        from perceptron_sim.experiments import Letters

        return Letters
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
