from odoo import Command

from ..common import AfterSalesCommon


class ParcelCommon(AfterSalesCommon):
    """A carrier, a second keeper, and parts that wait to be issued."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create(
            {"name": "顺达快递", "is_company": True}
        )
        cls.second = cls.make_user("warehouse", "as_second")
        cls.coder = cls.make_part("编码器", 300, 120, tracking="serial")
        cls.lots = cls.make_lots(cls.coder, "BM01", "BM02", "BM03")
        cls.grease = cls.make_part("润滑脂", 20, 8, tracking="lot")

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(self.make_device()))

    def ask(self, *parts, visit=None):
        return self.make_requisition(visit or self.visit, *parts)

    def pack(self, requisition, **vals):
        """A parcel with what is reserved, by the keeper; not sent."""
        action = requisition.with_user(self.keeper).action_pack_parcel()
        parcel = self.env["aftersales.parcel"].browse(action["res_id"])
        self.fill_in(parcel, **vals)
        return parcel.with_user(self.keeper)

    def fill_in(self, parcel, **vals):
        parcel.write(
            {
                "courier_id": self.carrier.id,
                "tracking_ref": f"SD{parcel.id:08}",
                "date_expected": self.company._aftersales_today(),
            }
            | vals
        )

    def send(self, requisition, **vals):
        parcel = self.pack(requisition, **vals)
        parcel.action_send()
        return parcel

    def receive(self, parcel, *numbers, user=None, key=None, photos=()):
        """``numbers`` (arrived, missing, broken) of each line in its order."""
        told = {
            line: (arrived, broken, missing)
            for line, (arrived, missing, broken) in zip(
                parcel.line_ids, numbers, strict=True
            )
        }
        mine = parcel.with_user(user or self.technician)
        return mine._receive(told, key=key, photos=photos)

    def send_back(self, **vals):
        """What the technician holds, by himself."""
        parcel = (
            self.env["aftersales.parcel"]
            .with_user(self.technician)
            .create({"direction": "back", "technician_id": self.li.id})
        )
        self.fill_in(parcel, **vals)
        parcel.action_load()
        return parcel

    @property
    def road(self):
        return self.warehouse._aftersales_get_road_location()

    def lying(self, place, product=None, lot=None):
        """How much lies there, as the quants say."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", (product or self.part).id),
                ("location_id", "child_of", place.ids),
                *([("lot_id", "=", lot.id)] if lot else []),
            ]
        )
        return sum(quants.mapped("quantity"))

    def rows(self, *rows):
        return [Command.create(row) for row in rows]
