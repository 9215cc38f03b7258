"""Knowing a picture again after it was stored anew, scaled or trimmed. Needs Pillow only.

The shape of a picture is 128 bits: whether each cell of a coarse grid is brighter than
its neighbour to the right and than the one below. Storing anew and scaling change hardly
any of them, trimming some; two different photos differ in half of them.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageOps

_GRID = 8
_BANDS, _BAND_BITS = 4, 16
_BAND_MASK = (1 << _BAND_BITS) - 1
# A trimmed copy looks like the middle of the original: 90 % and 80 % of each side.
_MIDDLES = (0.9, 0.8)
# Bits that trimming turns first: so many of the faintest are looked up both ways.
_FAINT = 12
# Differences of brightness below which a picture shows nothing: a covered lens, a wall.
_LEAST_CONTRAST = 24
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Shape:
    """The whole picture, its middles, and which bits of the whole are faint."""

    whole: int
    middles: tuple = ()
    faint: int = 0

    def distance(self, other):
        """Bits in which two pictures differ, one of them perhaps a trimmed copy.

        >>> Shape(0b1010).distance(Shape(0b0110))
        2
        >>> Shape(0b1111, middles=(0b0001,)).distance(Shape(0b0001))
        0
        """
        pairs = [(self.whole, other.whole)]
        pairs += [(self.whole, middle) for middle in other.middles]
        pairs += [(middle, other.whole) for middle in self.middles]
        return min((mine ^ theirs).bit_count() for mine, theirs in pairs)

    def stored_bands(self):
        """Keys under which the picture is kept: two that are near share one, mostly."""
        return {key for bits in (self.whole, *self.middles) for key in _bands(bits)}

    def asked_bands(self):
        """Keys under which pictures near this one are kept."""
        keys = {key for bits in self.middles for key in _bands(bits)}
        for number, band in _bands(self.whole):
            faint = _band(self.faint, number)
            keys.update((number, band ^ turned) for turned in _subsets(faint))
        return keys


@dataclass(frozen=True)
class Picture:
    """What is kept of a picture; ``shape`` is None where nothing can be seen in it."""

    digest: str
    shape: Shape | None = None

    @cached_property
    def bands(self):
        return self.shape.stored_bands() if self.shape else set()


def read_photo(data, digest=""):
    """:class:`Picture` of the bytes of a photo; what is no picture has no shape.

    >>> read_photo(b"%PDF-1.7", "a1")
    Picture(digest='a1', shape=None)
    """
    return Picture(digest or _digest(data), _read_shape(data, _upright))


def read_signature(data, digest=""):
    """:class:`Picture` of a signature: its ink alone, wherever it stands on the paper."""
    return Picture(digest or _digest(data), _read_shape(data, _ink))


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def _read_shape(data, prepare):
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("L", (160, 160))  # a phone's photo is read at an eighth
            return _shape(prepare(image))
    except _UNREADABLE:
        return None


def _upright(image):
    return ImageOps.exif_transpose(image).convert("L")


def _ink(image):
    """Black ink on white, cut to what was written."""
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    ink = ImageOps.invert(paper.convert("L"))
    return ink.crop(
        ink.point(lambda value: 255 * (value > 64)).getbbox() or (0, 0, 1, 1)
    )


def _shape(image):
    least, most = image.getextrema()
    if most - least < _LEAST_CONTRAST:
        return None
    # Reading a thumbnail four times is quicker than reading the photo four times.
    image = image.resize((96, 96), Image.Resampling.BOX)
    steps = _steps(image)
    middles = tuple(_pack(_steps(image, _middle(image, part))) for part in _MIDDLES)
    count = _BANDS * _BAND_BITS
    faintest = sorted(range(count), key=lambda place: abs(steps[place]))[:_FAINT]
    faint = sum(1 << (len(steps) - 1 - place) for place in faintest)
    return Shape(_pack(steps), middles, faint)


def _middle(image, part):
    rest = (1 - part) / 2
    width, height = image.size
    return width * rest, height * rest, width * (1 - rest), height * (1 - rest)


def _steps(image, box=None):
    """Differences of brightness: to the right, then downwards."""
    side = _GRID + 1
    small = image.resize((side, side), Image.Resampling.LANCZOS, box=box)
    light = small.tobytes()
    cells = [side * row + column for row in range(_GRID) for column in range(_GRID)]
    across = [light[cell] - light[cell + 1] for cell in cells]
    return across + [light[cell] - light[cell + side] for cell in cells]


def _pack(steps):
    bits = 0
    for step in steps:
        bits = bits << 1 | (step > 0)
    return bits


def _bands(bits):
    """Numbered pieces of the half that looks to the right."""
    return [(number, _band(bits, number)) for number in range(_BANDS)]


def _band(bits, number):
    return bits >> (_GRID * _GRID + _BAND_BITS * number) & _BAND_MASK


def _subsets(mask):
    """Every number whose bits lie in ``mask``.

    >>> sorted(_subsets(0b101))
    [0, 1, 4, 5]
    """
    subset = mask
    while subset:
        yield subset
        subset = (subset - 1) & mask
    yield 0
