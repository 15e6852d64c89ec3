"""Reads an answer within bounds: what is too large, packed or not, never gets into memory."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

_LARGEST_ANSWER = 16 * 2**20  # bytes; a page of 100 batches for 1000 recipients each has 2 MB
_MOST_CODINGS = 2
ACCEPTED = "gzip"


def reader_of(response: httpx.Response) -> Reader:
    """Return a reader for a response, which holds what a hook or a test has already read."""
    if not response.is_stream_consumed:
        return Reader(response.headers)
    reader = Reader({})
    reader.take(response.content)
    return reader


class UnreadableAnswer(Exception):
    """The answer is too large, or packed in a way that wasn't asked for."""


class Reader:
    """Takes an answer chunk by chunk, and unpacks it."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        named = headers.get("content-encoding", "").lower().split(",")
        codings = [name for name in map(str.strip, named) if name not in ("", "identity")]
        if set(codings) - {"gzip", "x-gzip"} or len(codings) > _MOST_CODINGS:
            raise UnreadableAnswer(f"the answer is packed as {', '.join(codings)[:100]}")
        self._unpackers = [zlib.decompressobj(zlib.MAX_WBITS | 16) for _ in codings]
        self._packed, self._content = 0, bytearray()

    def take(self, chunk: bytes) -> None:
        """Take the next chunk; `UnreadableAnswer` as soon as there is too much."""
        self._packed += len(chunk)
        for unpacker in self._unpackers:
            try:
                chunk = unpacker.decompress(chunk, _LARGEST_ANSWER + 1)
            except zlib.error as error:
                raise UnreadableAnswer(f"the answer can't be unpacked: {error}") from None
        if max(self._packed, len(self._content) + len(chunk)) > _LARGEST_ANSWER:
            raise UnreadableAnswer(f"the answer is larger than {_LARGEST_ANSWER} bytes")
        self._content += chunk

    def whole(self) -> bytes:
        """Return what was taken; `UnreadableAnswer` if the end is missing."""
        if self._packed and not all(unpacker.eof for unpacker in self._unpackers):
            raise UnreadableAnswer("the answer can't be unpacked: its end is missing")
        return bytes(self._content)
