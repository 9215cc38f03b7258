from .common import IcpCommon


class TestIncidentExposure(IcpCommon):
    """An open content incident is part of what the organiser may have to answer for
    (articles 20 and 21: I-52, I-53)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_filed_service()
        cls.subject = cls.service.subject_id
        for duty in cls.env["aftersales.icp.obligation"].search(
            [("service_id", "=", cls.service.id)]
        ):
            duty._prove(cls.make_evidence())

    def incident(self, **vals):
        return self.env["aftersales.icp.incident"].create(
            {
                "service_id": self.service.id,
                "author": "张三",
                "content": "……",
                "address": "203.0.113.9",
                "authority_id": self.env["aftersales.icp.code"]
                .search([("category", "=", "authority")], limit=1)
                .id,
                "report_number": "GA-1",
            }
            | vals
        )

    def articles(self):
        self.subject.invalidate_recordset()
        rows = " ".join(row["law"] for row in self.subject._exposure_rows())
        return [name for name in ("第二十条", "第二十一条") if name in rows]

    def test_open_incident_counts_until_it_is_closed(self):
        self.assertEqual((self.articles(), self.subject.light), ([], "green"))
        incident = self.incident()
        self.assertEqual(self.articles(), ["第二十条", "第二十一条"])
        self.assertEqual(self.subject.light, "red")
        incident.action_stop()
        self.assertEqual(self.articles(), ["第二十条", "第二十一条"])
        incident.action_preserve()
        self.assertEqual((self.articles(), self.subject.light), (["第二十条"], "red"))
        incident.action_report()
        self.assertEqual(self.articles(), ["第二十条"])
        self.assertEqual(self.subject.light, "yellow")
        incident.action_close()
        self.assertEqual((self.articles(), self.subject.light), ([], "green"))

    def test_a_copyright_notice_is_another_matter(self):
        self.incident(kind="copyright")
        self.assertEqual((self.articles(), self.subject.light), ([], "green"))

    def test_of_this_organiser_only(self):
        other = self.make_filed_service(
            self.make_filed("沪ICP备2021004518号"), domain_name="b.example.cn"
        )
        self.incident(service_id=other.id)
        self.assertEqual(self.articles(), [])

    def test_reasons_are_counted(self):
        self.incident()
        self.incident()
        self.subject.invalidate_recordset()
        self.assertIn("not reported: 2", self.subject.light_reasons)
        self.assertIn("not preserved: 2", self.subject.light_reasons)
