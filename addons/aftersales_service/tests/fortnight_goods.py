"""Goods and old parts in a scripted fortnight (see `fortnight_steps`)."""

from odoo import Command

from .common import SIGNATURE


class Goods:
    """Mixin of `Fortnight`: what comes back, is inspected and goes out again."""

    def _do_return(self, line, job, lines, **vals):
        returns = self.env["aftersales.return"].with_user(self.whose(line, None))
        vals |= {"line_ids": [Command.create(given) for given in lines]}
        if job is not None:
            vals["order_id"] = job.id
        return returns.create({"partner_id": self.customer.id, "reason": "异响"} | vals)

    def _do_count(self, _line, record):
        """Two people count what came."""
        record.counted_with_id = self.keeper
        record.action_receive()

    def _do_decide_goods(self, line, record, action, **vals):
        made = self.env["aftersales.disposition"].with_user(self.whose(line, None))
        made = made.create(
            [
                {"line_id": goods.id, "action": action, "reason": "鉴定结论"} | vals
                for goods in record.line_ids
            ]
        )
        made.action_decide()
        return made

    def _do_press_count(self, _line, record):
        """Counting old parts has the name of counting goods."""
        record.action_count()

    def _do_sign_party(self, line, inspection, finding="见附件", agrees="yes"):
        """Whoever holds a role of the joint inspection signs for it."""
        party = inspection.party_ids.filtered(lambda p: p.role_id.code == line["by"])
        party.with_user(self.whose(line, inspection)).action_sign(finding, agrees)

    def _do_measure_done(self, _line, measure, note):
        """A measure is done; duties have a button of the same name."""
        measure.action_done(note)

    def _do_tell_result(self, _line, inspection, how, to):
        """The customer learns what the joint inspection found."""
        inspection.action_tell(how, to)

    def _do_sign_sheet(self, _line, sheet):
        """The customer signs the sheet of the walk-round."""
        sheet.signature = SIGNATURE
        sheet.action_sign()

    def _do_give_back(self, _line, custody, taken_by="王师傅"):
        custody.action_give_back(taken_by, SIGNATURE)
