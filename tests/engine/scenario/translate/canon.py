"""The field's own programs as scenarios: their translations are kept in goldens/, to be looked at, and are run."""

from typing import Any

PHILOSOPHERS = {
    "title": "Dining philosophers",
    "about": "Each philosopher takes the fork on the left, then the one on the right.\n\nThe last one is left-handed, so no ring can close.",
    "parameters": {"philosophers": {"default": 5, "minimum": 2, "maximum": 9, "note": "and as many forks"}, "meals": 2},
    "resources": {"fork": {"kind": "lock", "count": "philosophers"}},
    "procedures": {
        "eat": {
            "note": "Eat with a fork in each hand.",
            "parameters": ["first", "second"],
            "steps": [
                {"with": ["fork[first]", "fork[second]"], "steps": [{"mark": "{me} eats"}, {"sleep": "uniform(0.001, 0.005)"}]},
            ],
        }
    },
    "workers": {
        "philosopher": {
            "count": "philosophers",
            "steps": [
                {"let": {"left": "index", "right": "(index + 1) % philosophers"}},
                {
                    "repeat": "meals",
                    "steps": [
                        {"sleep": 0.001, "note": "think"},
                        {
                            "if": "left < right",
                            "then": [{"call": "eat", "arguments": {"first": "left", "second": "right"}}],
                            "else": [{"call": "eat", "arguments": {"first": "right", "second": "left"}}],
                        },
                    ],
                },
            ],
        }
    },
}
READERS_WRITERS = {
    "title": "Readers and writers, with a light switch",
    "about": "The first reader in takes the room for all readers, the last one out gives it back.",
    "resources": {
        "room_empty": {"kind": "semaphore", "value": 1},
        "mutex": {"kind": "lock", "note": "protects readers"},
        "readers": {"kind": "value", "initial": 0, "note": "in the room"},
    },
    "workers": {
        "reader": {
            "count": 3,
            "steps": [
                {
                    "repeat": 2,
                    "steps": [
                        {
                            "with": "mutex",
                            "steps": [{"increment": "readers"}, {"if": "readers == 1", "then": [{"acquire": "room_empty"}]}],
                            "note": "the first one switches the light on",
                        },
                        {"section": "reading", "steps": [{"sleep": 0.002}]},
                        {
                            "with": "mutex",
                            "steps": [
                                {"increment": "readers", "by": -1},
                                {"if": "readers == 0", "then": [{"release": "room_empty"}]},
                            ],
                            "note": "the last one switches it off",
                        },
                    ],
                }
            ],
        },
        "writer": {
            "count": 2,
            "delay": 0.001,
            "steps": [{"with": "room_empty", "steps": [{"section": "writing", "steps": [{"sleep": 0.002}]}]}],
        },
    },
    "expect": [{"inside": "writing", "at_most": 1}, {"final": "readers", "is": 0}],
}
BARBER = {
    "title": "Sleeping barber",
    "about": "A barber, a waiting room with few chairs, and customers who go away when all are taken.",
    "parameters": {"chairs": 2, "customers": 6},
    "resources": {
        "waiting": {"kind": "value", "initial": 0, "note": "customers in the shop"},
        "mutex": {"kind": "lock"},
        "customer_came": {"kind": "semaphore", "value": 0},
        "barber_ready": {"kind": "semaphore", "value": 0},
    },
    "workers": {
        "barber": {
            "daemon": True,
            "steps": [
                {
                    "repeat": "forever",
                    "steps": [{"acquire": "customer_came"}, {"release": "barber_ready"}, {"sleep": 0.004, "note": "cut hair"}],
                }
            ],
        },
        "customer": {
            "count": "customers",
            "delay": "index * 0.002",
            "steps": [
                {
                    "with": "mutex",
                    "steps": [
                        {"if": "waiting >= chairs", "then": [{"mark": "turned away"}, {"leave": "worker"}]},
                        {"increment": "waiting"},
                    ],
                },
                {"release": "customer_came"},
                {"acquire": "barber_ready"},
                {"mark": "haircut"},
                {"with": "mutex", "steps": [{"increment": "waiting", "by": -1}]},
            ],
        },
    },
    "expect": [{"final": "waiting", "is": 0}],
}
WATER = {
    "title": "Building H2O",
    "about": "Two hydrogen threads and an oxygen thread bond at a barrier, and the next molecule waits until all three are through.",
    "parameters": {"molecules": 2},
    "resources": {
        "mutex": {"kind": "semaphore", "value": 1},
        "oxygen_count": {"kind": "value", "initial": 0},
        "hydrogen_count": {"kind": "value", "initial": 0},
        "bond": {"kind": "barrier", "parties": 3},
        "oxygen_queue": {"kind": "semaphore", "value": 0},
        "hydrogen_queue": {"kind": "semaphore", "value": 0},
    },
    "workers": {
        "oxygen": {
            "count": "molecules",
            "steps": [
                {"acquire": "mutex"},
                {"increment": "oxygen_count"},
                {
                    "if": "hydrogen_count >= 2",
                    "then": [
                        {"release": "hydrogen_queue", "count": 2},
                        {"increment": "hydrogen_count", "by": -2},
                        {"release": "oxygen_queue"},
                        {"increment": "oxygen_count", "by": -1},
                    ],
                    "else": [{"release": "mutex"}],
                },
                {"acquire": "oxygen_queue"},
                {"mark": "O"},
                {"wait": "bond"},
                {"release": "mutex"},
            ],
        },
        "hydrogen": {
            "count": "2 * molecules",
            "steps": [
                {"acquire": "mutex"},
                {"increment": "hydrogen_count"},
                {
                    "if": "hydrogen_count >= 2 and oxygen_count >= 1",
                    "then": [
                        {"release": "hydrogen_queue", "count": 2},
                        {"increment": "hydrogen_count", "by": -2},
                        {"release": "oxygen_queue"},
                        {"increment": "oxygen_count", "by": -1},
                    ],
                    "else": [{"release": "mutex"}],
                },
                {"acquire": "hydrogen_queue"},
                {"mark": "H"},
                {"wait": "bond"},
            ],
        },
    },
}
PRODUCERS = {
    "title": "Producers and consumers in processes",
    "parameters": {"items": 3, "room": {"default": 2, "note": "of the buffer"}},
    "resources": {"buffer": {"kind": "queue", "size": "room"}, "eaten": {"kind": "value"}, "mutex": {"kind": "lock"}},
    "workers": {
        "producer": {"kind": "process", "count": 2, "steps": [{"repeat": "items", "steps": [{"put": "buffer"}]}]},
        "consumer": {
            "kind": "process",
            "count": 2,
            "steps": [
                {
                    "repeat": "forever",
                    "steps": [
                        {"get": "buffer", "into": "item"},
                        {"if": "item == None", "then": [{"leave": "loop"}]},
                        {"with": "mutex", "steps": [{"increment": "eaten"}]},
                        {"mark": "{me} got {item}"},
                    ],
                }
            ],
        },
    },
    "main": [
        {"wait_until": "eaten == 2 * items", "note": "all is eaten: one sentinel for each consumer"},
        {"repeat": 2, "steps": [{"put": "buffer", "item": None}]},
    ],
    "expect": [{"final": "eaten", "is": 6}, {"consumed_once": "buffer"}],
}
CRAWLER = {
    "title": "A crawler of tasks, cancelled when the time is over",
    "parameters": {"crawlers": 2},
    "resources": {"links": {"kind": "queue"}, "pages": {"kind": "value"}},
    "workers": {
        "crawler": {
            "kind": "task",
            "count": "crawlers",
            "steps": [
                {
                    "repeat": "forever",
                    "steps": [
                        {"get": "links", "into": "link", "timeout": 5, "else": [{"leave": "worker"}]},
                        {
                            "choose": [
                                {"weight": 3, "steps": [{"sleep": 0.001}]},
                                {"weight": 1, "steps": [{"sleep": 0.01, "note": "a slow page"}]},
                            ]
                        },
                        {"increment": "pages"},
                        {"task_done": "links"},
                    ],
                }
            ],
        },
        "feeder": {
            "kind": "task",
            "steps": [{"repeat": 6, "as": "n", "steps": [{"put": "links", "item": "'page ' + str(n)"}]}, {"join": "links"}],
        },
    },
    "main": [{"join": "feeder"}, {"terminate": "crawler"}],
    "expect": [{"final": "pages", "is": 6}],
}
LOST_UPDATE = {
    "title": "A lost update",
    "resources": {"counter": {"kind": "value"}},
    "workers": {
        "left": {"steps": [{"read": "counter", "into": "seen"}, {"sleep": 0.1, "note": "the other one reads now"}, {"write": "counter", "value": "seen + 1"}]},
        "right": {"steps": [{"increment": "counter", "gap": 0.1}]},
    },
    "expect": [{"final": "counter", "is": 1, "because": "both read 0"}],
}  # fmt: skip
CANON: dict[str, dict[str, Any]] = {
    "philosophers": PHILOSOPHERS, "readers-writers": READERS_WRITERS, "barber": BARBER, "water": WATER, "producers": PRODUCERS,
    "crawler": CRAWLER, "lost-update": LOST_UPDATE,
}  # fmt: skip
