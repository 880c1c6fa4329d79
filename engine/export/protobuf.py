"""Just enough of the protobuf encoding to write messages: varints, fixed 64-bit numbers, and what has a length."""

VARINT, FIXED64, LENGTH = 0, 1, 2
MASK = (1 << 64) - 1
ONE_BYTE = tuple(bytes([value]) for value in range(0x80))  # most numbers are small: the long way is for the others


def varint(value: int) -> bytes:
    """Encode a number, seven bits a byte, the lowest first; a negative one as the 64-bit number it is in two's complement."""
    if 0 <= value <= 0x7F:
        return ONE_BYTE[value]
    value &= MASK
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def number(field: int, value: int) -> bytes:
    """Encode a field that is a number, a boolean or a member of an enum."""
    return varint(field << 3 | VARINT) + varint(value)


def fixed(field: int, value: int) -> bytes:
    """Encode a field of the type fixed64."""
    return varint(field << 3 | FIXED64) + value.to_bytes(8, "little")


def message(field: int, *parts: bytes) -> bytes:
    """Encode a field that is a message, from its own fields."""
    body = b"".join(parts)
    return varint(field << 3 | LENGTH) + varint(len(body)) + body


def text(field: int, value: str) -> bytes:
    """Encode a field that is a text."""
    return message(field, value.encode("utf-8", "replace"))
