"""Nothing of a segment comes out unless every bit, its position, and its being the last are as they were sealed."""

import random
from itertools import pairwise

import pytest

from designation.vault import floe
from designation.vault.errors import Tampered
from designation.vault.floe import HEADER_LENGTH, OVERHEAD, Parameters

PAYLOAD = 8
STEP = PAYLOAD + OVERHEAD
PARAMETERS = Parameters(STEP, rotation_mask=1)
KEY = bytes(range(32))
AAD = b"artifact 1, version 1"
PLAINTEXT = bytes(range(100, 100 + 4 * PAYLOAD + 3))  # five segments, the last of three bytes
MUTATIONS = 100_000


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return floe.encrypt(KEY, AAD, PLAINTEXT, PARAMETERS)


def parts_of(ciphertext: bytes) -> list[bytes]:
    """Return the header and the segments."""
    edges = [0, *range(HEADER_LENGTH, len(ciphertext), STEP), len(ciphertext)]
    return [ciphertext[start:stop] for start, stop in pairwise(edges)]


def refused(ciphertext: bytes, *, key: bytes = KEY, aad: bytes = AAD, of: Parameters = PARAMETERS) -> None:
    with pytest.raises(Tampered):
        floe.decrypt(key, aad, ciphertext, of)


def test_every_flipped_bit_is_refused(sealed: bytes) -> None:
    for bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        refused(bytes(altered))


def test_every_truncation_is_refused(sealed: bytes) -> None:
    for length in range(len(sealed)):
        refused(sealed[:length])


@pytest.mark.parametrize("tail", [b"\0", bytes(OVERHEAD), bytes(STEP), bytes(3 * STEP)])
def test_appended_bytes_are_refused(sealed: bytes, tail: bytes) -> None:
    refused(sealed + tail)


def test_a_segment_appended_again_is_refused(sealed: bytes) -> None:
    parts = parts_of(sealed)
    refused(sealed + parts[-1])
    refused(b"".join([*parts[:-1], parts[1], parts[-1]]))


def test_reordered_segments_are_refused(sealed: bytes) -> None:
    for first in range(1, 5):
        for second in range(first + 1, 5):
            parts = parts_of(sealed)
            parts[first], parts[second] = parts[second], parts[first]
            refused(b"".join(parts))


def test_a_segment_left_out_is_refused(sealed: bytes) -> None:
    for left_out in range(1, 6):
        parts = parts_of(sealed)
        del parts[left_out]
        refused(b"".join(parts))


def test_segments_of_another_ciphertext_are_refused(sealed: bytes) -> None:
    other = parts_of(floe.encrypt(KEY, AAD, PLAINTEXT, PARAMETERS))
    for place in range(6):
        parts = parts_of(sealed)
        parts[place] = other[place]
        refused(b"".join(parts))


def test_another_key_aad_or_parameters_are_refused(sealed: bytes) -> None:
    refused(sealed, key=bytes(32))
    refused(sealed, aad=b"artifact 1, version 2")
    refused(sealed, aad=b"")
    refused(sealed, of=Parameters(STEP + 1, rotation_mask=1))
    refused(sealed, of=Parameters(STEP, rotation_mask=0))


def test_a_segment_is_refused_as_the_last_unless_it_is(sealed: bytes) -> None:
    header, *segments = parts_of(sealed)
    decryptor = floe.Decryptor(KEY, AAD, header, PARAMETERS)
    full_last = parts_of(floe.encrypt(KEY, AAD, PLAINTEXT[:PAYLOAD], PARAMETERS))

    for index, segment in enumerate(segments):
        with pytest.raises(Tampered):
            decryptor.segment(index, segment, last=index != 4)
    with pytest.raises(Tampered):  # also where only the final flag differs, and the prefix is made to fit
        floe.Decryptor(KEY, AAD, full_last[0], PARAMETERS).segment(
            0, b"\xff" * 4 + full_last[1][4:], last=False
        )


@pytest.mark.parametrize("index", [-1, 2**40 - 1, 2**40, 2**64, 2**70])
def test_a_position_that_cannot_be_is_refused(sealed: bytes, index: int) -> None:
    header, first, *_ = parts_of(sealed)

    with pytest.raises(Tampered, match="There is no segment"):
        floe.Decryptor(KEY, AAD, header, PARAMETERS).segment(index, first, last=False)


def test_a_hundred_thousand_mutations_release_nothing(sealed: bytes) -> None:
    chance = random.Random(14409)
    short = floe.encrypt(KEY, AAD, PLAINTEXT[: PAYLOAD + 2], PARAMETERS)
    for _ in range(MUTATIONS):
        altered = mutated(short, chance)
        try:
            floe.decrypt(KEY, AAD, altered, PARAMETERS)
        except Tampered:
            continue
        pytest.fail(f"{altered.hex()} was opened")


def mutated(ciphertext: bytes, chance: random.Random) -> bytes:
    """Return the ciphertext with some of its body changed; the header stays in half of the cases."""
    altered = bytearray(ciphertext)
    start = chance.choice((0, HEADER_LENGTH))
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(start, len(altered))
        match chance.randrange(4):
            case 0:
                altered[place] ^= chance.randint(1, 255)
            case 1:
                del altered[place : place + chance.randint(1, 8)]
            case 2:
                altered[place:place] = chance.randbytes(chance.randint(1, 8))
            case _:
                altered[place:] = chance.randbytes(len(altered) - place)
        if start >= len(altered):
            break
    return bytes(altered) if altered != ciphertext else bytes(altered[:-1])
