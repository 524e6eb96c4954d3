"""Signature and seal pictures as appearances; decoded and compressed once per process."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.stamp import StaticStampStyle


@dataclass(frozen=True)
class Raster:
    """A picture ready to be written: colours through a palette, and how opaque each point is."""

    width: int
    height: int
    palette: bytes
    colours: bytes
    opacity: bytes


@lru_cache(maxsize=64)
def raster(png: bytes) -> Raster:
    """Decode and compress a PNG; the last 64 are kept."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGBA")
    opacity = picture.getchannel("A")
    flat = Image.new("RGB", picture.size, (255, 255, 255))
    flat.paste(picture, mask=opacity.point(lambda value: 255 if value else 0))
    indexed = flat.quantize(16)
    palette = bytes(indexed.getpalette() or [])[:48]
    soft = opacity.point(lambda value: value // 17 * 17)
    return Raster(
        *picture.size, palette, zlib.compress(indexed.tobytes(), 9), zlib.compress(soft.tobytes(), 9)
    )


class Picture(PdfContent):
    """The picture as content of an appearance."""

    def __init__(self, source: Raster, writer: Any = None) -> None:
        super().__init__(box=layout.BoxConstraints(width=source.width, height=source.height), writer=writer)
        self.source = source

    def render(self) -> bytes:
        """The drawing operators; registers the image with the writer."""
        source, writer = self.source, self._ensure_writer
        mask = _image(source, source.opacity, name("/DeviceGray"))
        palette = generic.ArrayObject(
            [
                name("/Indexed"),
                name("/DeviceRGB"),
                generic.NumberObject(len(source.palette) // 3 - 1),
                generic.ByteStringObject(source.palette),
            ]
        )
        image = _image(source, source.colours, palette)
        image[name("/SMask")] = writer.add_object(mask)
        images = generic.DictionaryObject({name("/Im0"): writer.add_object(image)})
        self.resources.xobject.update(images)
        return f"{source.width} 0 0 {source.height} 0 0 cm /Im0 Do".encode()


def appearance(png: bytes) -> StaticStampStyle:
    """The stamp style that shows the picture, whole and in proportion, in the middle of the field."""
    middle = layout.AxisAlignment.ALIGN_MID
    return StaticStampStyle(
        background=Picture(raster(png)),
        background_opacity=1.0,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(middle, middle),
    )


def _image(source: Raster, data: bytes, space: Any) -> Any:
    return generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Image"),
            name("/Width"): generic.NumberObject(source.width),
            name("/Height"): generic.NumberObject(source.height),
            name("/ColorSpace"): space,
            name("/BitsPerComponent"): generic.NumberObject(8),
            name("/Filter"): name("/FlateDecode"),
        },
        encoded_data=data,
    )
