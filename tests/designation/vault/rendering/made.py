"""Documents made by hand, harmless and hostile, and pictures taken apart."""

import hashlib
import io
import struct
import zlib
from typing import Any

from PIL import Image

from designation.vault.rendering.client import Mark, Picture, Renderer, memfd

MARK = Mark(name="Dora Whitfield", time="Fri, Dec 4, 2026, 5:00 p.m. EST", code="K7QM-2XPD")
HELVETICA = "/Font <</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> >>"
PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def pdf(
    content: str = "",
    *,
    box: str = "0 0 400 500",
    resources: str = HELVETICA,
    page: str = "",
    catalog: str = "",
    count: int = 1,
    others: tuple[str, ...] = (),
    trailer: str = "",
) -> bytes:
    """Return a PDF with one page. `others` are objects from number 5 on."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        f"<</Type/Pages/Kids[3 0 R]/Count {count}>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<{resources}>> {page}>>",
        f"<</Length {len(content)}>> stream\n{content}\nendstream",
        *others,
    ]
    body = "".join(f"{number} 0 obj {each} endobj\n" for number, each in enumerate(objects, 1))
    return f"%PDF-1.6\n{body}trailer <</Root 1 0 R {trailer}>>\n%%EOF\n".encode("latin-1")


def text(line: str, *, size: int = 20) -> str:
    """Return page content that writes one line."""
    return f"BT /F {size} Tf 20 240 Td ({line}) Tj ET"


def protected(*, user: str, owner: str) -> bytes:
    """Return a PDF that asks for the password `user`, if that is not empty (PDF 32000-1 §7.6.3, revision 2)."""

    def padded(password: str) -> bytes:
        return (password.encode() + PAD)[:32]

    identifier, permissions = b"0123456789abcdef", -4
    owners = _rc4(_md5(padded(owner))[:5], padded(user))
    seed = padded(user) + owners + struct.pack("<i", permissions) + identifier
    users = _rc4(_md5(seed)[:5], PAD)
    encrypt = f"<</Filter/Standard/V 1/R 2/O<{owners.hex()}>/U<{users.hex()}>/P {permissions}>>"
    return pdf(trailer=f"/Encrypt {encrypt} /ID[<{identifier.hex()}><{identifier.hex()}>]")


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def bomb_png(width: int, height: int) -> bytes:
    """Return a small PNG file of black pixels, one bit each, that is large once it is decoded."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))
        )

    row = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return the image as a file of the given format."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def draw(
    renderer: Renderer, content: bytes, kind: str = "pdf", *, mark: Mark | None = None, width_px: int = 800
) -> Image.Image:
    """Return the first page as the renderer draws it."""
    return opened(shown(renderer, content, kind, mark=mark, width_px=width_px))


def shown(
    renderer: Renderer, content: bytes, kind: str = "pdf", *, mark: Mark | None = None, width_px: int = 800
) -> Picture:
    """Return the first page as it is sent."""
    with memfd() as document:
        document.write(content)
        return renderer.page(document, kind, 1, width_px=width_px, mark=mark)


def opened(picture: Picture) -> Image.Image:
    """Return the pixels of a picture."""
    return Image.open(io.BytesIO(picture.content)).convert("RGB")


def close_to(one: Any, other: tuple[int, int, int], *, by: int = 12) -> bool:
    """Return whether two colors are the same but for what JPEG changes."""
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def endless_pdf() -> bytes:
    """Return a PDF whose page paints a form, which paints another ten times, and so on: a billion times in all."""
    levels = 9
    forms = [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 400 500]/Resources<</XObject<</N {number + 1} 0 R>> >>"
        f"/Length 50>> stream\n{'/N Do ' * 8}  \nendstream"
        for number in range(5, 5 + levels)
    ]
    leaf = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 400 500]/Length 22>> stream\n0 0 400 500 re f      \nendstream"
    )
    return pdf("/N Do", resources="/XObject<</N 5 0 R>>", others=(*forms, leaf))
