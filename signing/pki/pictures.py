"""Invented pictures for demonstration: a handwritten-looking signature and a seal that says SPECIMEN."""

import io
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# The letters of the layout; Pillow's own font lacks Vietnamese ones.
FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "LiberationSerif-Bold.ttf"
BLUE = (20, 50, 160, 255)
RED = (214, 30, 36, 255)


def signature(name: str) -> bytes:
    """A blue stroke on transparent ground (480 x 240), always the same for the same name."""
    chance = random.Random(name)  # noqa: S311 -- a drawing, not a secret
    picture = Image.new("RGBA", (480, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    height, waves = chance.uniform(45, 75), chance.uniform(3.5, 6.0)
    points = []
    for step in range(240):
        part = step / 239
        swing = math.sin(part * waves * 2 * math.pi) * height * (1 - 0.6 * part)
        points.append((40 + 390 * part + 18 * math.cos(part * 19), 120 - swing - 25 * part))
    pen.line(points, fill=BLUE, width=5, joint="curve")
    pen.line([(60, 205), (300, 190), (440, 172)], fill=BLUE, width=4, joint="curve")
    return _png(picture, 16)


def seal(name: str) -> bytes:
    """A red round seal on transparent ground (420 x 420): two rings, a star, the name, and SPECIMEN."""
    size, middle = 420, 210
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for inset, width in ((6, 7), (26, 2), (112, 2)):
        pen.ellipse((inset, inset, size - inset, size - inset), outline=RED, width=width)
    pen.polygon(_star(middle, middle - 14, 46), fill=RED)
    _around(picture, f"{name.upper()} ★", middle, 158)
    font = ImageFont.truetype(FONT, 40)
    pen.text((middle, middle + 62), "SPECIMEN", fill=RED, font=font, anchor="mm")
    return _png(picture, 16)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.4
        angle = math.pi / 5 * step - math.pi / 2
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return corners


def _around(picture: Image.Image, text: str, middle: int, radius: int) -> None:
    font = ImageFont.truetype(FONT, 32)
    step = min(360 / max(len(text), 1), 15.0)
    for place, letter in enumerate(text):
        angle = (place - (len(text) - 1) / 2) * step
        tile = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((30, 30), letter, fill=RED, font=font, anchor="mm")
        turned = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = middle + radius * math.sin(math.radians(angle)) - 30
        y = middle - radius * math.cos(math.radians(angle)) - 30
        picture.alpha_composite(turned, (round(x), round(y)))


def _png(picture: Image.Image, colours: int) -> bytes:
    """Few colours keep the signed file small."""
    out = io.BytesIO()
    picture.quantize(colours, method=Image.Quantize.FASTOCTREE).convert("RGBA").save(
        out, "PNG", optimize=True
    )
    return out.getvalue()
