from odoo import api, fields, models


class IncomingMail(models.Model):
    """What helps a clerk to decide about a held mail."""

    _inherit = "aftersales.mail"

    hint_ids = fields.Many2many(
        "aftersales.device",
        string="Devices Named in the Mail",
        compute="_compute_hint_ids",
        help="Of whatever customer; it is a hint for you, nothing is decided by it.",
    )

    advice = fields.Char(compute="_compute_advice")

    @api.depends("reason")
    def _compute_advice(self):
        words = self._get_advice()
        for mail in self:
            mail.advice = words.get(mail.reason)

    @api.model
    def _get_advice(self):
        """{reason: what the clerk had best do}"""
        machine = self.env._("A machine wrote it. Usually there is nothing to do.")
        return dict.fromkeys(("auto", "bulk", "bounce", "own"), machine) | {
            "unknown": self.env._(
                "Nobody has this address. Choose the customer, or make a new one."
            ),
            "ambiguous": self.env._(
                "Several customers have this address. Choose which one it is."
            ),
            "staff": self.env._(
                "A colleague sent or forwarded it. Choose the customer it is about."
            ),
            "stranger": self.env._(
                "The address has nothing to do with this order. Add the mail to it, or empty the order and choose whose mail it is."
            ),
            "finished": self.env._(
                "Add it to the finished order, or empty the order and open a new one."
            ),
            "forged": self.env._(
                "The mail server says that it does not come from this address. Call the customer before you do anything."
            ),
            "flood": self.env._(
                "More mails of this sender came within an hour than the settings allow."
            ),
            "sender": self.env._("The mail does not say who sent it."),
            "failed": self.env._(
                "No order could be opened. Put right what stands below, and open it again."
            ),
        }

    @api.depends("name", "text", "company_id")
    def _compute_hint_ids(self):
        device = self.env["aftersales.device"]
        numbers = {mail: mail._get_numbers() for mail in self if mail.state == "held"}
        wanted = {number for keys in numbers.values() for number in keys}
        found = (
            device.search([("serial_key", "in", list(wanted))]) if wanted else device
        )
        for mail in self:
            keys = numbers.get(mail, ())
            mail.hint_ids = found.filtered(
                lambda d, mail=mail, keys=keys: (
                    d.serial_key in keys and d.company_id == mail.company_id
                )
            )

    @api.model
    def _count_held(self):
        """How many mails of this company wait for a person; none where mails are off."""
        if not self.env["res.groups"]._aftersales_uses("mail"):
            return 0
        return self.search_count(
            [("state", "=", "held"), ("company_id", "=", self.env.company.id)]
        )
