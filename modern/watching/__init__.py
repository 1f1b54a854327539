"""Watchfulness: what goes wrong in a training is noticed as it happens, and told in words with a cure.

Nothing else in `modern` imports this package: who trains decides whether to watch.
"""

from modern.watching.notices import Notice, NoticeKind, TrainingError
from modern.watching.watch import Watch, WatchLimits

__all__ = ["Notice", "NoticeKind", "TrainingError", "Watch", "WatchLimits"]
