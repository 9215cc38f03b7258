import base64
import datetime
import io

import openpyxl
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon
from ..order.test_order_papers import PaperCase, plain

MONDAY = datetime.date(2026, 3, 2)


class RegisterCase(AfterSalesCommon):
    """Two units; calls of Monday, 2 March 2026, in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit, cls.branch = cls.env["aftersales.unit"].create(
            [
                {"name": "济南中心", "code": "JN-T"},
                {"name": "泰安分公司", "code": "TA-T", "kind": "branch"},
            ]
        )
        cls.device = cls.make_device(ship_date="2026-01-05")

    def call(self, moment, unit=None, **vals):
        """A call at ``moment`` (UTC text)."""
        return self.make_order(
            self.device,
            called_at=moment,
            unit_id=(unit or self.unit).id,
            service_type="c",
            **vals,
        )

    def ask(self, kind="call", user=None, **vals):
        return (
            self.env["aftersales.register.print"]
            .with_user(user or self.dispatcher)
            .create({"kind": kind, "date_from": MONDAY, "date_to": MONDAY} | vals)
        )

    def open_days(self):
        days = self.env["aftersales.register.day"].with_user(self.dispatcher)
        return days._open_days(self.company, MONDAY, MONDAY)


class TestRegisterDay(RegisterCase):
    """A sheet per unit and day: open, reconciled, sent (S-22, T-27)."""

    def test_each_unit_has_one_sheet_for_its_day(self):
        first = self.call("2026-03-01 16:00:00")  # 00:00 in Shanghai
        last = self.call("2026-03-02 15:59:59")
        self.call("2026-03-02 16:00:00")  # Tuesday
        other = self.call("2026-03-02 03:00:00", self.branch)
        days = self.open_days()
        self.assertEqual(days.unit_id, self.unit | self.branch)
        self.assertEqual(set(days.mapped("date")), {MONDAY})
        mine = days.filtered(lambda d: d.unit_id == self.unit)
        self.assertEqual(mine.order_ids, first | last)
        self.assertEqual((days - mine).order_ids, other)
        self.assertEqual(self.open_days(), days)

    def test_calls_of_no_unit_have_a_sheet_too(self):
        order = self.make_order(
            self.device, called_at="2026-03-02 03:00:00", unit_id=False
        )
        day = self.open_days()
        self.assertFalse(day.unit_id)
        self.assertEqual(day.order_ids, order)

    @mute_logger("odoo.sql_db")
    def test_second_sheet_of_a_day_is_refused(self):
        days = self.env["aftersales.register.day"]._in_flow()
        for unit in (self.unit.id, False):
            vals = {"unit_id": unit, "date": MONDAY}
            days.create(vals)
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                days.create(vals)

    def test_day_is_reconciled_then_sent_with_name_and_time(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        with freeze_time("2026-03-03 01:00:00"):
            self.assertTrue(day.is_due)
            day.action_check()
            day.action_send()
        self.assertRecordValues(
            day,
            [
                {
                    "state": "sent",
                    "checked_by_id": self.dispatcher.id,
                    "sent_by_id": self.dispatcher.id,
                    "sent_at": datetime.datetime(2026, 3, 3, 1),
                    "is_due": False,
                }
            ],
        )

    def test_day_that_is_not_over_is_not_sent(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        with freeze_time("2026-03-02 15:59:00"):
            day.action_check()
            with self.assertRaisesRegex(MoveRefused, "next day"):
                day.action_send()

    def test_nothing_is_sent_unreconciled_or_twice(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        with self.assertRaises(MoveRefused):
            day.action_send()
        day.action_check()
        day.action_reopen()
        self.assertFalse(day.checked_by_id)
        day.action_check()
        day.action_send()
        for move in (day.action_send, day.action_reopen, day.action_check):
            with self.assertRaises(MoveRefused):
                move()

    def test_stamps_cannot_be_typed_in(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        for vals in ({"state": "sent"}, {"sent_by_id": self.dispatcher.id}):
            with self.assertRaises(ProtectedRefused):
                day.write(vals)

    def test_call_entered_after_sending_is_told(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        with freeze_time("2026-03-03 01:00:00"):
            day.action_check()
            day.action_send()
        self.env.invalidate_all()
        # `create_date` is the time of the transaction, long after that Tuesday.
        self.call("2026-03-02 09:00:00")
        self.env.invalidate_all()
        self.assertGreaterEqual(day.late_count, 1)
        self.assertEqual(day.order_count, 2)

    def test_sheets_to_send_are_found(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        search = self.env["aftersales.register.day"].search
        with freeze_time("2026-03-02 10:00:00"):
            self.assertNotIn(day, search([("is_due", "=", True)]))
            self.assertIn(day, search([("is_due", "=", False)]))
        with freeze_time("2026-03-03 01:00:00"):
            self.assertIn(day, search([("is_due", "=", True)]))

    def test_menu_and_nightly_run_make_missing_sheets(self):
        self.call("2026-03-02 03:00:00")
        days = self.env["aftersales.register.day"]
        with freeze_time("2026-03-03 01:00:00"):
            action = days.with_user(self.inspector).action_open_registers()
            self.assertEqual(action["res_model"], "aftersales.register.day")
            self.assertFalse(days.search([("date", "=", MONDAY)]))
            days._cron_open_days()
        self.assertEqual(days.search([("date", "=", MONDAY)]).unit_id, self.unit)

    def test_list_costs_a_fixed_number_of_queries(self):
        counts = []
        for days in (3, 40):
            for index in range(days):
                day = MONDAY + datetime.timedelta(days=index)
                self.call(f"{day} 03:00:00")
            found = self.env["aftersales.register.day"]._open_days(
                self.company, MONDAY, MONDAY + datetime.timedelta(days=60)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found.mapped("order_count")
            found.mapped("is_due")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_technician_has_no_access(self):
        day = self.env["aftersales.register.day"]._in_flow().create({"date": MONDAY})
        with self.assertRaises(AccessError):
            day.with_user(self.technician).read(["state"])
        with self.assertRaises(AccessError):
            self.ask(user=self.technician)
        for move in ("action_check", "action_send", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(day.with_user(self.inspector), move)()

    def test_second_company_sees_nothing(self):
        self.call("2026-03-02 03:00:00")
        day = self.open_days()
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "manager",
            login="as_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        days = self.env["aftersales.register.day"].with_user(stranger)
        self.assertFalse(days.search([]))
        with self.assertRaises(AccessError):
            day.with_user(stranger).read(["state"])
        with self.assertRaises(ProofMissing):
            self.ask(user=stranger, company_id=other.id).action_excel()


class TestRegisterWorkbook(RegisterCase):
    """The three registers as workbooks and lists."""

    def read(self, wizard):
        wizard.action_excel()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.workbook)))
        return [list(row) for row in book.active.values]

    def test_call_register_has_the_columns_of_the_pad(self):
        order = self.call("2026-03-02 03:05:00", fault="电机异响")
        self.call("2026-03-02 04:00:00", self.branch)
        rows = self.read(self.ask(unit_ids=[Command.set(self.unit.ids)]))
        self.assertEqual(len(rows), 4)
        values = dict(zip(rows[2], rows[3], strict=True))
        self.assertEqual(values["Call Time"], "11:05")
        self.assertEqual(values["Date"], "2026-03-02")
        self.assertEqual(values["Service Unit"], "济南中心")
        self.assertEqual(values["Customer"], "齐鲁泵业有限公司")
        self.assertEqual(values["Telephone"], "0531-88881234")
        self.assertEqual(values["Product Model"], "YJ-90L-T")
        self.assertEqual(values["Symptom"], "电机异响")
        self.assertEqual(values["Voucher Number"], order.device_id.voucher_number)
        self.assertIn("Closed in Register On", values)

    def test_closed_and_cancelled_calls_say_so(self):
        done, dropped = (
            self.call("2026-03-02 03:00:00"),
            self.call("2026-03-02 04:00:00"),
        )
        visit = self.make_visit(done)
        with freeze_time("2026-03-03 02:30:00"):
            self.go_to_work(visit)
            self.finish(visit)
            self.sign(visit)
            visit.with_user(self.dispatcher).action_close()
            done.action_close()
        dropped.action_cancel()
        lines = self.env["report.aftersales_service.report_call_register"]._get_lines(
            done | dropped
        )
        self.assertEqual(
            [lines[0][key] for key in ("technician", "arrived", "closed")],
            ["李强", "03-03 10:30", "2026-03-03"],
        )
        self.assertEqual(lines[1]["closed"], "Cancelled")

    def test_record_book_has_purchase_date_and_who_took_the_call(self):
        self.call("2026-03-02 03:05:00")
        rows = self.read(self.ask("information"))
        values = dict(zip(rows[2], rows[3], strict=True))
        self.assertEqual(values["Purchase Date"], "2026-01-05")
        self.assertEqual(values["Product Type"], "三相异步电动机")
        self.assertEqual(values["Taken By"], self.dispatcher.name)
        self.assertTrue(values["Handling"])

    def test_registration_is_grouped_by_channel(self):
        self.call("2026-03-02 03:00:00", channel="letter")
        self.call("2026-03-02 04:00:00")
        self.call("2026-03-02 05:00:00", channel="letter")
        rows = self.read(self.ask("registration"))
        column = rows[2].index("Channel")
        self.assertEqual(
            [row[column] for row in rows[3:]],
            ["Telephone", "Letter or Document", "Letter or Document"],
        )

    def test_text_that_looks_like_a_formula_stays_text(self):
        self.call("2026-03-02 03:00:00", fault='=HYPERLINK("http://x")')
        wizard = self.ask()
        wizard.action_excel()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.workbook)))
        cell = next(
            cell
            for row in book.active.rows
            for cell in row
            if str(cell.value).startswith("=HYPER")
        )
        self.assertEqual(cell.data_type, "s")

    def test_old_register_is_not_in_the_new_one(self):
        order = self.call("2026-03-02 03:00:00")
        order._in_flow().is_history = True
        with self.assertRaisesRegex(ProofMissing, "no call"):
            self.ask().action_print()

    def test_dates_the_wrong_way_round_are_named(self):
        wizard = self.ask(date_to="2026-03-01")
        with self.assertRaisesRegex(ProofMissing, "first day"):
            wizard.action_print()

    def test_list_shows_the_same_calls(self):
        order = self.call("2026-03-02 03:00:00")
        self.call("2026-03-02 17:00:00")
        action = self.ask().action_view()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), order)

    def test_workbook_of_500_calls_costs_as_many_queries_as_of_10(self):
        self.make_calls(10, MONDAY)
        self.make_calls(500, MONDAY + datetime.timedelta(days=1))
        for kind in ("call", "information", "registration"):
            counts = []
            for offset in (0, 1):
                day = MONDAY + datetime.timedelta(days=offset)
                wizard = self.ask(kind, date_from=day, date_to=day)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                wizard.action_excel()
                counts.append(self.env.cr.sql_log_count - before)
            self.assertLessEqual(counts[1], counts[0], kind)

    def make_calls(self, count, day):
        """Jobs that nobody decides: what a register shows has nothing to do with it."""
        orders = self.env["aftersales.order"].with_user(self.dispatcher)._in_flow()
        orders.create(
            [
                {
                    "device_id": self.device.id,
                    "fault": f"异响{index}",
                    "called_at": f"{day} 03:00:00",
                    "unit_id": self.unit.id,
                    "is_history": True,
                }
                for index in range(count)
            ]
        ).write({"is_history": False})


@tagged("post_install", "-at_install")
class TestRegisterPapers(RegisterCase, PaperCase):
    def test_day_is_printed_for_unit_and_department(self):
        order = self.call("2026-03-02 03:05:00", fault="电机异响")
        late = self.call("2026-03-02 17:05:00", fault="次日来电")
        day = self.open_days()
        texts, pages = self.render("call_register", day)
        self.assertEqual(len(texts), 2)
        for text in texts:
            for part in (
                self.title("call_register"),
                "服表002",
                "济南中心",
                "2026-03-02",
                "11:05",
                "电机异响",
                order.device_id.voucher_number,
            ):
                self.assertIn(plain(part), text)
            self.assertNotIn(late.fault, text)
        self.assertGreater(pages[0].mediabox.width, pages[0].mediabox.height)

    def test_wizard_prints_a_sheet_per_unit_and_day(self):
        self.call("2026-03-02 03:00:00")
        self.call("2026-03-02 03:00:00", self.branch)
        self.call("2026-03-03 03:00:00")
        action = self.ask(date_to="2026-03-03").action_print()
        days = self.env["aftersales.register.day"].browse(
            action["context"]["active_ids"]
        )
        self.assertEqual(len(days), 3)

    def test_long_register_has_its_headings_on_every_sheet(self):
        for index in range(25):
            self.call("2026-03-02 03:05:00", fault=f"异响{index:02}")
        wizard = self.ask("information")
        name = wizard.action_print()["report_name"].removeprefix(
            "aftersales_service.report_"
        )
        texts, _pages = self.render(name, wizard)
        self.assertGreater(len(texts), 1)
        for text in texts:
            self.assertIn(self.heading("fault"), text)
        self.assertIn(self.title(name), texts[0])
        self.assertIn("2026-03-02", texts[0])
        self.assertIn("异响24", texts[-1])

    def heading(self, key):
        paper = self.env["report.aftersales_service.report_information_book"]
        return plain(paper.with_context(lang="zh_CN")._get_labels()[key])

    def test_registration_has_a_line_per_channel(self):
        self.call("2026-03-02 03:05:00", channel="letter", fault="来函投诉")
        wizard = self.ask("registration")
        self.assertIn("registration", wizard.action_print()["report_name"])
        texts, _pages = self.render("service_registration", wizard)
        self.assertIn("来函投诉", texts[0])
        self.assertIn("(1)", texts[0])

    def test_blanks_print(self):
        self.call("2026-03-02 03:05:00", fault="电机异响")
        for name in ("call_register", "information_book", "service_registration"):
            form = self.env.ref(f"aftersales_service.form_{name}")
            action = form.action_print_blank()
            model = self.env[form.report_id.model]
            texts, _pages = self.render(name, model, **action["data"])
            self.assertIn(self.title(name), texts[0])
            self.assertNotIn("电机异响", "".join(texts))
            self.assertEqual(len(texts), len(form._get_copies()))
