from ..common import AfterSalesCommon


class TestStationPeople(AfterSalesCommon):
    """A service station is an outside unit with its people (O-22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "临沂服务站"})
        cls.head = cls.make_user("dispatcher", login="as_station")
        cls.member = cls.make_user("technician", login="as_member")
        cls.station = cls.env["aftersales.unit"].create(
            {
                "name": "临沂站",
                "code": "T-LY",
                "kind": "station",
                "station_id": cls.firm.id,
                "member_ids": cls.member.ids,
            }
        )

    def tasks(self, order):
        return order.sudo().activity_ids.filtered(
            lambda a: self.firm.name in (a.summary or "")
        )

    def test_holder_of_the_role_hears_of_the_job(self):
        role = self.env.ref("aftersales_service.role_service_station")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": self.head.id,
                "unit_id": self.station.id,
            }
        )
        order = self.make_order()
        self.assertFalse(self.tasks(order))
        order.station_id = self.firm
        self.assertEqual(self.tasks(order).user_id, self.head)
        order.fault = "又响了"
        self.assertEqual(len(self.tasks(order)), 1)

    def test_job_that_goes_elsewhere_leaves_the_list(self):
        other = self.env["res.partner"].create({"name": "济宁服务站"})
        order = self.make_order(station_id=self.firm.id)
        order.activity_schedule("mail.mail_activity_data_todo", user_id=self.member.id)
        order.station_id = other
        self.assertFalse(self.tasks(order))
        self.assertEqual(len(order.sudo().activity_ids), 1)  # what else he has to do
        order.station_id = self.firm
        self.assertEqual(self.tasks(order).user_id, self.member)
        order.station_id = False
        self.assertFalse(self.tasks(order))

    def test_without_a_holder_the_members_hear_of_it(self):
        order = self.make_order(station_id=self.firm.id)
        self.assertEqual(self.tasks(order).user_id, self.member)

    def test_former_holder_hears_nothing(self):
        role = self.env.ref("aftersales_service.role_service_station")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": self.head.id,
                "unit_id": self.station.id,
                "date_to": "2020-01-01",
            }
        )
        order = self.make_order(station_id=self.firm.id)
        self.assertEqual(self.tasks(order).user_id, self.member)

    def test_firm_without_a_unit_is_told_nothing(self):
        other = self.env["res.partner"].create({"name": "别家站"})
        order = self.make_order(station_id=other.id)
        self.assertFalse(order.sudo().activity_ids)

    def test_its_technicians_are_proposed_first(self):
        self.zhao.unit_id = self.station
        order = self.make_order(station_id=self.firm.id, product_id=self.machine.id)
        first = order._propose_technicians()[order.id][0]
        self.assertEqual(first["id"], self.zhao.id)
        self.assertIn("serves this job", first["reasons"][0][1])
        other = self.make_order(product_id=self.machine.id)
        self.assertFalse(
            any(c["favour"] for c in other._propose_technicians()[other.id])
        )
