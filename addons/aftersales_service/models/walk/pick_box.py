from odoo import models

from ...exceptions import AlreadyIssued, PartRefused, UnknownCode, WrongPart


class Walk(models.Model):
    _inherit = "aftersales.walk"

    def _scan_box(self, box, told):
        """All is in it: the box is ready. The wrong box after a part is said."""
        if box.walk_id != self:
            raise WrongPart(
                box._get_gone_text() if box else self.env._("This box is not in use.")
            )
        if box.state == "ready":
            return self._answer_box(box, "confirmed")
        if box.state != "open":
            raise AlreadyIssued(box._get_gone_text())
        left = sum(self._count_left(box))
        if left and told and told != box.number:
            raise WrongPart(
                self.env._(
                    "Not into box %(wrong)s: this part belongs into box %(right)s.",
                    wrong=box.number,
                    right=told,
                )
            )
        if left:
            return self._answer_box(box, "confirmed")
        bad = (
            box.sudo()._make_ready()
        )  # sudo: the box of a walk that its keeper may read
        if bad:
            ways, _scans = bad._get_box_ways()
            raise PartRefused(bad._get_problem(ways))
        return self._answer_box(box, "ready")

    def _count_left(self, box):
        ways, _scans = box.sudo()._get_box_ways()  # sudo: as above
        return [len(way["left"]) for way in ways.values()]

    def _answer_box(self, box, kind):
        walk = self._prepare_walk()
        row = next(row for row in walk["boxes"] if row["id"] == box.id)
        text = self.env._("%s still to pick", row["left"]) if row["left"] else ""
        short = self.env._("%s short", row["short"]) if row["short"] else ""
        return {
            "kind": kind,
            "box": box.number,
            "words": box.display_name,
            "detail": " · ".join(filter(None, (row["state_label"], text, short))),
            "walk": walk,
        }

    def _find_shelf(self, code):
        stock = self.warehouse_id.view_location_id
        places = self.env["stock.location"]
        return places.search(
            [
                ("id", "child_of", stock.ids),
                "|",
                ("barcode", "=", code),
                ("complete_name", "=", code),
            ],
            limit=1,
        )

    def _place_last(self, shelf):
        """The box that was closed last stands there.

        :raises UnknownCode: before any box was closed
        """
        # sudo: the boxes of a walk that its keeper may read
        ready = self.sudo().box_ids.filtered(lambda box: box.state == "ready")
        box = ready.sorted(lambda b: (b.ready_at, b.write_date, b.id))[-1:]
        name = shelf._aftersales_get_shelf_name() or shelf.name
        if not box:
            raise UnknownCode(
                self.env._(
                    "%s is a shelf. Scan the parts that are taken from it.", name
                )
            )
        box.requisition_id.sudo(False).bin = name
        return self._answer_box(box, "place") | {"detail": name}
