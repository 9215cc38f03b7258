from .common import HEADINGS, RegisterCase

WIDE = [*HEADINGS, "电话", "地址", "经销商"]


class TestImportCustomers(RegisterCase):
    def read_wide(self, *rows):
        record = self.read(*rows, headings=WIDE)
        self.assertFalse(record.error_count, record.line_ids.mapped("fault"))
        return record

    def make_wide(self, serial, name, phone="", address="", agent=""):
        return [*self.make_row(serial, partner=name), phone, address, agent]

    def get_owner(self, serial):
        return self.get_device(serial).partner_id

    def test_two_telephones(self):
        self.read_wide(
            self.make_wide("TEL-1", "甲厂", "0531-88881234/13812345678", "泰安路1号"),
            self.make_wide("TEL-2", "乙厂", "1381234567813987654321", "泰安路2号"),
            self.make_wide(
                "TEL-3", "丙厂", "张三 138 1234 5678、0531-88881234", "泰安路3号"
            ),
            self.make_wide("TEL-4", "丁厂", 13698935572.0, "泰安路4号"),
        )
        self.assertEqual(
            [
                (d.site_id.phone, d.site_id.aftersales_other_phone or "")
                for d in map(self.get_device, ("TEL-1", "TEL-2", "TEL-3", "TEL-4"))
            ],
            [
                ("053188881234", "13812345678"),
                ("13812345678", "13987654321"),
                ("13812345678", "0531-88881234"),
                ("13698935572", ""),
            ],
        )
        self.assertEqual(self.get_device("TEL-3").site_id.name, "张三")

    def test_the_desk_finds_the_second_number_too(self):
        self.read_wide(
            self.make_wide("TEL-5", "戊厂", "0531-88881234/13812340000", "泰安路5号")
        )
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        found = desk._find_partners("138-1234-0000")
        self.assertEqual(found, self.get_device("TEL-5").site_id)

    def test_second_number_of_an_old_call_is_kept(self):
        self.read(
            ["2026-1-5", "己厂", "异响", "2026-1-6", "0531-88881234;13812345678"],
            headings=["日期", "客户", "故障现象", "完成日期", "电话"],
            kind="call",
        )
        order = self.env["aftersales.order"].search([("is_history", "=", True)])
        self.assertEqual(order.contact_phone, "053188881234")
        self.assertIn("13812345678", order.register_note)

    def test_one_firm_however_it_is_spelled(self):
        stored = self.env["res.partner"].create(
            {"name": "示例（济南）泵业ＡＢＣ有限公司", "is_company": True}
        )
        self.read_wide(
            self.make_wide("KEY-1", "示例(济南)泵业ABC有限公司"),
            self.make_wide("KEY-2", "示例（济南）泵业 abc 有限公司"),
            self.make_wide("KEY-3", "示例【济南】泵业ＡＢＣ有限公司"),
            self.make_wide("KEY-4", "示例(泰安)泵业ABC有限公司"),
        )
        owners = [self.get_owner(f"KEY-{i}") for i in (1, 2, 3, 4)]
        self.assertEqual(owners[:3], [stored] * 3)
        self.assertNotEqual(owners[3], stored)

    def test_dealers_too(self):
        dealer = self.env["res.partner"].create(
            {"name": "示例经销（Ｂ）", "is_company": True}
        )
        self.read_wide(self.make_wide("DEAL-1", "甲厂", agent="示例经销(B)"))
        self.assertEqual(self.get_device("DEAL-1").agent_id, dealer)

    def test_two_persons_of_one_name_stay_two(self):
        self.read_wide(
            self.make_wide("WANG-1", "王建国", "13800000001", "泰安市东岳大街1号"),
            self.make_wide("WANG-2", "王建国", "13800000002", "济南市经十路99号"),
            self.make_wide("WANG-3", "王建国", "13800000001", "泰安市东岳大街1号"),
            # moved, with the same telephone
            self.make_wide("WANG-4", "王建国", "13800000002", "济南市舜耕路8号"),
        )
        first, second, third, fourth = (
            self.get_owner(f"WANG-{i}") for i in (1, 2, 3, 4)
        )
        self.assertNotEqual(first, second)
        self.assertEqual((first, second), (third, fourth))
        self.assertFalse(first.is_company)
        # The next register finds them again.
        self.read_wide(
            self.make_wide("WANG-5", "王建国", "", "济南市经十路99号"),
            self.make_wide("WANG-6", "王建国", "13900000003", "青岛市海滨路3号"),
        )
        self.assertEqual(self.get_owner("WANG-5"), second)
        self.assertNotIn(self.get_owner("WANG-6"), first | second)

    def test_one_firm_at_two_addresses_stays_one(self):
        self.read_wide(
            self.make_wide("FIRM-1", "泰安水厂", "13800000001", "泰安市东岳大街1号"),
            self.make_wide("FIRM-2", "泰安水厂", "13800000002", "济南市经十路99号"),
        )
        self.assertEqual(self.get_owner("FIRM-1"), self.get_owner("FIRM-2"))
        sites = self.get_device("FIRM-1").site_id | self.get_device("FIRM-2").site_id
        self.assertEqual(len(sites), 2)

    def test_persons_of_old_calls_stay_two(self):
        self.read(
            ["2026-1-5", "李梅", "异响", "2026-1-6", "13800000001"],
            ["2026-1-5", "李梅", "漏油", "2026-1-6", "13800000002"],
            headings=["日期", "客户", "故障现象", "完成日期", "电话"],
            kind="call",
        )
        orders = self.env["aftersales.order"].search([("is_history", "=", True)])
        self.assertEqual(len(orders.partner_id), 2)

    def test_importing_twice_makes_nobody_twice(self):
        rows = [
            self.make_wide(
                "TWICE-1", "赵敏", "13800000001/13900000009", "泰安市东岳大街1号"
            ),
            self.make_wide("TWICE-2", "示例（泰安）水厂", "", "一号"),
        ]
        self.read_wide(*rows)
        before = self.env["res.partner"].search_count([])
        again = self.read_wide(*rows)
        self.assertEqual(again.present_count, 2)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
