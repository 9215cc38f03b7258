from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..common import GROUP, ROLES
from ..settlement.common import SettlementCommon
from .common import PeriodCommon

REFUSED = "refused"
LANDS = "counts in the next month, with its origin"
STANDS = "changes nothing of the month"
HARMLESS = "refused, or changes nothing of the month"

# What, method over RPC, its arguments after the records (or what makes them), what comes
# of it. Whoever lacks the right altogether is refused as well.
ATTEMPTS = (
    ("fee", "write", [{"quantity": 3}], LANDS),
    ("fee", "write", [{"price_unit": 5}], LANDS),
    ("fee", "write", [{"name": "另一项"}], STANDS),
    ("fee", "write", [{"kind": "travel"}], REFUSED),
    ("fee", "write", lambda t: [{"product_id": t.part.id}], REFUSED),
    ("fee", "write", lambda t: [{"order_id": t.foreign.id}], REFUSED),
    ("fee", "write", lambda t: [{"currency_id": t.dollar.id}], REFUSED),
    ("fee", "write", [{"period_day": "2031-01-01"}], REFUSED),
    ("fee", "write", [{"period_day": False}], REFUSED),
    ("fee", "write", [{"late_of": "2031-01-01"}], REFUSED),
    ("fee", "write", [{"share_ids": [Command.clear()]}], REFUSED),
    ("fee", "write", lambda t: [{"share_ids": [Command.delete(t.fee.share_ids.id)]}], REFUSED),
    ("fee", "write", lambda t: [{"share_ids": [Command.update(t.fee.share_ids.id, {"payer": "agent"})]}], REFUSED),
    ("fee", "unlink", [], REFUSED),
    ("fee", "create", lambda t: [[t.prepare_fee()]], LANDS),
    ("fee", "create", lambda t: [[t.prepare_fee() | {"period_day": str(t.last)}]], REFUSED),
    ("charged", "write", [{"quantity": 9}], REFUSED),
    ("share", "write", [{"payer": "agent"}], REFUSED),
    ("share", "write", lambda t: [{"fee_id": t.charged[0].id}], REFUSED),
    ("share", "write", [{"percent": 50}], REFUSED),
    ("share", "write", [{"amount": 1}], REFUSED),
    ("share", "write", [{"taken_amount": 1}], REFUSED),
    ("share", "write", [{"period_day": "2031-01-01"}], REFUSED),
    ("share", "unlink", [], REFUSED),
    ("movement", "write", [{"net": 1}], REFUSED),
    ("movement", "write", [{"day": "2031-01-01"}], REFUSED),
    ("movement", "unlink", [], REFUSED),
    ("movement", "create", lambda t: [[t.prepare_movement()]], REFUSED),
    ("cost", "write", [{"amount": 1}], REFUSED),
    ("cost", "write", [{"date": "2031-01-01"}], REFUSED),
    ("cost", "unlink", [], REFUSED),
    ("cost", "create", lambda t: [[t.prepare_cost(5)]], LANDS),
    ("cost", "create", lambda t: [[t.prepare_cost(-5)]], LANDS),
    (
        "cost",
        "create",
        lambda t: [[t.prepare_cost(5) | {"period_day": str(t.last)}]],
        REFUSED,
    ),
    ("cost", "create", lambda t: [[t.prepare_cost(5) | {"late_of": False}]], REFUSED),
    ("receipt", "action_void", ["写错"], LANDS),
    ("receipt", "write", [{"amount": 1}], REFUSED),
    ("receipt", "write", [{"state": "void"}], REFUSED),
    ("receipt", "write", [{"taken_at": "2031-01-01 00:00:00"}], REFUSED),
    ("receipt", "unlink", [], REFUSED),
    ("handed", "action_void", ["写错"], REFUSED),
    ("handin", "write", [{"counted_amount": 1}], REFUSED),
    ("handin", "write", [{"name": "x"}], REFUSED),
    ("handin", "write", [{"received_at": "2031-01-01 00:00:00"}], REFUSED),
    ("handin", "action_cancel", [], REFUSED),
    ("handin", "action_receive", [], REFUSED),
    ("handin", "unlink", [], REFUSED),
    ("settlement", "action_cancel", [], REFUSED),
    ("settlement", "action_settle", [], REFUSED),
    ("settlement", "write", [{"state": "draft"}], REFUSED),
    ("settlement", "write", [{"payer": "agent"}], REFUSED),
    ("settlement", "write", [{"line_ids": [Command.clear()]}], REFUSED),
    ("settlement", "unlink", [], REFUSED),
    ("settled_line", "action_reopen", [], REFUSED),
    ("settled_line", "write", [{"answer_net": 1}], REFUSED),
    ("settled_line", "write", [{"net": 1}], REFUSED),
    ("settled_line", "unlink", [], REFUSED),
    ("settled_move", "button_draft", [], STANDS),
    ("settled_move", "button_cancel", [], STANDS),
    ("settled_move", "unlink", [], REFUSED),
    ("fapiao", "action_void", [], REFUSED),
    ("fapiao", "write", [{"number": "00000009"}], REFUSED),
    ("fapiao", "write", [{"net": 1}], REFUSED),
    ("fapiao", "write", [{"date": "2031-01-01"}], REFUSED),
    ("fapiao", "write", lambda t: [{"currency_id": t.dollar.id}], REFUSED),
    ("fapiao", "write", lambda t: [{"company_id": t.other.id}], REFUSED),
    ("fapiao", "write", [{"state": "draft"}], REFUSED),
    ("fapiao", "unlink", [], REFUSED),
    ("draft_fapiao", "action_register", [], LANDS),
    ("invoice", "button_draft", [], STANDS),
    ("invoice", "button_cancel", [], STANDS),
    ("invoice", "unlink", [], REFUSED),
    ("invoice", "write", [{"invoice_date": "2031-01-01"}], REFUSED),
    ("invoice_line", "write", [{"price_unit": 1}], STANDS),
    ("draft_invoice", "action_post", [], LANDS),
    ("part_move", "write", [{"value": 1}], STANDS),
    ("part_move", "write", [{"quantity": 5}], HARMLESS),
    ("part_move", "unlink", [], REFUSED),
    ("revaluation", "create", lambda t: [[t.prepare_value()]], STANDS),
    ("part", "write", [{"standard_price": 99}], STANDS),
    ("visit", "write", [{"ended_at": "2031-01-01 00:00:00"}], REFUSED),
    ("visit", "unlink", [], REFUSED),
    ("job", "write", lambda t: [{"company_id": t.other.id}], REFUSED),
    ("job", "unlink", [], REFUSED),
    ("desk", "confirm", lambda t: [t.open_line.ids], STANDS),
    ("desk", "confirm_sure", [], STANDS),
    ("desk", "undo", lambda t: [t.matched_line.ids], REFUSED),
    ("desk", "correct", lambda t: [t.matched_line.ids, "认错了人"], STANDS),
    ("period", "write", [{"state": "open"}], REFUSED),
    ("period", "write", [{"fingerprint": "x"}], REFUSED),
    ("period", "write", [{"content": "e30="}], REFUSED),
    ("period", "write", [{"workbook": "e30="}], REFUSED),
    ("period", "write", [{"month": "2031-01-01"}], REFUSED),
    ("period", "write", lambda t: [{"company_id": t.other.id}], REFUSED),
    ("period", "write", [{"difference": "x"}], REFUSED),
    ("period", "write", [{"exception_ids": [Command.clear()]}], REFUSED),
    ("period", "action_begin", [], REFUSED),
    ("period", "action_close", [], REFUSED),
    ("period", "action_stop", [], REFUSED),
    ("period", "action_gather", [], REFUSED),
    ("period", "action_reopen", [""], REFUSED),
    ("period", "unlink", [], REFUSED),
    ("period", "create", lambda t: [[{"month": str(t.last), "company_id": t.company.id}]], REFUSED),
    ("exception", "write", [{"reason": "x"}], REFUSED),
    ("exception", "write", [{"is_settled": True}], REFUSED),
    ("exception", "unlink", [], REFUSED),
    ("event", "write", [{"reason": "x"}], REFUSED),
    ("event", "unlink", [], REFUSED),
    ("event", "create", lambda t: [[{"period_id": t.period.id, "kind": "closed", "user_id": 1}]], REFUSED),
    ("late", "write", [{"amount": 1}], REFUSED),
    ("late", "unlink", [], REFUSED),
    ("file", "write", [{"raw": "x"}], REFUSED),
    ("file", "unlink", [], REFUSED),
)  # fmt: skip


class TestAttack(SettlementCommon, PeriodCommon):
    """Each way into a closed month, over RPC, by the accountant, by one with all rights of
    accounting, and by the administrator."""

    def setUp(self):
        super().setUp()
        self.accountant.group_ids |= self.env.ref("account.group_account_invoice")
        self.dollar = self.env.ref("base.USD")
        self.other = self.env["res.company"].create({"name": "乙公司"})
        self.foreign = (
            self.env["aftersales.order"]
            .with_company(self.other)
            .create({"partner_id": self.customer.id, "fault": "异响"})
        )
        self.make_work()
        self.make_documents()
        self.make_bank_lines()
        self.env.flush_all()
        self.period = self.close()
        self.fee.price_unit += 1  # a late change that is there already
        self.env.flush_all()
        self.fetch_rows()

    def make_work(self):
        self.make_job()
        self.job = self.order
        self.handed = self.collect(20)
        self.handin = self.take_over()
        self.count(self.handin)
        self.receipt = self.collect(50)
        self.finish_job()
        self.fee = self.make_old_fee(100, payer="company")
        self.share, self.movement = self.fee.share_ids, self.fee.movement_ids[:1]
        self.charged = self.job.fee_ids - self.fee
        self.invoice_job()
        self.cost = self.make_cost()
        self.part_move = self.requisition.sudo().line_ids.move_ids.filtered(
            lambda m: m.aftersales_step == "use"
        )
        fees = self.job.fee_ids
        for facts in (
            *(fees, fees.share_ids, fees.movement_ids, self.handed, self.receipt),
            *(self.handin, self.job.sudo().cost_ids),
        ):
            self.put_back(facts)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_visit SET ended_at = %s WHERE id = %s",
            [f"{self.last} 02:00:00", self.visit.id],
        )
        self.visit.invalidate_recordset()

    def invoice_job(self):
        self.job.action_create_quotation()
        sale = self.job.sudo().sale_order_ids
        sale.action_confirm()
        self.invoice = sale._create_invoices()
        self.invoice.invoice_date = self.last
        self.invoice.action_post()
        self.invoice_line = self.invoice.invoice_line_ids[:1]

    def make_documents(self):
        paper = {"kind": "paper_general", "code": "037002600111", "date": self.last}
        self.fapiao = self.register(net=10, number="00000001", **paper)
        self.draft_fapiao = self.make_fapiao(net=20, number="00000002", **paper)
        self.make_term()
        job, order = self.job, self.order
        self.settlement = self.make_settled(self.make_share(100))
        self.put_back(self.settlement)
        self.settled_line = self.settlement.line_ids
        self.settled_move = self.settlement.sudo().move_ids
        self.order = self.make_order(self.make_device("YJ2"), service_type="a")
        self.make_fee(30)
        self.draft_invoice = self.quote()._create_invoices()
        self.draft_invoice.invoice_date = self.last
        self.job, self.order = job, order

    def make_bank_lines(self):
        self.desk = self.env["aftersales.matching.desk"].with_user(self.accountant)
        self.matched_line, self.open_line = (
            self.make_paid_line(self.make_invoice(amount, invoice_date=self.last))
            for amount in (77, 60)
        )
        self.desk.propose()
        self.desk.confirm(self.matched_line.ids)

    def fetch_rows(self):
        self.exception = self.period.exception_ids[:1]
        self.event = self.period.event_ids[:1]
        self.late = self.env["aftersales.period.late"].search(
            [("res_id", "=", self.fee.id)]
        )
        self.landed = self.count_landed()
        self.file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.period._name),
                ("res_id", "=", self.period.id),
                ("res_field", "=", "workbook"),
            ]
        )
        self.revaluation = self.env["product.value"]

    # --- what is sent

    def prepare_fee(self):
        return {
            "name": "漏记",
            "order_id": self.job.id,
            "visit_id": self.visit.id,
            "product_id": self.labour.id,
            "kind": "labour",
        }

    def prepare_movement(self):
        return {
            "share_id": self.share.id,
            "kind": "shared",
            "net": 1,
            "tax": 0,
            "day": str(self.last),
            "user_id": self.accountant.id,
        }

    def prepare_cost(self, amount):
        return {
            "name": "外协费",
            "order_id": self.job.id,
            "date": str(self.last),
            "amount": amount,
            "reason": "发票",
        }

    def prepare_value(self):
        return {"move_id": self.part_move.id, "value": 1}

    # --- who sends it

    def make_administrator(self):
        roles = ",".join(GROUP + role for role in ROLES)
        return new_test_user(
            self.env,
            login="as_all",
            groups=f"base.group_system,account.group_account_manager,{roles}"
            ",stock.group_stock_manager,sales_team.group_sale_manager",
            company_ids=[Command.set((self.company | self.other).ids)],
            tz="Asia/Shanghai",
        )

    def test_the_accountant(self):
        self.attack(self.accountant, self.company)

    def test_who_may_everything_in_accounting(self):
        self.attack(self.book_keeper, self.company)

    def test_the_administrator(self):
        """He has every right, so nothing is refused for want of one."""
        user = self.make_administrator()
        self.attack(user, self.company | self.other, all_rights=True)

    def attack(self, user, companies, all_rights=False):
        before = self.get_sums(self.period), self.period.fingerprint
        env = self.env(
            user=user,
            su=False,
            context={"lang": "en_US", "allowed_company_ids": companies.ids},
        )
        for what, method, arguments, wanted in ATTEMPTS:
            arguments = arguments(self) if callable(arguments) else arguments
            with self.subTest(f"{what}.{method} {arguments}"):
                found, text = self.attempt(env, before, what, method, arguments)
                if wanted == HARMLESS:
                    self.assertIn(found, (REFUSED, STANDS), text)
                elif found != REFUSED or all_rights:
                    self.assertEqual(found, wanted, text)
                self.assertEqual(bool(text), found == REFUSED)

    def attempt(self, env, before, what, method, arguments):
        """(what came of it, the sentence of a refusal); afterwards all is as before."""
        records = getattr(self, what)
        ids = [records.ids] if records.ids else []
        if method == "create":
            ids = []
        point = self.env.cr.savepoint(flush=True)
        try:
            with mute_logger("odoo.sql_db"):
                call_kw(env[records._name], method, [*ids, *arguments], {})
                self.env.flush_all()
            return self.look(before), ""
        except UserError as error:
            return REFUSED, str(error)
        except IntegrityError as error:
            return REFUSED, error.diag.constraint_name  # core says its sentence
        finally:
            self.env.transaction.clear()
            point.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def look(self, before):
        self.env.invalidate_all()
        now = self.get_sums(self.period), self.period.fingerprint
        differs = self.period._find_differences()
        if now != before or differs or self.period.state != "closed":
            return f"changed: {differs}"
        return LANDS if self.count_landed() > self.landed else STANDS

    def count_landed(self):
        """Facts of the closed month that count in a later one, and say so."""
        landed = self.env["aftersales.period.late"].search_count(
            [("late_of", "=", self.last)]
        )
        for model in self.period._get_sources().values():
            if model == "aftersales.period.late":
                continue
            facts = self.env[model].search([("late_of", "=", self.last)])
            self.assertTrue(all(fact.period_day > self.last for fact in facts))
            self.assertTrue(all(facts.mapped("period_origin")))
            landed += len(facts)
        return landed
