"""What the scheduling page has to know of policies and knobs: the engine's own tables, as the scripts read them."""

from engine.scheduling.knobs import EVERY, KNOBS, Knob
from engine.scheduling.order import shown
from engine.scheduling.policy import Policy
from engine.scheduling.registry import POLICIES


def schedule_facts() -> dict[str, object]:
    """Return the policies, each with its knobs and their defaults; all knobs, and the order to show them in; and the machine's.

    The order is a list of its own because templates write the keys of an object in alphabetical order.
    """
    return {
        "policies": [{"name": policy.name, "knobs": _defaults(policy)} for policy in POLICIES.values()],
        "knobs": {name: _knob(knob) for name, knob in KNOBS.items()},
        "order": list(KNOBS),
        "machine": {name: shown(KNOBS[name].default) for name in EVERY},
    }


def _defaults(policy: type[Policy]) -> dict[str, object]:
    return {name: _default(policy, KNOBS[name]) for name in policy.knob_names}


def _default(policy: type[Policy], knob: Knob) -> object:
    value = shown(policy.defaults.get(knob.name, knob.default))
    return False if value is None and knob.kind == "switch" else value


def _knob(knob: Knob) -> dict[str, object]:
    return {"name": knob.name, "kind": knob.kind.value, "least": knob.least, "most": knob.most, "is_open": knob.is_open}
