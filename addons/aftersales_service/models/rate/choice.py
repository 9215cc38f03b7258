from dataclasses import replace
from decimal import Decimal

from odoo import models

from ...kernel.rate import Rate, get_part_price

# Cards in the order in which they decide; a preferential one that names nobody is for
# parts after misuse only.
_RANKS = {"contract": 0, "agent": 1, "preferential": 2, "standard": 3}


class ServiceOrder(models.Model):
    """Which fee card a job is charged by."""

    _inherit = "aftersales.order"

    def _get_fee_cards(self, kind, product=None):
        """[(rank, version)] of the fee cards for costs of this kind, what decides first.

        A job keeps the prices of the day on which it was called in. An agreement with the
        customer goes before, once there is one.
        """
        self.ensure_one()
        card, day = self.env["aftersales.fee.card"], self._get_fee_day()
        ids = card._get_version_ids(self.company_id.id)
        if not ids:
            return []
        job = self.sudo()  # sudo: whoever causes fees need not read prices
        reached = card._get_level_values(job)
        agent = job.device_id.agent_id
        found = []
        for version in card.sudo().env[card._version_model].browse(ids):
            fits = version._applies_on(day) and version.policy_id._fits_job(
                reached, agent
            )
            if fits and job._is_card_for(version.policy_id, kind, product):
                level = version.policy_id.level
                found.append((_RANKS[version.policy_id.kind] * 10 + level, version))
        return sorted(found, key=lambda each: (each[0], -each[1].id))

    def _get_fee_day(self):
        return self.company_id._aftersales_day(self.called_at or self._now())

    def action_open_rates(self):
        """The rates by which this job is charged, for whoever is asked on the telephone."""
        self.ensure_one()
        self.check_access("read")
        kinds = dict(self.env["aftersales.fee.rate"]._fields["kind"].selection)
        cards = {v for kind in kinds for _rank, v in self._get_fee_cards(kind)}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_fee_rate_action"
        )
        return action | {"domain": [("version_id", "in", [v.id for v in cards])]}

    def _is_card_for(self, card, kind, product):
        """Whether a card of this sort decides the costs of that kind (W-05, F-12)."""
        if card.kind == "contract":
            return self.service_type == "b"
        if card.kind == "agent":
            payers = {share["payer"] for share in self._get_fee_shares(kind, product)}
            return payers == {"agent"}
        if card.kind == "preferential" and not card.partner_id:
            decision = self.decision_id
            return bool(
                kind == "part"
                and decision
                and decision._answer(kind, product).preferential
            )
        return True

    def _get_fee_currency(self):
        """Fee cards are in the currency of the company; what only the price list names is
        converted by it (extends)."""
        if self.company_id and self.env["aftersales.fee.card"]._get_version_ids(
            self.company_id.id
        ):
            return self.company_id.currency_id
        return super()._get_fee_currency()

    def _has_fee_card(self):
        """Whether fees of visits are derived at all: without a card nothing changes."""
        return bool(self._get_fee_cards("labour") or self._get_fee_cards("travel"))

    def _get_derived_rates(self):
        """Rates by which visits of this job are charged, each with the rank of its card."""
        found, cards = [], {}
        for kind in ("labour", "travel", "freight", "inspection", "other"):
            for rank, version in self._get_fee_cards(kind):
                if (rank, version) not in cards:
                    cards[rank, version] = [
                        replace(rate, rank=rank)
                        for rate in version._get_derived_rates()
                    ]
                found += [r for r in cards[rank, version] if r.kind == kind]
        return found

    def _get_part_rate(self, product):
        """(rate id, price) of a part on the card that decides; (None, None) for none."""
        for _rank, version in self._get_fee_cards("part", product):
            rates = version._get_part_rates()
            number, price, basis = (
                rates.get(product.id) or rates.get(0) or (None, None, None)
            )
            if number:
                return number, self._get_rated_price(product, price, basis)
        return None, None

    def _get_rated_price(self, product, price, basis):
        if basis != "cost":
            return price
        # sudo: cost of a part, told nobody but by what the customer pays (F-12)
        cost = product.sudo().with_company(self.company_id).standard_price
        percent = Rate(None, "part", basis, Decimal(str(price)))
        return float(get_part_price(percent, Decimal(str(cost))))
