"""A manifest says what was stored, and only the manifest key can say it."""

import json
from dataclasses import fields, replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from designation.vault import manifest
from designation.vault.errors import Tampered
from designation.vault.manifest import CONTEXT, Manifest

KEY = MLDSA87PrivateKey.from_seed_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
MANIFEST = Manifest(
    artifact=UUID(int=1),
    version=3,
    object_id=UUID(int=2),
    tags_object_id=UUID(int=4),
    length_bytes=2**20 + 1,
    segments=2,
    sha256=bytes(range(32)),
    tags_root=bytes(range(48)),
    name_digest=None,
)


def signed(text: bytes) -> bytes:
    return KEY.sign(text, CONTEXT)


@pytest.mark.parametrize("name_digest", [None, bytes(32)])
def test_a_signed_manifest_comes_back(name_digest: bytes | None) -> None:
    made = replace(MANIFEST, name_digest=name_digest)

    assert manifest.verify(made.encode(), manifest.sign(made, KEY), PUBLIC) == made


def test_its_text_is_canonical() -> None:
    assert MANIFEST.encode().decode() == (
        '{"artifact":"00000000-0000-0000-0000-000000000001","format":"designation/artifact-manifest/v1",'
        '"length_bytes":1048577,"name_digest":null,"object":"00000000-0000-0000-0000-000000000002",'
        '"segment_bytes":1048576,"segments":2,'
        '"sha256":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",'
        '"tags":{"group":256,"object":"00000000-0000-0000-0000-000000000004",'
        '"root":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"},'
        '"version":3}'
    )


def test_every_field_is_signed() -> None:
    signature = manifest.sign(MANIFEST, KEY)
    other = replace(
        MANIFEST,
        artifact=UUID(int=9),
        version=4,
        object_id=UUID(int=9),
        tags_object_id=UUID(int=9),
        length_bytes=2**20 + 2,
        segments=3,
        sha256=bytes(32),
        tags_root=bytes(48),
        name_digest=bytes(32),
    )

    for field in fields(Manifest):
        changed = replace(MANIFEST, **{field.name: getattr(other, field.name)})
        with pytest.raises(Tampered):
            manifest.verify(changed.encode(), signature, PUBLIC)


def test_another_key_or_context_is_refused() -> None:
    stranger = MLDSA87PrivateKey.generate()
    text = MANIFEST.encode()

    for signature in (
        stranger.sign(text, CONTEXT),
        KEY.sign(text),
        KEY.sign(text, b"designation/certificate/v1"),
        KEY.sign(CONTEXT + text),
        manifest.sign(MANIFEST, KEY)[:-1],
        b"",
    ):
        with pytest.raises(Tampered):
            manifest.verify(text, signature, PUBLIC)


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "designation/artifact-manifest/v2"},
        {"segments": 3},
        {"length_bytes": -1},
        {"version": True},
        {"version": "3"},
        {"sha256": "00"},
        {"sha256": MANIFEST.sha256.hex().upper()},
        {"name_digest": "00"},
        {"segment_bytes": 4096},
        {"tags": {"group": 1, "object": str(UUID(int=4)), "root": MANIFEST.tags_root.hex()}},
        {"tags": None},
        {"artifact": UUID(int=1).hex},
        {"artifact": 1},
        {"more": 1},
    ],
)
def test_another_form_is_refused_although_it_is_signed(changed: dict[str, object]) -> None:
    value = json.loads(MANIFEST.encode()) | changed
    text = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    with pytest.raises(Tampered):
        manifest.verify(text, signed(text), PUBLIC)


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"7", b"{}", b"\xff", MANIFEST.encode() + b"\n"])
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(Tampered):
        manifest.verify(text, signed(text), PUBLIC)
