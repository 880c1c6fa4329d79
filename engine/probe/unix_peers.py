"""Ask the kernel who is at the other end of a Unix socket: a caller has no address, but its socket has an inode.

Only who has accepted can ask, for before that the other end is nobody's socket. A caller that has hung up by then is no longer told of,
nor does every kernel tell (it wants its `unix_diag`): then the inode is 0, and nobody guesses.
"""

from __future__ import annotations

import posix
from _struct import Struct

NETLINK, DIAGNOSIS = 16, 4  # AF_NETLINK, NETLINK_SOCK_DIAG
BY_FAMILY, REQUEST = 20, 1  # SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST
UNIX, SHOW_PEER, PEER = 1, 4, 2  # AF_UNIX, UDIAG_SHOW_PEER, UNIX_DIAG_PEER
ANY = 0xFFFFFFFF
LONGEST = 4096
# A message: its length, type, flags, number, port. A question: family, protocol, states, inode, what to show, a cookie in two halves.
# An answer: family, type, state, inode, cookie; then attributes: each its length and number, then what it says.
QUESTION = Struct("=IHHIIBBHIIIII")
MESSAGE, ANSWER, ATTRIBUTE, WORD = Struct("=IHHII"), Struct("=BBBBIII"), Struct("=HH"), Struct("=I")


def inode_of(number: int) -> int:
    """Return the inode of a socket by its descriptor."""
    return posix.fstat(number).st_ino


def peer_of(inode: int) -> int:
    """Return the inode of the other end of the Unix socket with this inode; 0 if the kernel does not tell."""
    import _socket  # whoever has a socket has loaded it

    question = QUESTION.pack(QUESTION.size, BY_FAMILY, REQUEST, 1, 0, UNIX, 0, 0, ANY, inode & ANY, SHOW_PEER, ANY, ANY)
    try:
        kernel = _socket.socket(NETLINK, _socket.SOCK_RAW, DIAGNOSIS)
    except OSError:
        return 0
    try:
        kernel.send(question)
        return read_answer(kernel.recv(LONGEST, _socket.MSG_DONTWAIT), inode)
    except OSError:
        return 0
    finally:
        kernel.close()


def read_answer(answer: bytes, inode: int) -> int:
    """Return the inode of the other end that an answer tells; 0 if it tells none, or is about another socket."""
    place = MESSAGE.size + ANSWER.size
    if len(answer) < place or MESSAGE.unpack_from(answer)[1] != BY_FAMILY:
        return 0
    if ANSWER.unpack_from(answer, MESSAGE.size)[4] != inode & ANY:
        return 0
    end = min(len(answer), MESSAGE.unpack_from(answer)[0])
    while place + ATTRIBUTE.size <= end:
        length, number = ATTRIBUTE.unpack_from(answer, place)
        if number == PEER and place + ATTRIBUTE.size + WORD.size <= min(end, place + length):
            return int(WORD.unpack_from(answer, place + ATTRIBUTE.size)[0])
        place += max(length + 3 & ~3, ATTRIBUTE.size)
    return 0
