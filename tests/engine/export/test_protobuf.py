import pytest

from engine.export.protobuf import fixed, message, number, text, varint


# Examples of the encoding's own documentation, and the ends of what 64 bits hold.
@pytest.mark.parametrize(
    ("value", "encoded"),
    [(0, "00"), (1, "01"), (150, "9601"), (2**64 - 1, "ff" * 9 + "01"), (-1, "ff" * 9 + "01"), (-(2**63), "80" * 9 + "01")],
)
def test_a_varint_has_seven_bits_a_byte(value: int, encoded: str) -> None:
    assert varint(value).hex() == encoded


def test_fields_carry_their_number_and_their_type() -> None:
    assert number(1, 150).hex() == "089601"
    assert text(2, "testing").hex() == "120774657374696e67"
    assert message(3, number(1, 150)).hex() == "1a03089601"
    assert fixed(47, 258).hex() == "f902" + "0201000000000000"
    assert message(100) == b"\xa2\x06\x00"


def test_half_a_character_becomes_a_question_mark() -> None:
    assert text(1, "\ud800") == b"\x0a\x01?"
