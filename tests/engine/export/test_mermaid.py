from engine.events import EdgeKind
from engine.export.mermaid import MOST_ARROWS, write_mermaid
from engine.wire import Edge
from tests.engine.export.made import recording, worker


def lines_of(made: object = None) -> list[str]:
    return "".join(write_mermaid(made or recording())).splitlines()  # type: ignore[arg-type]


def test_workers_take_part_and_causes_are_arrows_with_findings_as_notes() -> None:
    assert lines_of() == [
        "%% a.py, recorded by Lockstep",
        "sequenceDiagram",
        "    participant w2 as MainThread",
        "    participant w3 as B",
        "    w2->>w3: starts",
        "    w2->>w3: mutex",
        "    Note over w3: deadlock#58; Nobody moves.",
    ]


def test_a_message_tells_what_was_sent_through_what() -> None:
    made = recording()
    made.edges = [Edge(10, 20, EdgeKind.MESSAGE, 2, 3, resource=2, text=1), Edge(30, 40, EdgeKind.JOIN, 3, 1)]

    assert "    w2->>w3: 'item' through q" in lines_of(made)
    assert "    w3-->>w2: has ended" in lines_of(made)


def test_no_name_can_become_a_command_of_the_diagram() -> None:
    made = recording()
    made.workers[3] = worker(3, "thread", "x;y\n    participant z #35; %% <b> end 出票 ending")

    assert lines_of(made)[3] == "    participant w3 as x#59;y participant z #35;35#59; #37;#37; #60;b#62; e#110;d 出票 ending"


def test_too_many_arrows_are_left_out_and_counted() -> None:
    made = recording()
    made.edges = [Edge(time, time, EdgeKind.WAKE, 2, 3) for time in range(MOST_ARROWS + 7)]

    assert sum("->>" in line for line in lines_of(made)) == MOST_ARROWS
    assert lines_of(made)[-1] == "    Note over w2: 7 more arrows are not shown"
