"""The cases of the gate: services in every state, and orders about them."""

from datetime import timedelta

from odoo.exceptions import UserError

from .common import IcpCommon

STATES = ("none", "filing", "filed", "access_lost", "revoked", "valid", "expired")
# state of the service → may the order be confirmed, may access be opened
MATRIX = {
    "none": (False, False),
    "filing": (True, False),
    "filed": (True, True),
    "access_lost": (True, False),
    "revoked": (False, False),
    "valid": (True, True),
    "expired": (True, False),
}


class GateCommon(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hosting = cls.env["product.product"].create(
            {
                "name": "云主机",
                "type": "service",
                "icp_requirement": "access_cn",
                "icp_class_id": cls.env.ref("aftersales_icp.code_licence_class_B11").id,
            }
        )
        cls.licence = cls.env["aftersales.icp.licence"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "number_raw": "粤B1-20090060",
                "class_ids": [(6, 0, cls.hosting.icp_class_id.ids)],
            }
        )
        cls.licence.action_grant()
        cls.licence.valid_to = "2099-12-31"
        cls.partner.icp_real_name = True
        cls.service = cls.make_filed_service()
        cls.access = cls.make_access(cls.service)

    def make_sale(self, service=None, product=None, **values):
        line = {
            "product_id": (product or self.hosting).id,
            "icp_service_id": service.id if service else False,
        }
        return self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [(0, 0, line)], **values}
        )

    def case(self, state):
        """An order whose service is in that state."""
        if state == "none":
            return self.make_sale()
        if state == "filing":
            service = self.make_service(self.service.subject_id, name="新站")
            service.action_start_filing()
            return self.make_sale(service)
        if state == "access_lost":
            self.access.action_cancel()
        if state == "revoked":
            self.service.action_revoke()
        if state in ("valid", "expired"):
            self.access.action_cancel()
            override = self.make_override()
            if state == "expired":
                self.cr.execute(
                    "UPDATE aftersales_icp_override SET expires_on = %s WHERE id = %s",
                    [override._today() - timedelta(days=1), override.id],
                )
                override.invalidate_recordset()
        return self.make_sale(self.service)

    def make_override(self, **values):
        model = self.as_user(self.env["aftersales.icp.override"], "compliance")
        return model.create(
            {
                "service_id": self.service.id,
                "reason": "管局书面同意",
                "attachment_ids": [(6, 0, self.make_attachment("compliance").ids)],
                **values,
            }
        )

    def refused(self, step, error=UserError):
        try:
            with self.cr.savepoint():
                step()
        except error:
            return True
        finally:
            self.env.invalidate_all()
        return False
