from odoo import fields, models

from ...exceptions import ProofMissing


class ReturnLine(models.Model):
    """Where the policy wants a walk-round, nothing is taken in or given back without."""

    _inherit = "aftersales.return.line"

    walk_round_ids = fields.One2many("aftersales.walk.round", "line_id", "Walk-Rounds")

    def action_walk_round(self):
        """Open the sheet of the reception; once it is back from repair, of the hand-back."""
        self.ensure_one()
        inspected = self.custody_ids.filtered(
            lambda c: c.state in ("inspected", "given_back", "filed")
        )
        kind = "out" if inspected else "in"
        sheet = self.walk_round_ids.filtered(lambda w: w.kind == kind)[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Walk-Round"),
            "res_model": "aftersales.walk.round",
            "res_id": sheet.id,
            "view_mode": "form",
            "context": {"default_line_id": self.id, "default_kind": kind},
        }

    def _check_walked(self, kind):
        """:raises ProofMissing: naming the goods that nobody walked round with a customer"""
        for line in self:
            sheets = line.walk_round_ids.filtered(lambda w, kind=kind: w.kind == kind)
            if "signed" not in sheets.mapped("state"):
                raise ProofMissing(
                    self.env._(
                        "Walk round %s with the customer first: press “Walk-Round” on its line and have the sheet signed.",
                        line.display_name,
                    )
                )


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    walk_round_ids = fields.One2many(
        "aftersales.walk.round", "return_id", "Walk-Rounds"
    )
    needs_walk_round = fields.Boolean(
        "Walk-Round Needed", compute="_compute_needs_walk_round"
    )

    def _compute_needs_walk_round(self):
        for record in self:
            record.needs_walk_round = record._needs_walk_round()

    def _needs_walk_round(self):
        """Only at the counter does the customer stand beside his goods."""
        if self.source != "counter":
            return False
        uses = self.env["res.groups"]._aftersales_uses("reception")
        return uses and self._get_service_policy().walk_round

    def action_receive(self):
        """Signed before anybody takes it over (extends the receipt)."""
        for record in self:
            if record._needs_walk_round():
                counted = record.line_ids.filtered(lambda ln: ln.counted_quantity > 0)
                counted._check_walked("in")
        return super().action_receive()


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_customer_wish(self):
        """As he signed it on the task order (P-24)."""
        # sudo: a technician need not read returns
        sheets = self.sudo().order_id.return_ids.walk_round_ids
        signed = sheets.filtered(
            lambda w: w.kind == "in" and w.state == "signed" and w.old_part_wish
        )
        wish = signed.sorted("id")[-1:].old_part_wish
        fates = {"take": "customer", "leave": "take_back"}
        return fates.get(wish) or super()._get_customer_wish()


class Custody(models.Model):
    _inherit = "aftersales.custody"

    def action_walk_round(self):
        """The sheet of these goods."""
        return self.line_id.action_walk_round()

    def _check_may_give_back(self):
        """What was walked round when it came is walked round when it goes."""
        walked = self.line_id.filtered(
            lambda line: "signed" in line.walk_round_ids.mapped("state")
        )
        walked._check_walked("out")
        return super()._check_may_give_back()
