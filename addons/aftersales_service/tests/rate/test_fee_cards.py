from datetime import date

from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, ProofMissing, ProtectedRefused
from .common import RateCommon

HOUR = {"kind": "labour", "basis": "hour", "price": 80}


class TestFeeCards(RateCommon):
    def make_job(self, **vals):
        return self.make_order(self.make_device(**vals.pop("device", {})), **vals)

    def price(self, order, kind="labour"):
        """Price of the rate that decides."""
        rates = [r for r in order._get_derived_rates() if r.kind == kind]
        return float(min(rates, key=lambda r: r.rank).price) if rates else None

    def test_finance_drafts_and_the_manager_approves(self):
        """O-05, F-25: the accountant writes prices, the technician reads them only."""
        card = self.env["aftersales.fee.card"].with_user(self.accountant)
        card = card.create({"name": "卡"})
        version = self.env["aftersales.fee.card.version"].with_user(self.accountant)
        version = version.create({"policy_id": card.id, "valid_from": "2026-01-01"})
        rate = self.env["aftersales.fee.rate"].with_user(self.accountant)
        rate = rate.create(HOUR | {"version_id": version.id, "name": "电机检修"})
        with self.assertRaises(GroupRefused):
            version.action_approve()
        version.with_user(self.director).action_approve()
        with self.assertRaises(ProtectedRefused):
            rate.price = 1
        draft = version.copy({"valid_from": "2026-06-01"})
        for reader in (self.technician, self.dispatcher, self.keeper):
            self.assertEqual(rate.with_user(reader).price, 80)
            with self.assertRaises(AccessError):
                draft.rate_ids.with_user(reader).price = 1
            with self.assertRaises(AccessError):
                card.with_user(reader).name = "x"

    def test_two_rates_for_the_same_are_refused(self):
        with self.assertRaises(ProofMissing):
            self.make_card(HOUR, HOUR | {"price": 90})
        self.make_card(HOUR, HOUR | {"price": 90, "service_type": "b"})

    def test_a_rate_without_product_is_refused(self):
        self.company.aftersales_labour_product_id = False
        with self.assertRaises(ProofMissing):
            self.make_card(HOUR)

    def test_which_card_decides(self):
        """Contract before agents', preferential, standard; the customer's before all others'."""
        self.make_card(HOUR)
        order = self.make_job(service_type="a")
        self.assertEqual(self.price(order), 80)
        self.make_card(HOUR | {"price": 70}, partner_id=self.customer.id)
        self.assertEqual(self.price(order), 70)
        self.make_card(
            HOUR | {"price": 60}, kind="preferential", partner_id=self.customer.id
        )
        self.assertEqual(self.price(order), 60)
        self.make_card(HOUR | {"price": 1}, kind="preferential")  # for parts only
        self.assertEqual(self.price(order), 60)
        self.make_card(HOUR | {"price": 0}, kind="contract")
        self.assertEqual(self.price(order), 60)
        order.service_type = "b"
        self.assertEqual(self.price(order), 0)

    def test_contract_parts_at_cost_labour_free(self):
        """F-12: what the contract makes free is no missing price."""
        self.make_card(HOUR, {"kind": "part", "basis": "item", "price": 40, "product_id": self.part.id, "name": "轴承"})  # fmt: skip
        self.make_card(
            HOUR | {"price": 0},
            {"kind": "part", "basis": "cost", "price": 100, "name": "配件"},
            kind="contract",
        )
        for service_type, part, labour in (("a", 40, 80), ("b", 11, 0)):
            order = self.make_order(None, service_type=service_type)
            visit = self.make_visit_at("2026-03-02 09:00", order=order)
            self.make_requisition(visit, (self.part, 2))
            prices = {f.kind: f.price_unit for f in order.sudo().fee_ids}
            self.assertEqual(prices, {"part": part, "labour": labour})
            self.assertFalse(order._get_unpriced())
            visit.sudo()._in_flow().write({"state": "cancelled"})

    def test_only_parts(self):
        """F-14: a card that names no labour charges none."""
        self.make_card(
            {"kind": "part", "basis": "item", "price": 45.5, "product_id": self.part.id, "name": "轴承"}
        )  # fmt: skip
        order = self.make_order(None, service_type="a")
        visit = self.make_visit_at("2026-03-02 09:00", order=order)
        self.make_requisition(visit, (self.part, 1))
        self.assertEqual(order.sudo().fee_ids.mapped("kind"), ["part"])
        self.assertEqual(order.sudo().fee_ids.price_unit, 45.5)

    def test_type_and_category(self):
        """V-10, F-13: what is charged depends on type of service and product."""
        self.machine.categ_id = self.env["product.category"].create({"name": "电机"})
        self.make_card(
            HOUR,
            HOUR | {"price": 130, "service_type": "a", "name": "a"},
            HOUR | {"price": 120, "categ_id": self.machine.categ_id.id, "name": "m"},
            {"kind": "labour", "basis": "visit", "price": 200, "service_type": "other"},
        )
        found = {}
        for service_type in ("a", "b", "other"):
            order = self.make_order(None, service_type=service_type)
            visit = self.make_visit_at("2026-03-02 09:00", order=order)
            found[service_type] = visit.sudo().fee_ids.mapped("price_unit")
            visit.sudo()._in_flow().write({"state": "cancelled"})
        self.assertEqual(found, {"a": [130], "b": [80], "other": [80, 200]})
        order = self.make_job(service_type="a")
        visit = self.make_visit_at("2026-03-02 09:00", order=order)
        self.assertEqual(visit.sudo().fee_ids.price_unit, 120)

    def test_beyond_the_last_kilometre(self):
        """A way that the card does not price is not given away in silence."""
        self.make_card(
            {"kind": "travel", "basis": "km", "price": 1.5, "km_to": 300, "name": "近"}
        )
        for km, missing in ((300, 0), (301, 1)):
            order = self.make_order(None, service_type="a", distance_km=km)
            visit = self.make_visit_at("2026-03-02 09:00", order=order)
            self.assertEqual(len(order._get_unpriced()), missing)
            if missing:
                self.assertIn("301", str(order._get_unpriced()[0]))
                self.env["aftersales.fee"].with_user(self.dispatcher).create(
                    {"order_id": order.id, "name": "长途", "kind": "travel", "price_unit": 400,
                     "product_id": self.travel.id, "reason": "协商"}
                )  # fmt: skip
                self.assertFalse(order._get_unpriced())
            visit.sudo()._in_flow().write({"state": "cancelled"})

    def test_the_workshop_charges_the_hour_of_the_card(self):
        self.make_card(HOUR)
        order = self.make_order(None, service_type="a")
        fee = (
            self.env["aftersales.fee"]
            .sudo()
            .create(
                {
                    "order_id": order.id,
                    "name": "工时",
                    "kind": "labour",
                    "product_id": self.labour.id,
                }
            )
        )
        self.assertEqual(fee.price_unit, 80)

    def test_what_an_agent_bears_costs_his_price(self):
        """W-07: of a device that an agent sold he bears the labour, at the agents' card."""
        agent = self.env["res.partner"].create({"name": "鲁南经销", "is_company": True})
        self.make_card(HOUR)
        self.make_card(HOUR | {"price": 55}, kind="agent", partner_id=agent.id)
        device = self.make_device(
            "YJ-AGENT",
            agent_id=agent.id,
            coverage={"months": 36, "start_date": date(2026, 1, 1)},
        )
        order = self.make_order(device)
        payers = {share["payer"] for share in order._get_fee_shares("labour")}
        self.assertEqual(payers, {"agent"})
        self.assertEqual(self.price(order), 55)
        self.assertEqual(self.price(self.make_order(None, service_type="a")), 80)
