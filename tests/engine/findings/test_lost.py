from engine.findings.lost import explain_lost


def test_what_was_lost_is_said_with_its_number() -> None:
    finding = explain_lost(7, 5).row()
    assert (finding["kind"], finding["level"], finding["parameters"]) == ("events-lost", "warning", {"count": 7})
    assert finding["message"] == "7 events could not be recorded, so what is shown has gaps."
