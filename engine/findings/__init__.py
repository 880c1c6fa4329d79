"""Facts worth telling, found in the timeline's world while the program runs."""

from engine.findings.watch import Watch

__all__ = ["Watch"]
