"""The limits of a picture, and how a size is chosen within them."""

import math

from PIL import Image

MOST_PIXELS = 25_000_000
MOST_SIDE = 16_000
LEAST_WIDTH, LEAST_HEIGHT = 600, 500
"""A smaller page stands on a white canvas of this size, so that a whole mark fits on each quarter."""


def fitting_scale(width: float, height: float, *, width_px: int) -> float:
    """Return the scale at which a page of `width` by `height` is `width_px` wide, or less if it has too many pixels."""
    wanted = max(LEAST_WIDTH, min(width_px, MOST_SIDE)) / width
    by_pixels = math.sqrt(MOST_PIXELS / (width * height))
    by_side = MOST_SIDE / max(width, height)
    return min(wanted, by_pixels, by_side) * 0.9999  # sizes are rounded up later


def on_canvas(picture: Image.Image) -> Image.Image:
    """Return the picture on a white canvas of at least the least size."""
    width, height = max(picture.width, LEAST_WIDTH), max(picture.height, LEAST_HEIGHT)
    if (width, height) == picture.size:
        return picture
    canvas = Image.new("RGB", (width, height), "white")
    canvas.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return canvas
