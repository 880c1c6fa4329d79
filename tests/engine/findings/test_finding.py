from engine.findings.finding import Finding


def test_a_row_has_the_contract_s_members() -> None:
    row = Finding(kind="deadlock", level="error", message="No.", message_id="finding.deadlock", key=("x",), at=2, since=1).row()
    assert set(row) == {
        *("id", "kind", "level", "message", "message_id", "parameters", "workers"),
        *("resources", "at", "since", "location", "open", "ring"),
    }
