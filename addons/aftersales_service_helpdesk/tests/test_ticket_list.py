from .common import TicketCommon


class TestTicketList(TicketCommon):
    """The list of tickets costs the same number of queries whatever its length."""

    def make_tickets(self, count):
        devices = self.env["aftersales.device"]._register_batch(
            [
                {
                    "serial": f"HT-{count}-{index}",
                    "product_id": self.machine.id,
                    "partner_id": self.customer.id,
                    "coverage": {},
                }
                for index in range(count)
            ]
        )
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": f"票{index}",
                    "description": "异响",
                    "partner_id": self.customer.id,
                    "aftersales_device_id": device.id,
                }
                for index, device in enumerate(devices)
            ]
        )
        self.env["aftersales.order"]._in_flow().create(
            [ticket._prepare_aftersales_order() for ticket in tickets]
        )
        return tickets

    def count(self, tickets):
        tickets = tickets.with_user(self.dispatcher)
        arch = tickets.get_view(view_type="list")["arch"]
        spec = {
            name: {"fields": {"display_name": {}}} if field.relational else {}
            for name, field in tickets._fields.items()
            if f'name="{name}"' in arch
        }
        self.assertIn("aftersales_order_state", spec)
        spec["aftersales_requisition_count"] = {}
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        tickets.web_search_read([("id", "in", tickets.ids)], spec, limit=80)
        return self.env.cr.sql_log_count - before

    def test_list_does_not_grow(self):
        few, many = self.make_tickets(3), self.make_tickets(40)
        self.count(few)
        small, big = self.count(few), self.count(many)
        self.assertEqual(small, big)

    def test_stage_of_many_tells_their_jobs_at_once(self):
        few, many = self.make_tickets(3), self.make_tickets(40)

        def queries(tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tickets.with_user(self.dispatcher)._tell_stage()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(few)
        self.assertLessEqual(queries(many) - queries(few), 2)
        self.assertEqual(
            len(
                many.aftersales_order_ids.message_ids.filtered(lambda m: "HT" in m.body)
            ),
            40,
        )
