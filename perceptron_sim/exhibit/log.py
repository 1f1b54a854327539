"""Where an exhibit tells those who look after it what went wrong: stderr, and a file that never grows without limit."""

import logging
from logging.handlers import RotatingFileHandler

from perceptron_sim.exhibit.config import FilesSpec

NAME = "perceptron_sim.exhibit"
BYTES_PER_MB = 1_000_000
FORM = "%(asctime)s %(levelname)s %(message)s"


def opened_log(spec: FilesSpec) -> logging.Logger:
    """The log, which writes into the file of *spec*, if it names one, and the one before that."""
    log = logging.getLogger(NAME)
    closed(log)
    log.propagate = False
    log.setLevel(logging.INFO)
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    if spec.log:
        most = max(1, round(spec.log_mb * BYTES_PER_MB))
        handlers.append(RotatingFileHandler(spec.log, maxBytes=most, backupCount=1, encoding="utf-8", delay=True))
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORM))
        log.addHandler(handler)
    return log


def closed(log: logging.Logger) -> None:
    """Let go of the files of *log*."""
    for handler in tuple(log.handlers):
        log.removeHandler(handler)
        handler.close()
