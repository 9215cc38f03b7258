from odoo import fields, models

RIGHTS = [
    ("refund", "Refund, Exchange or Repair"),
    ("exchange", "Exchange or Repair"),
    ("repair_time", "Exchange if Not Repaired in Time"),
    ("repair_quality", "A Repaired Device Works"),
    ("two_repairs", "Exchange After Two Failed Repairs"),
]


class StatutoryRule(models.Model):
    """A right of the 三包 rules, as dated data with its citation (★2).

    The shipped rows follow the general provisions as commonly published; counsel must
    check the text in force for the product before a company relies on them.
    """

    _name = "aftersales.statutory.rule"
    _description = "Statutory Right"
    _inherit = ["document.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    right = fields.Selection(RIGHTS, required=True)
    days = fields.Integer(
        help="Counted from delivery, from the beginning of the repair or from its end, as the right says; 0: as long as the warranty runs."
    )
    repairs = fields.Integer(
        "Failed Repairs", help="How many repairs of the same device make the right."
    )
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="Empty: every product."
    )
    valid_from = fields.Date()
    valid_to = fields.Date("Valid Until")
    citation = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another rule has this code.")

    def _get_rights(self, device):
        """[{code, name, until, citation, reached}] of ``device``, dates as text.

        Days in repair and waiting for parts move the end (A6).
        """
        begun = device.delivery_date or device.ship_date
        if not begun:
            return []
        rights = []
        for rule in self.filtered(lambda r: r._applies(device, begun)):
            until = rule._get_until(device, begun)
            rights.append(
                {
                    "code": rule.code,
                    "name": rule.name,
                    "until": str(until or ""),
                    "citation": rule.citation,
                    "reached": rule._is_reached(device),
                }
            )
        return rights

    def _applies(self, device, begun):
        if self.valid_from and begun < self.valid_from:
            return False
        if self.valid_to and begun > self.valid_to:
            return False
        category = device.product_id.categ_id
        return not self.categ_ids or any(
            c._aftersales_is_above(category) for c in self.categ_ids
        )

    def _get_until(self, device, begun):
        """The day of this right, or nothing while there is no repair that it is about.

        Waiting for a repair: the day from which the customer may ask for an exchange.
        """
        if self.right == "repair_time" and self.days:
            since = device._get_repair_since()
            return since and fields.Date.add(since, days=self.days)
        if self.right == "repair_quality" and self.days:
            repaired = device._get_last_repaired_on()
            return repaired and fields.Date.add(repaired, days=self.days - 1)
        if not self.days:
            return device.coverage_end_date
        return device._get_day_in_use(begun, self.days)

    def _is_reached(self, device):
        """Whether the right has come into being; repairs are counted by the room of jobs."""
        if self.right != "repair_time" or not self.days:
            return False
        due = self._get_until(device, None)
        return bool(due and due <= device.company_id._aftersales_today())


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_day_in_use(self, begun, days):
        """The last of ``days`` days of use; those in repair before it do not count."""
        end = fields.Date.add(begun, days=days - 1)
        for since, until in self._get_standstills():
            if begun <= since <= end:
                end = fields.Date.add(end, days=(until - since).days)
        return end

    def _get_standstills(self):
        """[(first day, day it went on)] of the repairs that its warranty stood still for,
        the oldest first; an open one lasts until today."""
        # those of one warranty: several stand still for the same repair
        coverages = self._get_coverages()
        longest = coverages.sorted(lambda c: c.suspended_days)[-1:]
        open_ones = coverages.filtered("suspended_on")
        events = (open_ones[:1] or longest).event_ids.sorted("id")
        began, spans = None, []
        for event in events:
            if event.kind == "suspended":
                began = event.day
            elif event.kind == "resumed" and began:
                spans.append((began, event.day))
                began = None
        if began and open_ones:
            spans.append((began, self.company_id._aftersales_today()))
        return spans
