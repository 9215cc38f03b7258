from ...exceptions import ProtectedRefused
from .common import MatchingCommon


class TestTrace(MatchingCommon):
    """An accountant confirms a payment for the invoice of a friend, and takes it back
    before anybody looks: both stand, and the auditor finds them."""

    def setUp(self):
        super().setUp()
        self.friend = self.env["res.partner"].create({"name": "友人机电有限公司"})
        self.invoice = self.bill(523, self.friend)
        self.line = self.make_line(523, self.customer.name, "货款")
        events = self.env["aftersales.bank.event"].with_user(self.inspector)
        self.events = lambda: events.search(
            [("statement_line_id", "=", self.line.id)], order="id"
        )

    def cheat(self):
        self.desk.choose(self.line.id, [self.pick(self.due(self.invoice))])
        self.desk.confirm([self.line.id])

    def test_who_confirmed_what_stands_after_it_was_taken_back(self):
        self.cheat()
        self.desk.undo([self.line.id])
        self.assertEqual(self.events().mapped("kind"), ["confirmed", "taken_back"])
        self.assertEqual(self.events().user_id, self.accountant)
        confirmed = self.events()[0]
        self.assertIn(self.invoice.name, confirmed.items)
        self.assertIn(self.friend.name, confirmed.items)
        self.assertEqual(confirmed.payer, self.customer.name)
        self.assertTrue(confirmed.by_hand and confirmed.is_other_payer)

    def test_what_nobody_chose_is_no_suspicion(self):
        mine = self.bill(523, name="INV/TRACE/1")
        line = self.make_line(523, "齐鲁泵业公司", mine.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        event = self.env["aftersales.bank.event"].search(
            [("statement_line_id", "=", line.id)]
        )
        self.assertEqual((event.kind, event.by_hand), ("confirmed", False))
        self.assertFalse(event.is_other_payer, "the same name without its form")

    def test_written_off_fen_and_what_was_put_off(self):
        self.desk.later([self.line.id])
        self.desk.undo([self.line.id])
        short = self.make_line(522.97, self.friend.name, "")
        self.desk.choose(short.id, [self.pick(self.due(self.invoice), 522.97)])
        self.desk.write_off(short.id, "抹零")
        self.assertEqual(self.events().mapped("kind"), ["put_off", "taken_back"])
        event = self.env["aftersales.bank.event"].search(
            [("statement_line_id", "=", short.id)]
        )
        self.assertEqual((event.fen_off, event.note), (0.03, "抹零"))

    def test_a_refused_step_tells_nothing(self):
        self.cheat()
        other = self.make_line(523, self.customer.name)
        self.desk.later([other.id])
        self.assertFalse(self.desk.confirm_sure()["confirmed"])
        self.assertEqual(self.events().mapped("kind"), ["confirmed"])

    def test_nobody_mends_the_history(self):
        self.cheat()
        event = self.events()
        for user in (self.accountant, self.director, self.env.user):
            mine = event.with_user(user).sudo()
            for step in (lambda m=mine: m.write({"note": "x"}), mine.unlink):
                with self.assertRaises(ProtectedRefused):
                    step()
        with self.assertRaises(ProtectedRefused):
            event.sudo().create({"statement_line_id": self.line.id})
        action = event.action_open_line()
        self.assertEqual(event.search(action["domain"]), event)
