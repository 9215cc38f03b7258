from odoo import fields

from .common import TravelCommon


class TestTravelPhone(TravelCommon):
    """Receipts of the road, entered where they are paid."""

    def setUp(self):
        super().setUp()
        self.make_job()
        self.day = self.env["aftersales.technician.day"].with_user(self.technician)

    def send(self, uuid, **args):
        entry = {
            "uuid": uuid,
            "action": "spend",
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "args": args,
        }
        return self.day.sync(self.visit.id, [entry])["results"][0]

    def test_a_toll_with_its_photo(self):
        done = self.send(
            "u-1", kind="toll", amount=35, place="青岛", receipt=self.picture()
        )
        self.assertEqual(done["status"], "done")
        line = self.visit.travel_line_ids
        self.assertEqual((line.kind, line.amount), ("toll", 35))
        self.assertEqual(line.claim_id.technician_id, self.li)
        self.assertTrue(line.receipt)
        card = self.day.get_technician_day()["visits"][0]
        self.assertEqual(card["spent"][0]["id"], "u-1")

    def test_sent_twice_it_is_one(self):
        first = self.visit.action_spend("toll", 35, key="u-2")
        self.assertEqual(self.visit.action_spend("toll", 35, key="u-2"), first)

    def test_no_amount_is_refused_in_words(self):
        done = self.send("u-3", kind="toll", amount="")
        self.assertEqual(done["status"], "refused")
        self.assertIn("amount", done["message"])

    def test_what_cannot_be_read_is_refused(self):
        done = self.send("u-4", kind="yacht", amount=5)
        self.assertEqual(done["status"], "refused")

    def test_all_of_a_trip_is_one_claim(self):
        lines = self.spend("toll", 35) | self.spend("local", 12)
        self.assertEqual(len(lines.claim_id), 1)
        lines.claim_id.with_user(self.technician).action_submit()
        self.assertNotEqual(self.spend("toll", 8).claim_id, lines.claim_id)

    def test_the_desk_opens_the_same_claim(self):
        action = self.visit.action_open_travel_claim()
        self.assertFalse(action["res_id"])
        self.assertEqual(action["context"], {"default_technician_id": self.li.id})
        line = self.spend("toll", 35)
        action = self.visit.action_open_travel_claim()
        self.assertEqual(action["res_id"], line.claim_id.id)

    def test_the_office_enters_for_him(self):
        found = self.visit.with_user(self.dispatcher).action_spend("toll", 35)
        line = self.env["aftersales.travel.line"].browse(found)
        self.assertEqual(line.claim_id.technician_id, self.li)
