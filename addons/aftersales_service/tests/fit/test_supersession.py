from odoo.exceptions import ValidationError

from ...exceptions import PartRefused
from .fit_case import FitCommon


class TestSupersession(FitCommon):
    """Who replaces whom: no circles, both directions, substitutes."""

    def test_a_circle_is_refused_with_its_parts(self):
        self.replace(self.old, self.mid)
        self.replace(self.mid, self.new)
        with self.assertRaisesRegex(ValidationError, "FIT-A.*FIT-B.*FIT-C.*FIT-A"):
            self.replace(self.new, self.old)

    def test_a_circle_by_change_is_refused(self):
        self.replace(self.old, self.mid)
        change = self.replace(self.new, self.old)
        with self.assertRaises(ValidationError):
            change.product_id = self.mid

    def test_taken_back_later_is_no_circle(self):
        self.replace(self.old, self.new, until="2026-05-31")
        self.replace(self.new, self.old, since="2026-06-01")

    def test_a_company_meets_what_all_share(self):
        other = self.env["res.company"].create({"name": "B"})
        self.replace(self.old, self.mid, company_id=other.id)
        self.replace(self.mid, self.old, company_id=self.company.id)
        with self.assertRaises(ValidationError):
            self.replace(self.mid, self.old, since="2020-01-01")

    def test_substitutes_come_from_supersession(self):
        self.replace(self.old, self.mid)
        self.replace(self.mid, self.new, both_ways=True)
        self.env["aftersales.part.substitute"].create(
            {"product_id": self.old.id, "substitute_id": self.part.id}
        )
        find = self.env["aftersales.part.substitute"]._find
        found = find(self.old | self.mid | self.new, self.company)
        self.assertEqual(found[self.old], self.part | self.mid | self.new)
        self.assertEqual(found[self.new], self.mid)
        self.assertEqual(found[self.mid], self.new)

    def test_what_nobody_can_ask_for_is_no_substitute(self):
        """Whoever asks, and whether or not he may read products of another company."""
        for part in (self.mid, self.new, self.part):
            self.replace(self.old, part)
        self.mid.active = False
        self.new.company_id = self.env["res.company"].create({"name": "B"})
        for user in (self.keeper, self.env.ref("base.public_user")):
            model = self.env["aftersales.part.substitute"].with_user(user)
            find = model.sudo(user != self.keeper)._find
            old = self.old.with_user(user)
            self.assertEqual(find(old, self.company)[old], self.part)

    def test_what_does_not_fit_is_no_substitute_here(self):
        self.replace(self.old, self.mid)
        self.replace(self.old, self.new)
        self.fit(self.mid, "YJ2105-500")
        visit = self.make_visit(self.make_order(self.device, service_type="c"))
        line = self.make_requisition(visit, (self.old, 1)).line_ids
        keeper = line.with_user(self.keeper)
        self.assertEqual(
            [row["id"] for row in keeper._get_substitutes()], [self.new.id]
        )
        with self.assertRaisesRegex(PartRefused, "YJ2105-500"):
            keeper._substitute(self.mid, 1)
        keeper._substitute(self.new, 1)
        self.assertEqual(line.requisition_id.line_ids[1:].product_id, self.new)

    def test_a_shared_list_is_changed_by_who_works_everywhere(self):
        other = self.env["res.company"].create({"name": "B"})
        change = self.replace(self.old, self.new).with_user(self.director)
        with self.assertRaisesRegex(Exception, "shared"):
            change.both_ways = True
        change.sudo().company_id = self.company
        change.both_ways = True
        change.sudo().company_id = other
        self.assertFalse(
            self.env["aftersales.part.supersession"]
            .with_user(self.director)
            .search([("id", "=", change.id)])
        )
