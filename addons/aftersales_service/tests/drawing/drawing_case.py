import base64
import io

from PIL import Image, ImageDraw

from ..fit.fit_case import FitCommon


def make_picture(width=600, height=400, kind="PNG"):
    """A drawing with two numbered circles, as base64."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for place in (0.1, 0.6):
        box = [width * place, height * 0.2, width * (place + 0.2), height * 0.6]
        draw.ellipse(box, outline="black", width=3)
    out = io.BytesIO()
    image.save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


class DrawingCommon(FitCommon):
    """A drawing of the machine with bearing A, replaced by C, and an ordinary part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drawing = cls.make_drawing("转子总成", sheet="1-2")
        cls.spot_old = cls.add_spot("1", cls.old, x=0.1, y=0.2, w=0.2, h=0.4)
        cls.spot_part = cls.add_spot("2", cls.part, x=0.6, y=0.2, w=0.2, h=0.4)

    @classmethod
    def make_drawing(cls, name, **vals):
        machine = cls.machine.product_tmpl_id
        return cls.env["aftersales.drawing"].create(
            {
                "name": name,
                "picture": make_picture(),
                "machine_tmpl_ids": [(6, 0, machine.ids)],
                "company_id": cls.company.id,
            }
            | vals
        )

    @classmethod
    def add_spot(cls, position, part, drawing=None, **vals):
        return cls.env["aftersales.drawing.spot"].create(
            {
                "drawing_id": (drawing or cls.drawing).id,
                "position": position,
                "product_id": part.id,
            }
            | vals
        )
