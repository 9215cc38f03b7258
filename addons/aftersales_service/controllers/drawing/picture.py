from odoo import http
from odoo.http import request

PHONE_SIDE = 1600  # pixels of the longer side that a phone keeps
_DAYS = 30 * 86400  # seconds that a browser keeps it: its address changes with it


class DrawingPicture(http.Controller):
    """The picture of a drawing, for whoever may look at it."""

    @http.route(
        "/aftersales/drawing/<int:drawing_id>/picture",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def drawing_picture(self, drawing_id, small="", key="", **kw):
        """Whole, or as small as a phone needs it: for who reads drawings, and for who was
        given the key of this one."""
        drawing = request.env["aftersales.drawing"].browse(drawing_id).exists()
        if not drawing or not (drawing.has_access("read") or drawing._is_key(key)):
            raise request.not_found()
        side = PHONE_SIDE if small else 0
        stream = request.env["ir.binary"]._get_image_stream_from(
            drawing.sudo(),  # sudo: it was checked who asks
            "picture",
            width=side,
            height=side,
        )
        response = stream.get_response(max_age=_DAYS)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = f"private, max-age={_DAYS}"
        return response
