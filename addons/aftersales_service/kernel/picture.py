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
_BITS = 2 * _GRID * _GRID
# Four squares of 3 × 3 cells inside the grid: trimming changes its rim the most. Of each
# the steps of three cells in a row, across and down, as shifts from the last bit.
_SQUARES = [
    [
        half + _GRID * _GRID - (_GRID * row + left + 3)
        for half in (_GRID * _GRID, 0)
        for row in range(top, top + 3)
    ]
    for top in (1, 4)
    for left in (1, 4)
]
_BAND_BITS = 18
_BAND_MASK = (1 << _BAND_BITS) - 1

# A trimmed copy looks like a part of the original: (share of each side, where it lies
# across, and down). The middles find it, the others tell how near it is.
_MIDDLES = [(0.9, 0.5, 0.5), (0.82, 0.5, 0.5)]
_RIMS = [(0.9, x, y) for x in (0, 0.5, 1) for y in (0, 0.5, 1) if (x, y) != (0.5, 0.5)]
# Bits that trimming turns first: so many of the faintest of a square are looked up both ways.
_FAINT = 4
# Differences of brightness below which a picture shows nothing: a covered lens, a wall.
_LEAST_CONTRAST = 24
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Shape:
    """The whole picture, its middles, its other parts, and which bits of the whole are
    faint."""

    whole: int
    middles: tuple = ()
    rims: tuple = ()
    faint: int = 0

    def distance(self, other):
        """Bits in which two pictures differ, one of them perhaps a trimmed copy.

        >>> Shape(0b1010).distance(Shape(0b0110))
        2
        >>> Shape(0b1111, middles=(0b0001,)).distance(Shape(0b0001))
        0
        """
        mine, theirs = self.whole, other.whole
        return min(
            (mine ^ theirs).bit_count(),
            *((mine ^ part).bit_count() for part in (*other.middles, *other.rims)),
            *((part ^ theirs).bit_count() for part in (*self.middles, *self.rims)),
            _BITS,
        )

    def stored_bands(self):
        """Keys under which the picture is kept: two that are near share one, mostly."""
        return {key for bits in (self.whole, *self.middles) for key in _bands(bits)}

    def asked_bands(self):
        """Keys under which pictures near this one are kept."""
        keys = {key for bits in self.middles for key in _bands(bits)}
        faint = [key & _BAND_MASK for key in _bands(self.faint)]
        for key, turned in zip(_bands(self.whole), faint, strict=True):
            keys.update(key ^ subset for subset in _subsets(turned))
        return keys


@dataclass(frozen=True)
class Picture:
    """What is kept of a picture; ``shape`` is None where nothing can be seen in it."""

    digest: str
    shape: Shape | None = None

    @cached_property
    def stored(self):
        return self.shape.stored_bands() if self.shape else frozenset()

    @cached_property
    def asked(self):
        return self.shape.asked_bands() if self.shape else frozenset()


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
    # Parts of a thumbnail are read much quicker than parts of a photo.
    image = image.resize((96, 96), Image.Resampling.BOX)
    steps = _steps(image)
    middles, rims = (
        tuple(_pack(_steps(image, _cut(image, *part))) for part in parts)
        for parts in (_MIDDLES, _RIMS)
    )
    return Shape(_pack(steps), middles, rims, _find_faint(steps))


def _find_faint(steps):
    """A mask of the bits of each square that least decides."""
    mask = 0
    for square in _SQUARES:
        places = [shift + bit for shift in square for bit in range(3)]
        places.sort(key=lambda place: abs(steps[_BITS - 1 - place]))
        mask |= sum(1 << place for place in places[:_FAINT])
    return mask


def _cut(image, share, across, down):
    """The box of a part of the image."""
    width, height = (share * side for side in image.size)
    left, top = across * (image.width - width), down * (image.height - height)
    return left, top, left + width, top + height


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
    """A key of each square: its number, then its bits.

    >>> [key >> _BAND_BITS for key in _bands(0)]
    [0, 1, 2, 3]
    >>> _bands((1 << 128) - 1)[0] == _BAND_MASK
    True
    """
    keys = []
    for number, square in enumerate(_SQUARES):
        for shift in square:
            number = number << 3 | bits >> shift & 7
        keys.append(number)
    return keys


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
