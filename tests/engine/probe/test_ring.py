"""The layout that both sides agree on."""

from engine.probe import ring
from engine.probe.writer import TAIL, pack_record


def test_a_records_kind_is_its_last_field_and_a_word_packs_the_same_bytes() -> None:
    apart = ring.RECORD.pack(1, 2, -3, 4, 5 | 6 << 8, 7)
    buffer = bytearray(ring.SLOT_SIZE)
    pack_record(buffer, 0, 1, 2, -3, 4 | 5 << 32 | 6 << 40 | 7 << 48)
    assert bytes(buffer) == apart
    assert apart[8:] == TAIL.pack(2, -3, 4 | 5 << 32 | 6 << 40 | 7 << 48)
    assert apart[-2:] == b"\x07\x00"


def test_the_count_of_lost_records_stands_where_it_is_said() -> None:
    header = ring.HEADER.pack(ring.MAGIC, 1, 0, 2, 3, 4, 5, 6, 0, 7, 0x1122)
    assert header[ring.LOST_OFFSET : ring.LOST_OFFSET + 8] == (0x1122).to_bytes(8, "little")
