from odoo import api, fields, models


class ServiceOrder(models.Model):
    """What the desk leaves on a job: by which call it was saved."""

    _inherit = "aftersales.order"

    desk_token = fields.Char("Call at the Desk", readonly=True, copy=False)

    _desk_token_unique = models.UniqueIndex(
        "(desk_token) WHERE desk_token IS NOT NULL",
        "This call is saved already.",
    )

    def _get_vouchered(self):
        """A voucher is a dispatch slip (overrides the room of orders)."""
        return self.filtered(
            lambda o: any(visit.state != "cancelled" for visit in o.visit_ids)
        )

    # --- as a desk asks whose page was loaded before an update, and programs outside

    @api.model
    def desk_start(self):
        return self.env["aftersales.service.desk"].start()

    @api.model
    def desk_search(self, text):
        return self.env["aftersales.service.desk"].look_up(text)

    @api.model
    def desk_open(self, kind, record_id):
        return self.env["aftersales.service.desk"].open(kind, record_id)

    @api.model
    def desk_preview(self, facts):
        return self.env["aftersales.service.desk"].preview(facts)

    @api.model
    def desk_find(self, what, text, origin=None):
        return self.env["aftersales.service.desk"].find(what, text, origin)

    @api.model
    def desk_save(self, facts, token, photos=()):
        return self.env["aftersales.service.desk"].save(facts, token, photos)

    @api.model
    def desk_join(self, order_id, words="", photos=()):
        return self.env["aftersales.service.desk"].join(order_id, words, photos)

    @api.model
    def desk_technicians(self, order_id, start=None):
        return self.env["aftersales.service.desk"].technicians(order_id, start)

    @api.model
    def desk_dispatch(self, order_id, technician_id, start, override=None):
        desk = self.env["aftersales.service.desk"]
        return desk.dispatch(order_id, technician_id, start, override)
