from dataclasses import replace

from odoo.tests import TransactionCase

from ...kernel.decision import decide
from ...models.decision.decision_make import _line_vals
from .golden import read_table

# Kinds of cover that no ledger grants yet are told by one of the others.
_STAND_IN = {"contract": "extended"}


class TestSentences(TransactionCase):
    """Each row of the golden table is told in the words that it asks for (★1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "台秤"})
        cls.device = cls.env["aftersales.device"].create(
            {"product_id": cls.product.id, "serial": "GOLD"}
        )
        cls.known = {}

    def store(self, cover):
        """A coverage that begins and ends as ``cover`` does; its key."""
        key = (cover.kind, cover.start, cover.end)
        if key not in self.known:
            coverages = self.env["aftersales.coverage"].sudo()._in_flow()
            made = coverages.create(
                {
                    "device_id": self.device.id,
                    "company_id": self.env.company.id,
                    "kind": _STAND_IN.get(cover.kind, cover.kind),
                    "amount": 1,
                    "start_date": cover.start,
                    "end_date": cover.end,
                }
            )
            self.known[key] = made.id
        return self.known[key]

    def tell(self, facts):
        """What is said of labour."""
        stored = [replace(c, key=self.store(c), product=None) for c in facts.covers]
        keys = {c.key: s.key for c, s in zip(facts.covers, stored, strict=True)}
        answer = next(a for a in decide(facts) if a.line.kind == "labour")
        lost = tuple((keys[key], reason) for key, reason in answer.lost)
        answer = replace(answer, cover=keys.get(answer.cover), lost=lost)
        return self.env["aftersales.decision.line"].new(_line_vals(answer)).sentence

    def test_sentences(self):
        wrong = []
        for row in read_table():
            said = self.tell(row["facts"])
            if said != row["sentence"]:
                wrong.append((row["source"], row["situation"], row["sentence"], said))
        self.assertFalse(wrong)
