from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.document_flow.exceptions import ProtectedRefused

from .attack_common import AttackCommon


class TestAttackLedgers(AttackCommon):
    """Append-only means nobody, and what is finished is nobody's to delete."""

    def ledgers(self):
        return [
            name
            for name in self.guarded_models()
            if hasattr(self.env[name], "_is_closed_ledger")
        ]

    def test_the_ledgers(self):
        self.assertLessEqual(
            {
                "aftersales.call.attempt",
                "aftersales.coverage.event",
                "aftersales.decision",
                "aftersales.decision.line",
                "aftersales.device.event",
                "aftersales.old.part.event",
                "aftersales.promise",
                "aftersales.return.contact",
                "aftersales.sla.change",
                "aftersales.time.entry",
                "aftersales.visit.event",
                "aftersales.visit.stamp",
            },
            set(self.ledgers()),
        )

    def test_no_row_is_changed_or_deleted_by_anybody(self):
        for name in self.ledgers():
            row = self.made[name]
            for field in row._fields.values():
                if not field.store or field.type == "one2many" or field.name == "id":
                    continue
                for user in (self.director, self.env.user):
                    mine = row.with_user(user).sudo()
                    refused = self.is_refused(mine.write, {field.name: False})
                    self.assertTrue(refused, f"{name}.{field.name}")
            if row:
                with self.assertRaises(UserError, msg=name):
                    row.sudo().unlink()

    def test_rows_of_closed_ledgers_are_made_by_their_actions(self):
        for name in self.ledgers():
            if self.env[name]._is_closed_ledger:
                with self.assertRaises(ProtectedRefused, msg=name):
                    self.env[name].sudo().create({})

    def test_stamps_and_events_of_a_visit_stay(self):
        """The examples: three ledgers had no guard at all."""
        visit = self.visit.sudo()
        self.assertTrue(visit.stamp_ids)
        for rows in (visit.stamp_ids, visit.order_id.decision_ids):
            with self.assertRaises(ProtectedRefused):
                rows[0].unlink()

    @mute_logger("odoo.models.unlink")
    def test_what_went_on_is_not_deleted(self):
        """Each document that somebody may delete at all, in every later state."""
        tried = 0
        for name in self.guarded_models():
            record = self.made[name].sudo()
            transitions = getattr(record, "_transitions", None)
            if not (record and transitions):
                continue
            free = record._deletable_states
            free = list(transitions)[:1] if free is None else free
            for state in transitions:
                if state in free:
                    continue
                tried += 1
                refused = self.assertRaises(UserError, msg=f"{name} {state}")
                with refused, self.env.cr.savepoint():
                    self.env.cr.execute(
                        f'UPDATE "{record._table}" SET state = %s WHERE id = %s',
                        (state, record.id),
                    )
                    record.invalidate_recordset()
                    record._unlink_except_finished()
        self.assertGreater(tried, 60)

    def test_closed_count_done_receipt_and_sent_notice(self):
        """The examples that were found, through the button of the list."""
        keeper = self.env(user=self.keeper)
        statement = self.statement
        statement.with_user(self.technician).action_sign_technician()
        notice = keeper["aftersales.old.part.notice"].create(
            {"supplier_id": self.customer.id}
        )
        notice.sudo()._move_to("sent")
        receipt = keeper["aftersales.old.part.receipt"].create({})
        receipt.sudo()._move_to("done")
        for record in (statement, notice, receipt):
            with self.assertRaises(ProtectedRefused):
                record.unlink()
