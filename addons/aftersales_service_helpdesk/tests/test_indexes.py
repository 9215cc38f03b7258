from odoo.tests import TransactionCase

COLUMNS = (
    "aftersales_device_id",
    "category_id",
    "channel_id",
    "closed_date",
    "commercial_partner_id",
    "company_id",
    "duplicate_id",
    "number",
    "partner_id",
)


class TestIndexes(TransactionCase):
    def definitions(self, table):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table]
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def test_what_tickets_are_searched_by_is_indexed(self):
        found = self.definitions("helpdesk_ticket")
        # a trigram index names its column with a class of operators
        lacking = [
            column
            for column in COLUMNS
            if not any(
                f"({column})" in text or f"({column} gin" in text for text in found
            )
        ]
        self.assertEqual(lacking, [])

    def test_jobs_find_their_ticket(self):
        found = self.definitions("aftersales_order")
        self.assertTrue(any("(helpdesk_ticket_id)" in text for text in found))
        unique = [text for text in found if "UNIQUE" in text and "helpdesk" in text]
        self.assertEqual(len(unique), 1)

    def test_postgresql_uses_the_index_of_the_portal(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM helpdesk_ticket WHERE commercial_partner_id = 1"
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("helpdesk_ticket__commercial_partner_id_index", plan)
