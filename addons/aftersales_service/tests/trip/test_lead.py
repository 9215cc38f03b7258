from ..common import AfterSalesCommon


class TestLead(AfterSalesCommon):
    """D-39: what a customer may buy reaches who sells to him."""

    def setUp(self):
        super().setUp()
        order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(order)
        self.customer.user_id = self.director
        self.go_to_work(self.visit)

    def test_salesperson_hears_of_it(self):
        """As a lead where CRM is installed, as a task on the job elsewhere."""
        self.visit.action_note_lead("十二台老旧电机要更换")
        self.assertEqual(self.visit.event_ids[0].note, "十二台老旧电机要更换")
        if "crm.lead" in self.env:
            found = self.env["crm.lead"].search([("referred", "like", self.visit.name)])
            self.assertEqual(found.user_id, self.director)
            self.assertIn("十二台老旧电机要更换", found.description)
            self.assertEqual(found.partner_id, self.customer)
        else:
            task = self.visit.order_id.sudo().activity_ids[-1:]
            self.assertEqual(task.user_id, self.director)
            self.assertIn("十二台老旧电机要更换", task.summary)
