"""Translates a scenario into a plain Python program that runs without Lockstep."""

from engine.scenario.translate.translation import Translation, translate

__all__ = ["Translation", "translate"]
