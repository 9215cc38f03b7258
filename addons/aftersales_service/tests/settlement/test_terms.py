from odoo import Command
from odoo.exceptions import ValidationError

from ...exceptions import ProtectedRefused
from .common import SettlementCommon


class TestTerms(SettlementCommon):
    """What was agreed: the most special term that was in force decides."""

    def find(self, share):
        return self.env["aftersales.settlement.policy"]._find_terms(share)[share]

    def test_partner_goes_before_things_and_things_before_everybody(self):
        share = self.make_share()
        supplier = self.partners["supplier"]
        machine = self.machine.product_tmpl_id
        ladder = [
            self.make_term(),
            self.make_term(policy={"categ_id": machine.categ_id.id}),
            self.make_term(policy={"product_tmpl_id": machine.id}),
            self.make_term(partner=supplier),
            self.make_term(partner=supplier, policy={"categ_id": machine.categ_id.id}),
            self.make_term(partner=supplier, policy={"product_tmpl_id": machine.id}),
        ]
        for term in reversed(ladder):
            self.assertEqual(self.find(share), term)
            term.policy_id.active = False
        self.assertFalse(self.find(share))

    def test_a_part_goes_by_the_part_and_not_by_the_machine(self):
        share = self.make_share()
        share.fee_id.write({"kind": "part", "product_id": self.part.id})
        machine = self.make_term(
            policy={"product_tmpl_id": self.machine.product_tmpl_id.id}
        )
        self.assertFalse(self.find(share))
        part = self.make_term(policy={"product_tmpl_id": self.part.product_tmpl_id.id})
        self.assertEqual(self.find(share), part)
        self.assertNotEqual(part, machine)

    def test_another_payer_partner_or_company_has_no_part_in_it(self):
        share = self.make_share()
        self.make_term("agent")
        self.make_term(partner=self.partners["carrier"])
        other = self.env["res.company"].create({"name": "乙公司"})
        self.director.company_ids |= other
        self.make_term(
            policy={"company_id": other.id}, lines={"labour": {"account_id": False}}
        )
        self.assertFalse(self.find(share))

    def test_a_contact_settles_by_the_agreement_of_his_company(self):
        supplier = self.partners["supplier"]
        contact = self.env["res.partner"].create(
            {"name": "索赔员", "parent_id": supplier.id}
        )
        term = self.make_term(partner=supplier)
        self.assertEqual(self.find(self.make_share(partner=contact)), term)

    def test_the_day_of_the_work_decides_between_versions(self):
        old = self.make_term(valid_to="2020-12-31")
        share = self.make_share()
        self.assertFalse(self.find(share))
        new = old.copy({"valid_from": "2021-01-01"})
        new.with_user(self.director).action_approve()
        self.assertEqual(self.find(share), new)

    def test_approved_terms_stand(self):
        term = self.make_term()
        for vals in ({"rhythm": "monthly"}, {"answer_days": 3}):
            with self.assertRaises(ProtectedRefused):
                term.with_user(self.accountant).write(vals)
        with self.assertRaises(ProtectedRefused):
            term.line_ids.with_user(self.accountant).percent = 50
        with self.assertRaises(ProtectedRefused):
            term.with_user(self.accountant).split_ids = [
                Command.create({"partner_id": self.customer.id, "percent": 100})
            ]

    def test_a_split_sums_to_everything(self):
        with self.assertRaises(ValidationError):
            self.make_term(
                split_ids=[
                    Command.create(
                        {"partner_id": self.partners["supplier"].id, "percent": 60}
                    )
                ]
            )
