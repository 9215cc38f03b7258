from odoo import fields

from ..portal.common import PortalCommon, png

DAY = "2026-08-20"


class DealerCommon(PortalCommon):
    """Two dealers with agreements; machines that we delivered to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreement = cls.env["aftersales.dealer.agreement"].create(
            {
                "partner_id": cls.dealer.id,
                "cities": "济南、淄博",
                "approval_limit": 500,
                "labour_rate": 60,
            }
        )
        cls.stocked = cls.make_delivered("DL260900001", cls.dealer)
        cls.rivals = cls.make_delivered("DL260900002", cls.rival)
        for code, user in (
            ("back_office", cls.dispatcher),
            ("sales_supervisor", cls.director),
        ):
            cls.env["aftersales.role.holder"].create(
                {
                    "role_id": cls.env["aftersales.role"]._get_by_code(code).id,
                    "user_id": user.id,
                }
            )

    @classmethod
    def make_delivered(cls, serial, dealer):
        """What a dealer has in stock: delivered to him, not sold to anybody yet."""
        return cls.make_device(
            serial,
            partner_id=dealer.id,
            ship_date="2026-06-01",
            delivery_date="2026-06-01",
        )

    def activate(self, serial="DL260900001", files=None, **post):
        data = {
            "serial": serial,
            "sold_on": DAY,
            "invoice_number": f"FP-{serial}",
            "customer_name": "历城泵站",
            "customer_phone": "0531-66660001",
            "city": "济南市",
            "key": f"activation-{serial}-0001",
        } | post
        files = [("photos", png(len(serial)))] if files is None else files
        return self.send("/my/dealer/activations/new", files, **data).json()

    def activations(self):
        self.env.invalidate_all()
        return self.env["aftersales.activation"].search([])

    def claims(self):
        self.env.invalidate_all()
        return self.env["aftersales.dealer.claim"].search([])

    def claim(self, lines=None, files=None, path="/my/dealer/claims/new", **post):
        """``lines`` are (kind, name, quantity, price)."""
        lines = lines or [
            ("part", "轴承6205", "2", "30"),
            ("labour", "更换", "1.5", "99"),
        ]
        data = {
            "serial": "YJ260900001",
            "work_done": "更换轴承",
            "done_on": fields.Date.to_string(self.env.company._aftersales_today()),
            "key": f"claim-{self.id()[-10:]}-000001",
        } | post
        for place, line in enumerate(lines):
            for name, value in zip(
                ("kind", "name", "quantity", "price"), line, strict=True
            ):
                data[f"line_{place}_{name}"] = value
        files = [("photos", png(3))] if files is None else files
        return self.send(path, files, **data).json()
