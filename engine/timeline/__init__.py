"""The timeline: a pure fold of events into what the screen shows."""

from engine.timeline.batch import Batch
from engine.timeline.timeline import Timeline

__all__ = ["Batch", "Timeline"]
