from ..common import AfterSalesCommon


class TestConductor(AfterSalesCommon):
    """A visit has one `create` and one `write` of ours, which name every step."""

    def definitions(self, method):
        """Files of this add-on that define ``method`` for visits, mixins left out."""
        return [
            cls.__module__.rpartition(".models.")[2]
            for cls in type(self.env["aftersales.visit"]).__mro__
            if ".aftersales_service.models." in cls.__module__
            and method in vars(cls)
            and "aftersales.visit"
            in (vars(cls).get("_name"), vars(cls).get("_inherit"))
        ]

    def test_the_sequence_stands_in_one_file(self):
        for method in ("create", "write"):
            self.assertEqual(self.definitions(method), ["visit.visit_conductor"])
        for method in ("_move_to", "_advance"):
            self.assertEqual(self.definitions(method), [])

    def test_planning_runs_every_step(self):
        """Check-list, labour, the job's state: in one `create`, for several visits."""
        self.env["aftersales.checklist"].create(
            {"name": "出发前", "line_ids": [(0, 0, {"name": "带工具"})]}
        )
        orders = self.make_order(service_type="a") | self.make_order(service_type="a")
        visits = self.env["aftersales.visit"].with_user(self.dispatcher)
        visits = visits.create(
            [{"order_id": order.id, "technician_id": self.li.id} for order in orders]
        )
        self.assertEqual(orders.mapped("state"), ["dispatched", "dispatched"])
        for visit in visits:
            self.assertEqual(visit.check_ids.name, "带工具")
            self.assertEqual(visit.sudo().fee_ids.kind, "labour")

    def test_what_follows_from_a_change_follows_once(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        visit = visit.with_user(self.dispatcher)
        visit.write({"technician_id": self.zhao.id, "is_firm": True})
        self.assertEqual(visit.event_ids.mapped("kind"), ["reassign"])
        visit.write({"is_firm": False})
        self.assertEqual(len(visit.event_ids), 1)
