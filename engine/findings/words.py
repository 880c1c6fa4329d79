"""How a finding says what it says: a template with gaps, the same that the browser's English catalogue has, and what goes into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.timeline.resources import Resource
    from engine.timeline.world import World

MOST_NAMED: Final = 4  # workers in a sentence


def say(template: str, parameters: dict[str, Any]) -> str:
    """Fill a template's gaps; what is called `..._ns` is a duration."""
    return template.format_map({name: duration(value) if name.endswith("_ns") else value for name, value in parameters.items()})


def duration(ns: int) -> str:
    """Spell a duration with three digits."""
    if ns >= 1_000_000_000:
        return f"{ns / 1e9:.3g} s" if ns < 999_500_000_000 else f"{round(ns / 1e9)} s"
    return f"{ns / 1e6:.3g} ms"


def line_of(world: World, location: int) -> int | str:
    """Give the number of a line, `?` if it is not known."""
    locations = world.tables.locations
    return locations[location - 1][1] if 0 < location <= len(locations) else "?"


def name_of(world: World, worker: int) -> str:
    """Name a worker by its number."""
    known = world.workers.get(worker)
    return world.label(known) if known is not None else "?"


def names_of(world: World, workers: Iterable[int]) -> str:
    """Name several workers, the rest by their number."""
    names = [name_of(world, worker) for worker in workers]
    more = f" +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def resource_name(resource: Resource | None) -> str:
    """Name a resource."""
    return resource.facts.name if resource is not None else "?"
