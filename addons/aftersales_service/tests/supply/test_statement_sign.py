from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, ProtectedRefused, SamePersonRefused
from ..common import AfterSalesCommon


class TestStatementSign(AfterSalesCommon):
    """Who signs for the van: the technician himself, and nobody in his name."""

    def setUp(self):
        super().setUp()
        self.statement = self.make_statement(self.li)

    def make_statement(self, technician):
        return (
            self.env["aftersales.part.statement"]
            .with_user(self.keeper)
            .create(
                {
                    "technician_id": technician.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-01-31",
                }
            )
        )

    def test_store_does_not_take_the_name_away_to_sign(self):
        with self.assertRaises(ProtectedRefused):
            self.statement.user_id = False
        for user in (self.keeper, self.dispatcher, self.director, self.inspector):
            with self.assertRaises(GroupRefused):
                self.statement.with_user(user).action_sign_technician()
        self.statement.with_user(self.technician).action_sign_technician()
        self.assertEqual(self.statement.technician_signed_by_id, self.technician)

    def test_without_a_login_the_store_takes_it_down_and_another_keeper_signs(self):
        nobody = self.env["aftersales.technician"].create(
            {"name": "外包技术员", "examined": True}
        )
        statement = self.make_statement(nobody)
        for user in (self.inspector, self.dispatcher, self.technician):
            with self.assertRaises(AccessError):  # no right to see, or none to sign
                statement.with_user(user).action_sign_technician()
        self.assertEqual(statement.state, "draft")
        statement.action_sign_technician()
        with self.assertRaises(SamePersonRefused):
            statement.action_sign_store()
        other = self.make_user("warehouse", "as_keeper_2")
        statement.with_user(other).action_sign_store()
        self.assertEqual(statement.state, "closed")

    def test_what_was_signed_stands(self):
        self.statement.with_user(self.technician).action_sign_technician()
        for vals in (
            {"technician_id": self.zhao.id},
            {"date_to": "2026-12-31"},
            {"line_ids": [(0, 0, {"product_id": self.part.id, "counted": 5})]},
        ):
            with self.assertRaises(ProtectedRefused):
                self.statement.write(vals)
        with self.assertRaises(ProtectedRefused):
            self.env["aftersales.part.statement.line"].with_user(self.keeper).create(
                {
                    "statement_id": self.statement.id,
                    "product_id": self.part.id,
                    "counted": 5,
                }
            )

    def test_numbers_of_the_moves_are_not_typed(self):
        lines = self.env["aftersales.part.statement.line"].with_user(self.keeper)
        for name in ("opening", "issued", "used", "closing"):
            with self.assertRaises(ProtectedRefused):
                lines.create({"statement_id": self.statement.id, name: 5})
