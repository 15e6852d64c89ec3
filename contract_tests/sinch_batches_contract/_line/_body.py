"""Bodies of answers, bounded before they are held."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 8 * 1024 * 1024
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Unreadable(Exception):
    """The body can't be read; `start` is what came of it."""

    def __init__(self, text: str, start: bytes) -> None:
        super().__init__(text)
        self.start = start


def read_body(pieces: Iterable[bytes], encoding: str) -> bytes:
    """Return the body, unpacked.

    Raises:
        Unreadable: it is longer than 8 MiB, packed or not, or packed in a way that wasn't asked
            for and can't be undone in one step.

    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _bounded(pieces)
    if name not in _WINDOWS:
        start = next(iter(pieces), b"")
        raise Unreadable(f"has the Content-Encoding {name[:40]!r}, and none was asked for", start)
    try:
        return _bounded(_unpacked(pieces, _WINDOWS[name]))
    except zlib.error as error:
        raise Unreadable(f"isn't the {name} that it claims to be: {error}", b"") from None


def _bounded(pieces: Iterable[bytes]) -> bytes:
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > LONGEST:
            raise Unreadable(f"is longer than {LONGEST} bytes", bytes(held[:4000]))
    return bytes(held)


def _unpacked(pieces: Iterable[bytes], window: int) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(window)
    for piece in pieces:
        left = piece
        while left:
            if unpacking.eof:
                raise zlib.error("something follows its end")
            yield unpacking.decompress(left, 65536)
            left = unpacking.unconsumed_tail
    yield unpacking.flush()
    if not unpacking.eof:
        raise zlib.error("it breaks off")
