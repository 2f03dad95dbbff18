"""FLOE: encryption of long content in segments that can be read in any order (c2sp.org/FLOE).

A ciphertext is a header and one or more segments. Each segment is sealed with AES-256-GCM and bound to its
position, to whether it is the last, to the header, and to the associated data. A segment that was altered,
moved, or taken from another ciphertext cannot be opened. The names in this module follow the specification:
`segment_length` is its `ENC_SEG_LEN`, `rotation_mask` its `AEAD_ROTATION_MASK`.

Random access cannot notice by itself that segments are missing at the end. Readers must know the length of the
content, as `content.Reader` does, or open everything at once, as `decrypt` does.
"""

import hmac
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from designation.vault.errors import Tampered

Buffer = bytes | bytearray | memoryview

KEY_LENGTH: Final = 32
IV_LENGTH: Final = 32
HEADER_TAG_LENGTH: Final = 32
HEADER_LENGTH: Final = 10 + IV_LENGTH + HEADER_TAG_LENGTH
AEAD_IV_LENGTH: Final = 12
TAG_LENGTH: Final = 16
OVERHEAD: Final = 4 + AEAD_IV_LENGTH + TAG_LENGTH
"""The bytes that encryption adds to each segment."""
MOST_SEGMENTS: Final = 2**40

_AES_GCM_256: Final = b"\x00"
_HKDF_EXPAND_SHA_384: Final = b"\x00"
_MESSAGE_KEY_LENGTH: Final = 48
_NOT_LAST: Final = b"\xff\xff\xff\xff"
_FRAME: Final = 4 + AEAD_IV_LENGTH


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a FLOE ciphertext.

    `segment_length` is the number of bytes of an *encrypted* segment (`ENC_SEG_LEN`), 33 to 2^32 - 2. It holds
    `payload_length` bytes of plaintext. A new key is derived every 2^`rotation_mask` segments; the specification
    says 20, and tests may use less.
    """

    segment_length: int
    rotation_mask: int = 20

    def __post_init__(self) -> None:
        if not OVERHEAD < self.segment_length < 2**32 - 1:
            raise ValueError(f"A segment has {OVERHEAD + 1} to 2^32 - 2 bytes.")
        if not 0 <= self.rotation_mask <= 20:
            raise ValueError("A key serves at most 2^20 segments.")

    @property
    def payload_length(self) -> int:
        """The number of plaintext bytes in every segment except the last, which may hold fewer."""
        return self.segment_length - OVERHEAD

    @property
    def encoded(self) -> bytes:
        """The 10 bytes that begin every header (`PARAM_ENCODE`)."""
        lengths = self.segment_length.to_bytes(4, "big") + IV_LENGTH.to_bytes(4, "big")
        return _AES_GCM_256 + _HKDF_EXPAND_SHA_384 + lengths

    def segments(self, plaintext_length: int) -> int:
        """Return how many segments hold `plaintext_length` bytes. Empty content has one."""
        return max(1, -(-plaintext_length // self.payload_length))

    def ciphertext_length(self, plaintext_length: int) -> int:
        """Return the length of header and segments that hold `plaintext_length` bytes."""
        return HEADER_LENGTH + plaintext_length + OVERHEAD * self.segments(plaintext_length)


def encrypt(key: Buffer, aad: bytes, plaintext: Buffer, parameters: Parameters) -> bytes:
    """Return the ciphertext of `plaintext`: header and segments. `aad` is not stored; decryption needs it again."""
    encryptor = Encryptor(key, aad, parameters)
    view, step = memoryview(plaintext), parameters.payload_length
    last = (parameters.segments(len(view)) - 1) * step
    segments = [encryptor.segment(view[start : start + step]) for start in range(0, last, step)]
    return b"".join([encryptor.header, *segments, encryptor.last(view[last:])])


def decrypt(key: Buffer, aad: bytes, ciphertext: Buffer, parameters: Parameters) -> bytes:
    """Return the plaintext of a whole ciphertext.

    Every segment is verified before any plaintext is returned. Raises: Tampered.
    """
    view = memoryview(ciphertext)
    decryptor = Decryptor(key, aad, view[:HEADER_LENGTH], parameters)
    body, step = view[HEADER_LENGTH:], parameters.segment_length
    last = max(0, len(body) - 1) // step
    segments = [body[start : start + step] for start in range(0, last * step, step)]
    parts = [decryptor.segment(index, segment, last=False) for index, segment in enumerate(segments)]
    return b"".join([*parts, decryptor.segment(last, body[last * step :], last=True)])


def new_header(key: Buffer, aad: bytes, parameters: Parameters) -> bytes:
    """Return the header of a new ciphertext."""
    iv = os.urandom(IV_LENGTH)
    return parameters.encoded + iv + _header_tag(key, parameters, iv, aad)


class Encryptor:
    """Encrypts the segments of one ciphertext in order. `header` comes before the first segment.

    Call `segment` for each full segment and then `last` once; afterwards every call raises ValueError. A segment
    depends on the header and on its index, not on the segments before it, so `resume` goes on anywhere.
    """

    def __init__(self, key: Buffer, aad: bytes, parameters: Parameters) -> None:
        self._begin(key, aad, new_header(key, aad, parameters), parameters, 0)

    @classmethod
    def resume(
        cls, key: Buffer, aad: bytes, header: Buffer, parameters: Parameters, *, index: int
    ) -> "Encryptor":
        """Return an encryptor whose next segment is segment `index` of the ciphertext that begins with `header`.

        Two encryptions of one segment differ, because each has a nonce of its own; keep one of them. Raises: Tampered
        if the header was not made with this key, associated data, and parameters.
        """
        if not 0 <= index < MOST_SEGMENTS:
            raise ValueError(f"A ciphertext has at most {MOST_SEGMENTS} segments.")
        made = cls.__new__(cls)
        made._begin(key, aad, bytes(header), parameters, index)
        return made

    def _begin(self, key: Buffer, aad: bytes, header: bytes, parameters: Parameters, index: int) -> None:
        self.header = header
        self._keys = _SegmentKeys(key, parameters, _checked_iv(key, aad, header, parameters), aad)
        self._parameters = parameters
        self._count = index
        self._closed = False

    def segment(self, plaintext: Buffer) -> bytes:
        """Return the next segment, which is not the last. `plaintext` has exactly `payload_length` bytes."""
        segment = bytearray(self._parameters.segment_length)
        self.segment_into(plaintext, segment)
        return bytes(segment)

    def segment_into(self, plaintext: Buffer, buffer: bytearray) -> None:
        """Write the next segment, as `segment` returns it, into a buffer of exactly `segment_length` bytes.

        Using one buffer for many segments is several times as fast as allocating each.
        """
        if len(plaintext) != self._parameters.payload_length:
            raise ValueError("Only the last segment may hold less than a full segment.")
        if self._count == MOST_SEGMENTS - 1:
            raise ValueError(f"A ciphertext has at most {MOST_SEGMENTS} segments.")
        self._seal(plaintext, buffer, _NOT_LAST, last=False)

    def last(self, plaintext: Buffer) -> bytes:
        """Return the last segment. `plaintext` has 0 to `payload_length` bytes."""
        if len(plaintext) > self._parameters.payload_length:
            raise ValueError("This is more than one segment holds.")
        segment = bytearray(len(plaintext) + OVERHEAD)
        self._seal(plaintext, segment, len(segment).to_bytes(4, "big"), last=True)
        self._closed = True
        return bytes(segment)

    def _seal(self, plaintext: Buffer, buffer: bytearray, prefix: bytes, *, last: bool) -> None:
        if self._closed:
            raise ValueError("The last segment was encrypted already.")
        if len(buffer) != len(plaintext) + OVERHEAD:
            raise ValueError("The buffer does not have the length of the segment.")
        iv = os.urandom(AEAD_IV_LENGTH)
        view = memoryview(buffer)
        view[:4], view[4:_FRAME] = prefix, iv
        aead = self._keys.aead(self._count)
        aead.encrypt_into(iv, plaintext, _position(self._count, last=last), view[_FRAME:])
        self._count += 1


class Decryptor:
    """Decrypts the segments of one ciphertext in any order. May be shared by threads.

    Raises: Tampered if the header was not made with this key, associated data, and parameters.
    """

    def __init__(self, key: Buffer, aad: bytes, header: Buffer, parameters: Parameters) -> None:
        self._keys = _SegmentKeys(key, parameters, _checked_iv(key, aad, bytes(header), parameters), aad)
        self._parameters = parameters

    def segment(self, index: int, ciphertext: Buffer, last: bool) -> bytes:
        """Return the plaintext of segment `index`, counted from 0. `last` says whether the content ends with it.

        Nothing is returned unless the whole segment is authentic. Raises: Tampered.
        """
        iv, sealed, position = self._taken_apart(index, ciphertext, last=last)
        try:
            return self._keys.aead(index).decrypt(iv, sealed, position)
        except InvalidTag as error:
            raise Tampered(f"Segment {index} is not authentic.") from error

    def segment_into(self, index: int, ciphertext: Buffer, buffer: memoryview, *, last: bool) -> memoryview:
        """Return what `segment` returns, as the part of a buffer of `payload_length` bytes into which it is written.

        After Tampered, the buffer holds nothing that may be used. Using one buffer for many segments is faster than
        allocating each. Raises: Tampered.
        """
        iv, sealed, position = self._taken_apart(index, ciphertext, last=last)
        plaintext = buffer[: len(sealed) - TAG_LENGTH]
        try:
            self._keys.aead(index).decrypt_into(iv, sealed, position, plaintext)
        except InvalidTag as error:
            raise Tampered(f"Segment {index} is not authentic.") from error
        return plaintext

    def _taken_apart(self, index: int, ciphertext: Buffer, *, last: bool) -> tuple[bytes, memoryview, bytes]:
        """Return the nonce, what is sealed, and what binds it to its position. Raises: Tampered."""
        view = memoryview(ciphertext)
        self._check_frame(index, view, last=last)
        return bytes(view[4:_FRAME]), view[_FRAME:], _position(index, last=last)

    def _check_frame(self, index: int, view: memoryview, *, last: bool) -> None:
        length, prefix = self._parameters.segment_length, bytes(view[:4])
        if not 0 <= index < MOST_SEGMENTS - (not last):
            raise Tampered(f"There is no segment {index}.")
        if last:
            right = OVERHEAD <= len(view) <= length and prefix == len(view).to_bytes(4, "big")
        else:
            right = len(view) == length and prefix == _NOT_LAST
        if not right:
            raise Tampered(f"Segment {index} does not have the length that belongs at its position.")


class _SegmentKeys:
    """Derives the key of each window of 2^`rotation_mask` segments, and keeps the one used most recently."""

    def __init__(self, key: Buffer, parameters: Parameters, iv: bytes, aad: bytes) -> None:
        self._message_key = _kdf(key, parameters, iv, b"MESSAGE_KEY:", aad, _MESSAGE_KEY_LENGTH)
        self._parameters, self._iv, self._aad = parameters, iv, aad
        self._newest = (0, self._derive(0))

    def aead(self, index: int) -> AESGCM:
        first = index >> self._parameters.rotation_mask << self._parameters.rotation_mask
        newest = self._newest  # read once: another thread may replace it
        if newest[0] != first:
            newest = self._newest = (first, self._derive(first))
        return newest[1]

    def _derive(self, first: int) -> AESGCM:
        purpose = b"DEK:" + first.to_bytes(8, "big")
        return AESGCM(_kdf(self._message_key, self._parameters, self._iv, purpose, self._aad, KEY_LENGTH))


def _checked_iv(key: Buffer, aad: bytes, header: bytes, parameters: Parameters) -> bytes:
    """Return the IV in a header. Raises: Tampered."""
    encoded = parameters.encoded
    if len(header) != HEADER_LENGTH or not header.startswith(encoded):
        raise Tampered("The header has another length or other parameters.")
    iv, tag = header[len(encoded) : -HEADER_TAG_LENGTH], header[-HEADER_TAG_LENGTH:]
    if not hmac.compare_digest(_header_tag(key, parameters, iv, aad), tag):
        raise Tampered("The header was not made with this key and associated data.")
    return iv


def _header_tag(key: Buffer, parameters: Parameters, iv: bytes, aad: bytes) -> bytes:
    if len(key) != KEY_LENGTH:
        raise ValueError(f"A FLOE key has {KEY_LENGTH} bytes.")
    return _kdf(key, parameters, iv, b"HEADER_TAG:", aad, HEADER_TAG_LENGTH)


def _kdf(key: Buffer, parameters: Parameters, iv: bytes, purpose: bytes, aad: bytes, length: int) -> bytes:
    info = parameters.encoded + iv + purpose + aad
    return HKDFExpand(SHA384(), length, info).derive(key)


def _position(index: int, *, last: bool) -> bytes:
    return index.to_bytes(8, "big") + (b"\x01" if last else b"\x00")
