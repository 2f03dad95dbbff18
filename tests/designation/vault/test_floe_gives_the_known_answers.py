"""FLOE as its specification has it: the published ciphertexts open, and are made again from the same nonces."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from designation.vault import floe
from designation.vault.floe import AEAD_IV_LENGTH, HEADER_LENGTH, IV_LENGTH, Parameters

VECTORS = Path(__file__).parent / "vectors"
PARAMETERS = {
    "GCM256_IV256_4K": Parameters(4096),
    "GCM256_IV256_64": Parameters(64),
    "rotation": Parameters(40, rotation_mask=2),
    "lastSegAligned": Parameters(40),
    "lastSegEmpty": Parameters(40),
}
NAMES = sorted(path.name.removesuffix("_ct.txt") for path in VECTORS.glob("*_ct.txt"))
KEY = bytes(32)
AAD = b"This is AAD"


def read(name: str) -> tuple[bytes, bytes, Parameters]:
    plaintext, ciphertext = (
        bytes.fromhex((VECTORS / f"{name}_{end}.txt").read_text()) for end in ("pt", "ct")
    )
    return plaintext, ciphertext, PARAMETERS[name.split("_", 1)[1]]


def segments_of(ciphertext: bytes, parameters: Parameters) -> list[bytes]:
    edges = [*range(HEADER_LENGTH, len(ciphertext), parameters.segment_length), len(ciphertext)]
    return [ciphertext[start:stop] for start, stop in pairwise(edges)]


def test_all_vectors_are_here() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_a_published_ciphertext_opens(name: str) -> None:
    plaintext, ciphertext, parameters = read(name)

    assert floe.decrypt(KEY, AAD, ciphertext, parameters) == plaintext


@pytest.mark.parametrize("name", NAMES)
def test_its_segments_open_in_any_order(name: str) -> None:
    plaintext, ciphertext, parameters = read(name)
    decryptor = floe.Decryptor(KEY, AAD, ciphertext[:HEADER_LENGTH], parameters)
    segments = segments_of(ciphertext, parameters)

    opened = {
        index: decryptor.segment(index, segments[index], last=index == len(segments) - 1)
        for index in reversed(range(len(segments)))
    }

    assert b"".join(opened[index] for index in range(len(segments))) == plaintext


@pytest.mark.parametrize("name", NAMES)
def test_the_same_nonces_give_the_published_ciphertext(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plaintext, ciphertext, parameters = read(name)
    segments = segments_of(ciphertext, parameters)
    nonces = [ciphertext[10 : 10 + IV_LENGTH], *(segment[4 : 4 + AEAD_IV_LENGTH] for segment in segments)]
    monkeypatch.setattr(os, "urandom", lambda length: nonces.pop(0)[:length])

    encryptor = floe.Encryptor(KEY, AAD, parameters)
    step, last = parameters.payload_length, len(segments) - 1
    made = [encryptor.segment(plaintext[index * step : (index + 1) * step]) for index in range(last)]
    made.append(encryptor.last(plaintext[last * step :]))

    assert [encryptor.header, *made] == [ciphertext[:HEADER_LENGTH], *segments]
    assert not nonces
