"""Photos and signatures as they come in: drawn at random, stored as JPEG."""

import io

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

SIZE = (160, 120)


def _store(image, quality=80):
    stream = io.BytesIO()
    image.convert("L").save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def _draw_photo(random, count):
    """A machine in a room: light from one side, surfaces, cables."""
    width, height = SIZE
    light = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270)))
    image = Image.new("L", SIZE, random.randint(60, 190))
    image = Image.blend(image, light.resize(SIZE), random.uniform(0.1, 0.5))
    draw = ImageDraw.Draw(image)
    for _ in range(count):
        left, top = random.randint(-20, width), random.randint(-20, height)
        box = (
            *(left, top),
            left + random.randint(8, width // 2),
            top + random.randint(8, height // 2),
        )
        shape = draw.rectangle if random.random() < 0.6 else draw.ellipse
        shape(box, fill=random.randint(0, 255))
    for _ in range(random.randint(0, 8)):
        ends = [(random.randint(0, width), random.randint(0, height)) for _ in "ab"]
        draw.line(ends, fill=random.randint(0, 255), width=random.randint(1, 3))
    return image


def photo(random):
    image = _draw_photo(random, random.randint(5, 14))
    return _store(image.filter(ImageFilter.GaussianBlur(0.7)))


def plate(random, model, serial):
    """The type plate of a device by hand: the plates of a model differ in the serial only,
    but each is held otherwise and hangs on another machine."""
    plate = Image.new("L", (90, 60), 205)
    draw = ImageDraw.Draw(plate)
    draw.rectangle((4, 4, 86, 14), fill=40)
    for row in range(4):
        draw.line((6, 22 + 9 * row, 30 + 7 * (model + row) % 50, 22 + 9 * row), fill=60)
    draw.text((40, 44), serial[-6:], fill=20)
    size = random.uniform(0.7, 1.5)
    plate = plate.resize((int(90 * size), int(60 * size)))
    plate = plate.rotate(random.uniform(-12, 12), expand=True, fillcolor=120)
    image = _draw_photo(random, random.randint(2, 6))
    image.paste(plate, (random.randint(-10, 80), random.randint(-10, 60)))
    return _store(ImageEnhance.Brightness(image).enhance(random.uniform(0.7, 1.3)))


def disguise(random, data):
    """The same picture trimmed by up to 8 % at each side, scaled, lit and stored anew."""
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        near = [random.uniform(0.0, 0.08) for _ in "ltrb"]
        box = (
            *(int(near[0] * width), int(near[1] * height)),
            *(int((1 - near[2]) * width), int((1 - near[3]) * height)),
        )
        scale = random.uniform(0.5, 1.4)
        image = image.crop(box)
        image = image.resize((int(image.width * scale), int(image.height * scale)))
        image = ImageEnhance.Brightness(image).enhance(random.uniform(0.85, 1.15))
        return _store(image, random.randint(45, 90))


def strokes(random):
    """How somebody writes his name."""
    return [
        [(random.uniform(0, 1), random.uniform(0, 1)) for _ in range(4)]
        for _ in range(random.randint(3, 6))
    ]


def signature(random, hand):
    """His name, written once more: never twice alike."""
    image = Image.new("L", (160, 70), 255)
    draw = ImageDraw.Draw(image)
    left, top, size = (
        random.uniform(5, 30),
        random.uniform(3, 15),
        random.uniform(0.7, 1),
    )
    for line in hand:
        points = [
            (
                left + size * 120 * (x + random.gauss(0, 0.05)),
                top + size * 50 * (y + random.gauss(0, 0.07)),
            )
            for x, y in line
        ]
        draw.line(points, fill=0, width=2, joint="curve")
    return _store(image)


def disguise_signature(random, data):
    """The same signature on another canvas, stored anew."""
    with Image.open(io.BytesIO(data)) as image:
        scale = random.uniform(0.7, 1.5)
        copy = image.resize((int(image.width * scale), int(image.height * scale)))
        canvas = Image.new("L", (copy.width + 30, copy.height + 20), 255)
        canvas.paste(copy, (random.randint(0, 30), random.randint(0, 20)))
        return _store(canvas, random.randint(50, 90))
