from odoo import fields, models

from ...exceptions import ProofMissing

# The condition of what is not new any more; new is to have none of these.
GRADES = [
    ("a", "Second-Hand A"),
    ("b", "Second-Hand B"),
    ("c", "Second-Hand C"),
    ("d", "Defective"),
]
HELP = "Empty: new. A: like new; B: signs of use; C: heavily used. What is graded is never reserved or sold as new."


class StockLot(models.Model):
    _inherit = "stock.lot"

    aftersales_grade = fields.Selection(
        GRADES,
        "Condition Grade",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help=HELP,
    )


class Device(models.Model):
    """The condition in which a serial number was sold last (R7)."""

    _inherit = "aftersales.device"
    _portal_fields = frozenset({"grade"})

    grade = fields.Selection(
        GRADES, "Condition Grade", readonly=True, copy=False, help=HELP
    )

    def _get_grade_label(self, grade):
        labels = dict(self._fields["grade"]._description_selection(self.env))
        return labels.get(grade) or self.env._("New")

    def action_grade(self, grade, reason):
        """定级: the device and its lot are of this condition; ``False`` is new.

        :raises ProofMissing: without a reason
        """
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        label = self._get_grade_label(grade)
        self._add_device_event("graded", f"{label}: {reason}")
        self._in_flow().write({"grade": grade})
        # sudo: who grades devices need not have warehouse rights; only serial numbers are
        # single pieces, a lot is many
        lots = self.lot_id.sudo().filtered(lambda t: t.product_id.tracking == "serial")
        lots.aftersales_grade = grade

    def _refuse_fields(self, names, text):
        """A condition has a reason, whoever writes it (extends)."""
        if "grade" in names:
            text = self.env._(
                "Use “Grade…” to set the condition: it asks for the reason."
            )
        return super()._refuse_fields(names, text)

    def _prepare_new_life(self, vals):
        return super()._prepare_new_life(vals) | {
            "grade": vals.get("grade", self[:1].grade)
        }

    def _prepare_replacement_vals(self, serial, lot, product=None):
        vals = super()._prepare_replacement_vals(serial, lot, product)
        return vals | {"grade": lot.aftersales_grade if lot else False}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _aftersales_prepare_device_vals(self, shared=None):
        """The device is of the condition in which its serial number left."""
        grade = self.lot_id.aftersales_grade
        return super()._aftersales_prepare_device_vals(shared) | {"grade": grade}
