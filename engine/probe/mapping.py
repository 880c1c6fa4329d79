"""Map a segment file into memory without keeping a file descriptor of the program's open.

`mmap.mmap` duplicates the descriptor and closes its copy when it dies; a program that closes descriptors it did not open, and then
opens its own under the same number, would have that one closed. Since 3.13 `trackfd=False` avoids it; before, the C library's own
`mmap` is called. The mapping lives as long as anybody refers to it, so a writer interrupted in the middle never writes into nothing.
"""

from __future__ import annotations

import sys
from posix import O_CLOEXEC, O_CREAT, O_EXCL, O_RDWR, close, posix_fallocate, unlink
from posix import open as open_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Buffer = memoryview  # of bytes, writable; keeps its mapping alive


def create(path: str, size: int) -> Buffer:
    """Create the file `path` of `size` bytes, its disk space reserved, and map it. Raises OSError, and FileExistsError if it is there."""
    descriptor = open_file(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    try:
        posix_fallocate(descriptor, 0, size)
        return map_shared(descriptor, size)
    except BaseException:
        unlink(path)
        raise
    finally:
        close(descriptor)


if sys.version_info >= (3, 13):
    from mmap import mmap

    def map_shared(descriptor: int, size: int) -> Buffer:
        """Map an open file, shared and writable."""
        return memoryview(mmap(descriptor, size, trackfd=False))

else:
    import _ctypes

    class _Pointer(_ctypes._SimpleCData):  # type: ignore[type-arg]  # a raw C type: its Python value is an int or None
        _type_ = "P"

    class _Number(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "l"

    class _Byte(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "B"

    class _Mmap(_ctypes.CFuncPtr):
        _flags_ = _ctypes.FUNCFLAG_CDECL
        _restype_ = _Pointer

    _library = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # None: what the interpreter itself is linked with
    _mmap = _Mmap(_ctypes.dlsym(_library, "mmap"))
    _munmap = _Mmap(_ctypes.dlsym(_library, "munmap"))
    _READ_WRITE, _SHARED, _FAILED = 3, 1, (1 << 64) - 1

    def _array_type(size: int) -> Any:
        # Bound here because a mapping may outlive this module's names at the interpreter's end.
        munmap, address_of, pointer, number = _munmap, _ctypes.addressof, _Pointer, _Number

        class Mapping(_ctypes.Array):  # type: ignore[type-arg]
            _type_ = _Byte
            _length_ = size

            def __del__(self) -> None:
                munmap(pointer(address_of(self)), number(size))

        return Mapping

    _array_types: dict[int, Any] = {}

    def map_shared(descriptor: int, size: int) -> Buffer:
        """Map an open file, shared and writable."""
        address = _mmap(_Pointer(None), _Number(size), _Number(_READ_WRITE), _Number(_SHARED), _Number(descriptor), _Number(0))
        address = address.value if isinstance(address, _Pointer) else address
        if address is None or address == _FAILED:
            raise OSError("mmap failed")
        if size not in _array_types:
            _array_types[size] = _array_type(size)
        return memoryview(_array_types[size].from_address(address)).cast("B")
