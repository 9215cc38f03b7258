from datetime import date

from odoo import Command

from .common import HEADINGS, ChargebackCommon, row


class TestChargebackImport(ChargebackCommon):
    """The claim list of a vehicle maker, as he sends it."""

    def test_a_list_becomes_claims(self):
        """Merged title above, footer below, amounts by kind, full-width digits."""
        record = self.read(
            self.write_xlsx(
                [
                    row("SP0001", "ＣＨ001", 材料费=60, 工时费=30, 外出费=10),
                    row("SP0002", "CH002", 索赔金额="1,250.50", 零件名称="减振器"),
                ]
            )
        )
        self.assertEqual((record.good_count, record.error_count), (2, 0))
        record.action_import()
        self.assertEqual((record.created_count, record.present_count), (2, 0))
        lists = record.chargeback_ids
        self.assertEqual((lists.partner_id, lists.claimed_net), (self.maker, 1350.5))
        self.assertEqual(lists.state, "received")
        first = lists.line_ids[0]
        self.assertEqual(
            (first.part_net, first.labour_net, first.travel_net, first.net),
            (60, 30, 10, 100),
        )
        self.assertEqual(first.day, date(2026, 3, 2))

    def test_the_same_file_twice_creates_nothing(self):
        data = self.write_xlsx([row("SP0001", "A"), row("SP0002", "B")])
        self.read(data).action_import()
        again = self.read(data)
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 2))
        self.assertFalse(again.chargeback_ids)

    def test_an_overlapping_file_brings_what_is_new(self):
        """Other spellings of number and serial are the same claim."""
        self.take_in(row("SP-0001", "CH001"))
        lists = self.take_in(row("sp—0001", "ch 001"), row("SP-0002", "CH001"))
        self.assertEqual(lists.line_ids.mapped("number"), ["SP-0002"])

    def test_another_claimant_has_numbers_of_his_own(self):
        data = self.write_xlsx([row("1", "A")])
        self.read(data).action_import()
        other = self.read(data, claimant=self.partners["agent"])
        other.action_import()
        self.assertEqual(other.created_count, 1)

    def test_csv_and_old_encoding(self):
        record = self.read(self.write_csv([row("SP1", "A")]), "索赔.csv")
        record.action_import()
        self.assertEqual(record.chargeback_ids.claimed_net, 100)

    def test_the_file_may_say_who_claims(self):
        headings = ("主机厂", *HEADINGS)
        record = self.read(
            self.write_xlsx(
                [
                    ("宇通客车", *row("1", "A")),
                    ("华东代理有限公司", *row("1", "A")),
                    ("没有这家", *row("2", "A")),
                ],
                headings,
            )
        )
        self.assertEqual((record.good_count, record.error_count), (2, 1))
        self.assertIn("claimant_unknown", record.line_ids.mapped("fault_codes"))
        record.action_import()
        self.assertEqual(
            set(record.chargeback_ids.partner_id.mapped("name")),
            {"宇通客车", "华东代理有限公司"},
        )

    def test_zero_kilometre_has_a_list_of_its_own(self):
        """By the word of the file, else by the job that it names."""
        job = self.make_order(self.make_device("ZK"), life_stage="zero_km")
        headings = (*HEADINGS, "服务单号")
        record = self.read(
            self.write_xlsx(
                [
                    (*row("1", 索赔类型="零公里"), ""),
                    (*row("2", 索赔类型="三包"), ""),
                    (*row("3"), job.name),
                ],
                headings,
            )
        )
        record.action_import()
        told = {
            c.life_stage: c.line_ids.mapped("number") for c in record.chargeback_ids
        }
        self.assertEqual(told, {"zero_km": ["1", "3"], "after_sale": ["2"]})

    def test_faults_are_told_with_their_column(self):
        record = self.read(
            self.write_xlsx(
                [
                    row(""),
                    row("1", 索赔金额="壹佰"),
                    row("2", 索赔金额=0),
                    row("3", 材料费=50, 工时费=30, 索赔金额=100),
                    row("4", day="2026-02-30"),
                    row("5", 索赔金额=-20),
                    row("6"),
                    row("6"),
                    row("7"),
                ]
            )
        )
        self.assertEqual((record.good_count, record.error_count), (2, 7))
        told = record.line_ids.sorted("position").mapped("fault_codes")
        self.assertEqual(
            told,
            [
                "claim_number_missing",
                "claim_amount_wrong",
                "claim_amount_missing",
                "claim_sum_wrong",
                "date_impossible",
                "claim_amount_wrong",
                "",
                "claim_twice",
                "",
            ],
        )

    def test_a_known_claim_with_another_amount_is_told(self):
        self.take_in(row("1", "A"))
        again = self.read(self.write_xlsx([row("1", "A", 索赔金额=120)]))
        self.assertEqual((again.good_count, again.notice_count), (1, 1))
        again.action_import()
        self.assertEqual(again.present_count, 1)

    def test_device_job_part_and_old_part_are_found(self):
        self.part.default_code = "ZC-6205"
        device = self.make_device(
            "CH-77", coverage={"months": 240, "start_date": date(2020, 1, 1)}
        )
        visit = self.make_visit(self.make_order(device))
        order = visit.sudo().order_id
        tag = self.env["aftersales.old.part"].sudo()._in_flow().create(
            {
                "order_id": order.id,
                "product_id": self.part.id,
                "opened_on": "2026-03-02",
            }
        )  # fmt: skip
        day = str(self.company._aftersales_day(order.called_at))
        headings = (*HEADINGS, "旧件标签")
        record = self.read(
            self.write_xlsx(
                [
                    (*row("1", "ch-77", day, 零件图号=self.part.default_code), ""),
                    (*row("2", "CH-77", "2019-01-01"), ""),
                    (*row("3"), tag.name),
                    (*row("4", "NOBODY"), ""),
                ],
                headings,
            )
        )
        record.action_import()
        near, far, tagged, unknown = record.chargeback_ids.line_ids.sorted("number")
        self.assertEqual(near.device_id, device)
        self.assertEqual((near.order_id, near.product_id), (order, self.part))
        self.assertEqual(near.old_part_id, tag)
        self.assertEqual((far.device_id, far.order_id.id), (device, False))
        self.assertEqual((tagged.old_part_id, tagged.order_id), (tag, order))
        self.assertFalse(unknown.device_id)
        self.assertIn("No device of ours", unknown.warning)
        self.assertFalse(near.warning)

    def test_the_branch_finds_what_came_later(self):
        lists = self.take_in(row("1", "LATER"))
        self.assertFalse(lists.line_ids.device_id)
        device = self.make_device("LATER")
        lists.action_match()
        self.assertEqual(lists.line_ids.device_id, device)

    def test_what_to_look_at(self):
        """Warranty over, the same part twice, misuse by our own judgement."""
        old = self.make_device(
            "OUT", coverage={"months": 12, "start_date": date(2020, 1, 1)}
        )
        bare = self.make_device("NONE")
        lists = self.take_in(
            row("1", "OUT", 零件图号="Z1"),
            row("2", "OUT", "2026-04-02", 零件图号="Z1"),
            row("3", "OUT", "2026-03-09", 零件图号="Z2"),
            row("4", "NONE"),
        )
        first, second, other, none = lists.line_ids
        self.assertEqual(first.device_id, old)
        self.assertEqual(none.device_id, bare)
        self.assertIn("warranty was over", first.warning)
        self.assertIn("has no warranty", none.warning)
        self.assertIn(second.number, first.warning)
        self.assertIn(first.number, second.warning)
        self.assertNotIn("same part", other.warning)
        part = self.env["aftersales.old.part"].sudo()._in_flow().create(
            {
                "order_id": self.make_order(old).id,
                "product_id": self.part.id,
                "opened_on": "2026-03-02",
                "judgement": "misuse",
            }
        )  # fmt: skip
        other.old_part_id = part
        self.assertIn("judgement", other.warning)

    def test_queries_grow_little(self):
        counts = []
        for size in (5, 45):
            record = self.read(
                self.write_xlsx([row(f"Q{size}-{n}", f"S{n}") for n in range(size)])
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record.action_import()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 12, counts)

    def test_who_may_not(self):
        for user in (self.technician, self.accountant, self.keeper):
            with self.assertRaises(Exception) as caught:
                self.env["aftersales.import"].with_user(user).create(
                    {"kind": "chargeback", "data": b"eA=="}
                )
            self.assertEqual(type(caught.exception).__name__, "AccessError")

    def test_lines_of_a_list_by_hand_are_known_too(self):
        record = self.make_list(100)
        record.line_ids.write({"number": "SP9", "serial": "A"})
        again = self.read(self.write_xlsx([row("SP9", "A")]))
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 1))
        record.line_ids = [Command.create({"number": "SP10", "part_net": 7})]
        self.assertEqual(record.claimed_net, 107)
