"""What was encrypted comes back, whatever its length, and the length of its ciphertext is known beforehand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.vault import floe
from designation.vault.floe import OVERHEAD, Parameters

KEYS = st.binary(min_size=32, max_size=32)
PAYLOAD = 16
PARAMETERS = Parameters(PAYLOAD + OVERHEAD, rotation_mask=2)


@given(key=KEYS, aad=st.binary(max_size=40), plaintext=st.binary(max_size=200), payload=st.integers(1, 70))
def test_any_content_comes_back(key: bytes, aad: bytes, plaintext: bytes, payload: int) -> None:
    parameters = Parameters(payload + OVERHEAD, rotation_mask=2)

    ciphertext = floe.encrypt(key, aad, plaintext, parameters)

    assert floe.decrypt(key, aad, ciphertext, parameters) == plaintext
    assert len(ciphertext) == parameters.ciphertext_length(len(plaintext))


@pytest.mark.parametrize(
    "length", [0, 1, PAYLOAD - 1, PAYLOAD, PAYLOAD + 1, 5 * PAYLOAD - 1, 5 * PAYLOAD, 5 * PAYLOAD + 1]
)
def test_content_at_the_edge_of_a_segment_comes_back(length: int) -> None:
    plaintext = bytes(range(length))

    ciphertext = floe.encrypt(bytes(32), b"", plaintext, PARAMETERS)

    assert floe.decrypt(bytes(32), b"", ciphertext, PARAMETERS) == plaintext


def test_the_same_content_is_never_encrypted_the_same_way_twice() -> None:
    made = {floe.encrypt(bytes(32), b"", b"content", PARAMETERS) for _ in range(50)}

    assert len(made) == 50


def test_nothing_is_encrypted_after_the_last_segment() -> None:
    encryptor = floe.Encryptor(bytes(32), b"", PARAMETERS)
    encryptor.last(b"")

    with pytest.raises(ValueError, match="already"):
        encryptor.segment(bytes(PAYLOAD))
    with pytest.raises(ValueError, match="already"):
        encryptor.last(b"")


@pytest.mark.parametrize("length", [0, PAYLOAD - 1, PAYLOAD + 1])
def test_only_the_last_segment_may_be_short(length: int) -> None:
    encryptor = floe.Encryptor(bytes(32), b"", PARAMETERS)

    with pytest.raises(ValueError, match="full segment"):
        encryptor.segment(bytes(length))


def test_the_last_segment_holds_no_more_than_one_segment() -> None:
    with pytest.raises(ValueError, match="more than one"):
        floe.Encryptor(bytes(32), b"", PARAMETERS).last(bytes(PAYLOAD + 1))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        floe.encrypt(bytes(length), b"", b"", PARAMETERS)
    ciphertext = floe.encrypt(bytes(32), b"", b"", PARAMETERS)
    with pytest.raises(ValueError, match="32 bytes"):
        floe.decrypt(bytes(length), b"", ciphertext, PARAMETERS)


@pytest.mark.parametrize(("segment_length", "rotation_mask"), [(32, 20), (2**32 - 1, 20), (64, 21), (64, -1)])
def test_parameters_that_are_not_safe_are_refused(segment_length: int, rotation_mask: int) -> None:
    with pytest.raises(ValueError):
        Parameters(segment_length, rotation_mask)
