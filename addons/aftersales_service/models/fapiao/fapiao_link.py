from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FapiaoLink(models.Model):
    """How much of a 发票 is for which invoice."""

    _name = "aftersales.fapiao.link"
    _description = "Fapiao for an Invoice"
    _inherit = ["document.guard.mixin"]
    _order = "fapiao_id, id"
    _check_company_auto = True
    _rec_name = "fapiao_id"

    fapiao_id = fields.Many2one(
        "aftersales.fapiao",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice or Bill",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'posted'), ('move_type', 'in', ('out_invoice', 'out_refund', 'in_invoice', 'in_refund'))]",
    )
    company_id = fields.Many2one(
        related="fapiao_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="fapiao_id.currency_id")
    amount = fields.Monetary(
        "With Tax",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
    )
    date = fields.Date(related="fapiao_id.date")
    kind = fields.Selection(related="fapiao_id.kind")
    state = fields.Selection(related="fapiao_id.state")

    _once = models.Constraint(
        "UNIQUE (fapiao_id, move_id)", "This invoice stands on the fapiao already."
    )

    @api.depends("move_id", "fapiao_id.total")
    def _compute_amount(self):
        for link in self.filtered(lambda link: not link.amount):
            link.amount = link._propose_amount() if link.move_id else 0.0

    def _propose_amount(self):
        """What is still without 发票 of the invoice, as far as this one reaches; of a red
        letter, what its invoice has."""
        move, fapiao = self.move_id, self.fapiao_id
        room = fapiao.total - sum((fapiao.link_ids - self).mapped("amount"))
        left = move._aftersales_get_without_fapiao()
        if room * move._aftersales_get_sign() < 0:
            left = -move._aftersales_get_with_fapiao(besides=self)
        left = move._aftersales_to_fapiao(left, fapiao)
        return min(left, room, key=abs) if left * room > 0 else 0.0

    @api.constrains("amount", "move_id", "fapiao_id")
    def _check_amount(self):
        """Neither more than the 发票 says nor more than was invoiced.

        :raises ValidationError: naming the document
        """
        for link in self:
            link._check_fits()
        for fapiao in self.fapiao_id:
            assigned = sum(fapiao.link_ids.mapped("amount"))
            if fapiao.currency_id.compare_amounts(abs(assigned), abs(fapiao.total)) > 0:
                raise ValidationError(
                    self.env._(
                        "%(number)s is over %(total)s; its invoices together are over %(assigned)s.",
                        number=fapiao.number,
                        total=fapiao.currency_id.format(fapiao.total),
                        assigned=fapiao.currency_id.format(assigned),
                    )
                )
        self.move_id._aftersales_check_fapiao()

    def _check_fits(self):
        fapiao, move = self.fapiao_id, self.move_id
        named = {"number": fapiao.number, "invoice": move.display_name}
        if fapiao.state == "void":
            raise ValidationError(
                self.env._("%(number)s is void and is for no invoice.", **named)
            )
        if move.state != "posted" or fapiao.side != move._aftersales_get_side():
            raise ValidationError(
                self.env._(
                    "%(invoice)s is no posted invoice of the side of %(number)s.",
                    **named,
                )
            )
        if self.amount * fapiao.total < 0:
            raise ValidationError(
                self.env._(
                    "%(invoice)s: the amount has the sign of %(number)s.", **named
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """The invoice learns of a 发票 that is registered already (overrides `create`)."""
        links = super().create(vals_list)
        links.move_id._aftersales_touch()
        links._tell()
        return links

    def write(self, vals):
        """Both invoices learn of a change (overrides `write`)."""
        before = self.move_id
        result = super().write(vals)
        (before | self.move_id)._aftersales_touch()
        registered = self.filtered(lambda link: link.state == "registered")
        if registered:
            (before | self.move_id)._aftersales_follow_fapiao()
        return result

    def unlink(self):
        """It is without 发票 again (overrides `unlink`)."""
        gone = {}
        for link in self.filtered(lambda link: link.state != "draft"):
            gone.setdefault(link.move_id, set()).update(link.fapiao_id._get_eights())
        result = super().unlink()
        for move, numbers in gone.items():
            move._aftersales_follow_fapiao(gone=numbers)
        return result

    def _tell(self):
        registered = self.filtered(lambda link: link.state == "registered")
        registered.move_id._aftersales_follow_fapiao()
