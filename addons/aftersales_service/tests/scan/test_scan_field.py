from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import new_test_user

from ...exceptions import GroupRefused, UnknownCode
from ...kernel.codes import read_code
from ..common import GROUP, AfterSalesCommon


class ScanCommon(AfterSalesCommon):
    """One thing of every kind, each in company A; the same codes in company B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.make_part(
            "主板",
            680,
            352,
            tracking="serial",
            barcode="6901234567892",
            default_code="ZB-1",
        )
        cls.lots = cls.make_lots(cls.board, "B-1", "B-2")
        cls.li.code = "T-001"
        cls.device = cls.make_device("YJ-S1")
        case = cls()
        cls.order = case.make_order(cls.device, service_type="c")
        cls.visit = case.make_visit(cls.order)
        cls.requisition = case.make_requisition(cls.visit, (cls.board, 1))
        cls.old = (
            cls.env["aftersales.old.part"]
            ._in_flow()
            .create(
                {
                    "order_id": cls.order.id,
                    "product_id": cls.board.id,
                    "opened_on": cls.company._aftersales_today(),
                }
            )
        )
        cls.scans = cls.env["aftersales.scan"].with_user(cls.keeper)

    def answer(self, code, user=None, **kwargs):
        try:
            return self.scans.with_user(user or self.keeper).answer(code, **kwargs)
        except UnknownCode as refusal:
            return {"kind": "bad", "hits": [], "detail": str(refusal)}

    def one(self, code, user=None):
        """(kind, record id) of the only hit."""
        answer = self.answer(code, user)
        self.assertEqual(answer["kind"], "open", answer)
        (hit,) = answer["hits"]
        return hit["kind"], hit["id"]


class TestScan(ScanCommon):
    def test_every_kind_is_known_by_what_stands_on_it(self):
        link = "https://x.cn/odoo/%s/%s"
        for kind, record, codes in (
            (
                "device",
                self.device,
                ("YJ-S1", "ｙｊ－ｓ１", " yj - s1 ", self.device.voucher_number),
            ),
            ("device", self.device, (self.device._get_public_url(),)),
            ("serial", self.lots[0], ("B-1", "b-1", "Ｂ－１\r\n")),
            ("part", self.board, ("ZB-1", "zb-1", "6901234567892", "06901234567892")),
            (
                "order",
                self.order,
                (self.order.name, link % ("aftersales.order", self.order.id)),
            ),
            ("visit", self.visit, (self.visit.name,)),
            (
                "requisition",
                self.requisition,
                (self.requisition.name, self.requisition.name.lower()),
            ),
            (
                "old_part",
                self.old,
                (self.old.name, link % ("aftersales.old.part", self.old.id)),
            ),
            ("technician", self.li, ("T-001", "t-001", self.technician.login)),
        ):
            user = self.keeper if kind in ("serial", "part") else self.director
            for code in codes:
                self.assertEqual(self.one(code, user), (kind, record.id), code)

    def test_gs1_names_article_and_serial(self):
        for code in (
            "010690123456789221B-2",
            "(01)06901234567892(21)B-2",
            "（01）06901234567892（21）b-2",
            "]C1010690123456789217280131\x1d21B-2",
            "010690123456789210B-2\x1d3701",
        ):
            self.assertEqual(self.one(code), ("serial", self.lots[1].id), code)
        self.assertEqual(self.one("(01)06901234567892"), ("part", self.board.id))
        answer = self.answer("(01)06901234567892(21)B-77")
        self.assertEqual(answer["hits"][0]["kind"], "part")
        self.assertIn("B-77", answer["detail"])

    def test_gs1_of_another_article_is_not_the_serial_of_this_one(self):
        self.make_part("别的", 1, 1, tracking="serial", barcode="6901234567908")
        answer = self.answer("(01)06901234567908(21)B-1")
        self.assertEqual([hit["kind"] for hit in answer["hits"]], ["part"])
        answer = self.answer("(01)06901234567892(21)B-1(17)261301")
        self.assertEqual((answer["kind"], answer["hits"]), ("bad", []))
        self.assertIn("wrong", answer["detail"])

    def test_gs1_on_a_name_plate_is_the_device(self):
        code, device = "(01)06901234567908(21)yj-s1", ("device", self.device.id)
        self.assertEqual(self.one(code), device, "nobody entered the article number")
        self.machine.barcode = "6901234567908"
        self.assertEqual(self.one(code), device)
        self.machine.barcode = "6901234567915"
        self.assertEqual(self.answer(code)["kind"], "bad", "another article's number")

    def test_an_employees_badge_is_his(self):
        if "hr.employee" not in self.env:
            return
        self.env["hr.employee"].create(
            {"name": "李强", "user_id": self.technician.id, "barcode": "041777"}
        )
        self.assertEqual(self.one("041777"), ("technician", self.li.id))

    def test_a_parcel_by_its_waybill(self):
        parcel = self.env["aftersales.parcel"].create(
            {
                "technician_id": self.li.id,
                "courier_id": self.customer.id,
                "tracking_ref": "SF1234567890",
            }
        )
        for code in ("sf1234567890", parcel.name):
            self.assertEqual(self.one(code), ("parcel", parcel.id))
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.assertEqual(self.answer("SF1234567890")["kind"], "bad")

    def test_several_meanings_are_a_choice_and_the_screen_prefers_its_own(self):
        self.make_part("同号", 1, 1, default_code="T-001")
        answer = self.answer("T-001")
        self.assertEqual(answer["kind"], "choice")
        self.assertEqual({h["kind"] for h in answer["hits"]}, {"part", "technician"})
        answer = self.answer("T-001", screen="aftersales.technician")
        self.assertEqual((answer["kind"], len(answer["hits"])), ("open", 1))

    def test_one_thing_is_one_hit(self):
        """A delivered machine is a lot in stock, too, and its product has a number."""
        self.deliver(self.machine, "YJ-S2")
        device = self.env["aftersales.device"]._find_by_scan("YJ-S2")
        self.assertEqual(self.one("YJ-S2"), ("device", device.id))

    def test_unknown_is_said_with_what_was_read(self):
        answer = self.answer("ＮＥＩＮ－９")
        self.assertEqual((answer["kind"], answer["hits"]), ("bad", []))
        self.assertIn("that you may see", answer["detail"])
        for nothing in ("", "  \r\n", None, False, "\0", "\ud800"):
            self.assertEqual(self.answer(nothing)["kind"], "bad")
        self.assertEqual(self.answer("x" * 5000)["kind"], "bad")

    def test_the_same_queries_whatever_the_code(self):
        def count(code):
            self.answer(code)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.scans._find(read_code(code))
            return self.env.cr.sql_log_count - before

        codes = [
            "NEIN",
            "B-1",
            "ZB-1",
            "YJ-S1",
            "T-001",
            self.order.name,
            self.old.name,
        ]
        codes += ["(01)06901234567892(21)B-1", self.device._get_public_url()]
        numbers = [count(code) for code in codes]
        self.assertEqual(len(set(numbers)), 1, numbers)
        self.assertLessEqual(max(numbers), 3)
        for i in range(30):
            self.make_part(f"件{i}", 1, 1, default_code=f"B-{i}")
        self.assertEqual(count("B-1"), numbers[0])

    def test_many_of_one_code_are_a_few(self):
        parts = [self.make_part(f"件{i}", 1, 1, default_code="SAME") for i in range(12)]
        self.assertEqual(len(self.answer("SAME")["hits"]), 5)
        self.assertEqual(len(parts), 12)


class TestScanAccess(ScanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "乙公司"})
        cls.b = new_test_user(
            cls.env,
            "scan_b",
            f"base.group_user,{GROUP}warehouse,{GROUP}manager",
            company_id=cls.other.id,
            company_ids=[(6, 0, cls.other.ids)],
        )
        cls.codes = (
            ("device", "YJ-S1"),
            ("order", cls.order.name),
            ("visit", cls.visit.name),
            ("requisition", cls.requisition.name),
            ("old_part", cls.old.name),
            ("technician", "T-001"),
        )
        cls.lots.company_id = cls.company

    def test_nothing_is_told_of_another_company(self):
        for _kind, code in (*self.codes, ("serial", "B-1")):
            answer = self.answer(code, self.b)
            self.assertEqual((answer["kind"], answer["hits"]), ("bad", []), code)
        link = f"https://x.cn/odoo/aftersales.order/{self.order.id}"
        self.assertEqual(self.answer(link, self.b)["hits"], [])
        self.assertEqual(self.answer(self.device._get_public_url(), self.b)["hits"], [])

    def test_also_not_to_somebody_of_both_who_works_in_the_other(self):
        self.keeper.company_ids |= self.other
        scans = self.scans.with_context(allowed_company_ids=self.other.ids)
        for _kind, code in self.codes:
            with self.assertRaises(UnknownCode, msg=code):
                scans.answer(code)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_whatever_is_scanned_no_foreign_record_is_found(self, data):
        codes = [code for _kind, code in self.codes]
        noise = st.text(" \r\n（）()-。、", max_size=3)
        code = data.draw(noise) + data.draw(st.sampled_from(codes)) + data.draw(noise)
        code = data.draw(st.sampled_from([code, code.lower(), code.swapcase()]))
        for hit in self.answer(code, self.b)["hits"]:
            record = self.env[hit["model"]].browse(hit["id"])
            self.assertIn(record.company_id, (self.other, self.env["res.company"]))

    def test_a_technician_finds_his_own_and_nobody_elses(self):
        self.assertEqual(
            self.one(self.requisition.name, self.technician)[0], "requisition"
        )
        self.assertEqual(self.answer(self.requisition.name, self.colleague)["hits"], [])
        self.assertEqual(self.answer(self.old.name, self.colleague)["hits"], [])

    def test_outsiders_ask_nothing(self):
        for login, group in (
            ("scan_p", "base.group_portal"),
            ("scan_n", "base.group_user"),
        ):
            user = new_test_user(self.env, login, group)
            with self.assertRaises(GroupRefused):
                self.answer("YJ-S1", user)

    def test_every_role_may_scan_anything(self):
        for user in self.users.values():
            for _kind, code in (*self.codes, ("x", "(01)06901234567892(21)B-1")):
                self.answer(code, user)
