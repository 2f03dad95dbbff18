"""PNG and JPEG files, read by Pillow and rebuilt from their pixels alone. Runs only in a locked child."""

import io
import mmap
import warnings

from PIL import Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError

from designation.vault.rendering.canvas import MOST_PIXELS, fitting_scale
from designation.vault.rendering.messages import CannotRender

FORMATS = {"png": "PNG", "jpeg": "JPEG"}
SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 1 << 20


class ImageFile:
    """One open image, of which only the first frame counts. Raises: CannotRender, if it is damaged or too large."""

    def __init__(self, content: mmap.mmap, kind: str) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self.image = Image.open(content, formats=[FORMATS[kind]])  # type: ignore[arg-type]  # it reads a mapped file too
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
            raise _too_large() from problem
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as problem:
            raise _damaged() from problem
        if self.image.width * self.image.height > MOST_PIXELS:
            raise _too_large()

    def inspect(self) -> dict[str, object]:
        """Return what `client.Inspection` holds, but for the fonts."""
        width, height = self.image.size
        if self.image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # turned by a quarter
            width, height = height, width
        sizes = [(width, height)]
        return {"pages": 1, "sizes": sizes, "locked": False, "has_scripts": False}

    def missing_fonts(self) -> list[str]:
        """An image needs no fonts."""
        return []

    def picture(self, number: int, *, width_px: int) -> Image.Image:
        """Return the image in sRGB, upright, on white, without anything that is not a pixel."""
        self._only_page(number)
        try:
            self.image.load()
            upright = ImageOps.exif_transpose(self.image)
        except (OSError, ValueError, SyntaxError) as problem:
            raise _damaged() from problem
        pixels = _flat(upright)
        scale = fitting_scale(*pixels.size, width_px=width_px)
        size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
        return Image.frombytes("RGB", pixels.size, pixels.tobytes()).resize(size, Image.Resampling.BICUBIC)

    def text(self, number: int) -> str:
        """An image has no text."""
        self._only_page(number)
        return ""

    def _only_page(self, number: int) -> None:
        if number != 1:
            raise CannotRender("no_such_page", f"This document has no page {number}.")


def _flat(image: Image.Image) -> Image.Image:
    """Return the image in RGB: by its color profile where it has one, and on white where it is transparent."""
    if image.mode.startswith("I"):  # 16 bits a pixel; a plain conversion would cut off instead of dividing
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        opaque = _in_srgb(with_alpha.convert("RGB"), image.info.get("icc_profile"))
        white = Image.new("RGB", image.size, "white")
        white.paste(opaque, mask=with_alpha.getchannel("A"))
        return white
    return _in_srgb(image, image.info.get("icc_profile"))


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the image in sRGB. A profile that cannot be used is ignored."""
    if image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _too_large() -> CannotRender:
    return CannotRender(
        "too_large", f"This image has more than {MOST_PIXELS // 1_000_000} megapixels, so it cannot be shown."
    )


def _damaged() -> CannotRender:
    return CannotRender("damaged", "This image is damaged, so it cannot be shown.")
