from odoo import api, models

# A job is finished and the customer pays later; its voucher has become a 发票.
UNPAID, VOUCHER = "collected_none", "voucher_handed_in"


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What money in the field and fapiaos tell (extends the hook)."""
        return super()._get_homes() | dict.fromkeys((UNPAID, VOUCHER), "fees")


class Collection(models.Model):
    _inherit = "aftersales.collection"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever pays later gets his 发票 on the same day (T-42; overrides `create`)."""
        rows = super().create(vals_list)
        later = rows.filtered(lambda row: row.state == "later")
        # sudo: deadlines begin whoever took the money down
        later.sudo().order_id._clock_event_if_used(UNPAID)
        return rows


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_tell_voucher(self):
        """The voucher of a job that was not paid on the spot has become a 发票: the deadline
        of that day ends (T-42)."""
        if not self.env["aftersales.sla.event"]._is_used(VOUCHER):
            return
        # sudo: finance need not read jobs
        done = self.sudo().filtered(
            lambda move: move.aftersales_fapiao_state in ("whole", "part")
        )
        shares = self.env["aftersales.fee.share"]._get_of_lines(
            done.line_ids.sale_line_ids
        )
        shares.order_id._clock_event(VOUCHER)
