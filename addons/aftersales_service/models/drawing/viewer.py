from math import isfinite

from odoo import api, models
from odoo.exceptions import MissingError

from ...exceptions import PartRefused
from ...groups import STAFF
from .looked import SOURCES, Looked

_MOST = 9999  # pieces that one tap asks for


class DrawingViewer(models.AbstractModel):
    """What the screen of drawings asks: which there are, what is on one, what is to be
    known of a part, and its way into a request. See `static/src/drawing`.

    A fixed number of queries, however many parts a drawing has.
    """

    _name = "aftersales.drawing.viewer"
    _description = "Drawings of a Machine"

    @api.model
    def get_drawings(self, source, source_id):
        """The drawings of the machine.

        :param source: "visit", "order", "requisition" or "device"
        :return: dict of ``title``, ``machine``, ``may_ask`` and ``drawings``
            ([{id, name, sheet, parts}], by sheet)
        """
        looked = self._look(source, source_id)
        one = looked.device or looked.product
        drawings = self.env["aftersales.drawing"]
        found = drawings._find_shown([one], looked.company).get(one, drawings)
        return {
            "title": looked.record.display_name,
            "machine": " ".join(
                filter(None, (looked.product.display_name, looked.device.serial))
            ),
            "may_ask": looked.may_ask(),
            "drawings": [drawing._pack() for drawing in found],
        }

    @api.model
    def get_drawing(self, drawing_id, source, source_id):
        """One drawing with its spots and their parts, as they fit this machine.

        :return: dict of ``url``, ``spots`` and ``parts`` ({id: {name, code, fit}})
        """
        looked = self._look(source, source_id)
        drawing = self.env["aftersales.drawing"].browse(drawing_id).exists()
        drawing.check_access("read")
        spots = drawing.spot_ids
        return drawing._pack() | {
            "url": drawing._get_picture_url(),
            "spots": [spot._pack() for spot in spots],
            "parts": looked.tell_parts(spots.product_id),
        }

    @api.model
    def get_part(self, product_id, source, source_id):
        """What is to be known before a part is asked for: it, or the one to take instead.

        :return: dict of ``id``, ``name``, ``ratio``, ``price`` (tax included, in words),
            ``payers`` and ``stock``
        """
        looked = self._look(source, source_id)
        part = self._get_part(product_id)
        fit = looked.fit(part)[part]
        chosen = (fit.warns and fit.instead) or part
        # sudo: a part that may be another company's by now still has its name
        name = chosen.sudo().display_name
        return {
            "id": chosen.id,
            "name": name,
            "ratio": float(fit.ratio) if chosen != part else 1.0,
            "stock": looked.count(chosen)[chosen.id],
        } | looked.price(chosen)

    @api.model
    def take(self, product_id, source, source_id, quantity=1.0):
        """Put so many of the part into the open request of the job.

        :return: dict of ``id`` and ``name`` of the requisition, ``lines``, and ``quantity``
            of the part that is now asked for
        """
        looked = self._look(source, source_id)
        part = self._get_part(product_id)
        number = float(quantity)
        if not (isfinite(number) and 0 < number <= _MOST):
            raise PartRefused(
                self.env._(
                    "%s pieces cannot be asked for: write how many are needed.",
                    quantity,
                )
            )
        requisition = looked.get_request()
        line = requisition._take(part, number)
        return {
            "id": requisition.id,
            "name": requisition.display_name or "",
            "lines": len(requisition.line_ids),
            "quantity": line.quantity,
        }

    @api.model
    def _get_part(self, product_id):
        part = self.env["product.product"].browse(product_id).exists()
        if not part.aftersales_is_part:
            raise PartRefused(
                self.env._("This is no spare part that can be asked for.")
            )
        return part

    @api.model
    def _look(self, source, source_id):
        """:raises GroupRefused: for people without a role of ours"""
        self.env["aftersales.visit"]._require_group(STAFF)
        if source not in SOURCES:
            raise MissingError(self.env._("Drawings are not looked at from there."))
        record = self.env[SOURCES[source]].browse(source_id).exists()
        if not record:
            raise MissingError(self.env._("This record is not there any more."))
        record.check_access("read")
        return Looked(record)
