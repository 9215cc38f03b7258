from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split

from ...kernel import mail as kernel
from ..order.order_promise import OPEN_STATES

_ORDER = "aftersales.order"


class IncomingMail(models.Model):
    """Whether a mail opens an order, belongs to one, or is held.

    The sender's address proves nothing. It decides which customer a mail is filed under,
    never what anybody is shown: answers go to the address on the customer's record.
    """

    _inherit = "aftersales.mail"

    @api.model
    def _screen(self, message, message_dict, routes):
        """The routes that core found, those to service orders looked at.

        :param routes: (model, thread id, values, user id, alias), as core's
        :return: the same, with one route for each company that the mail came to
        """
        screened, companies = [], set()
        if message_dict.get("is_bounce") and not routes:
            routes = self._find_bounced_routes(message_dict)
        for route in routes:
            if route[0] != _ORDER:
                screened.append(route)
                continue
            unit, company, order = self._read_route(route)
            mails = self.sudo().with_company(company)  # sudo: the gateway's work
            if company not in companies and not mails._is_on_record(message_dict):
                companies.add(company)
                chosen = mails._choose_route(message, message_dict, unit, order)
                # Whoever is written in From lends nobody his rights. Without its alias
                # core does not answer the sender when something goes wrong.
                screened.append((*chosen, SUPERUSER_ID, None))
        return screened

    @api.model
    def _is_on_record(self, message_dict):
        """Delivered before. Core looks for the message, but finds only what the user may
        read under whom it runs."""
        domain = [
            ("company_id", "=", self.env.company.id),
            ("message_key", "=", self._get_message_key(message_dict)),
        ]
        return bool(self.search_count(domain, limit=1))

    @api.model
    def _find_bounced_routes(self, message_dict):
        """Undeliverable mail to a unit's own address; core would drop it silently."""
        addresses = [each.lower() for each in email_split(message_dict["recipients"])]
        # sudo: the gateway reads addresses whoever runs it
        aliases = (
            self.env["mail.alias"]
            .sudo()
            .search(
                Domain("alias_model_id.model", "=", _ORDER)
                & Domain("alias_full_name", "in", addresses)
            )
        )
        return [
            (_ORDER, 0, {"unit_id": alias.alias_parent_thread_id}, self.env.uid, alias)
            for alias in aliases[:1]
        ]

    @api.model
    def _read_route(self, route):
        """(unit, company, order) that a route of core's leads to."""
        order = self.env[_ORDER].sudo().browse(route[1] or ())  # sudo: see `_screen`
        unit = order.unit_id or self.env["aftersales.unit"].sudo().browse(
            (route[2] or {}).get("unit_id") or ()
        )
        unit = unit.exists()
        company = order.company_id or unit.company_id or self.env.company
        return unit, company, order

    @api.model
    def _choose_route(self, message, message_dict, unit, order):
        """(model, thread id, values) for one mail."""
        values = {"company_id": self.env.company.id, "unit_id": unit.id}
        key = email_normalize(message_dict.get("email_from") or "")
        subject = message_dict.get("subject") or ""
        partners = self._find_senders(key)
        reason = self._get_machine_reason(message, message_dict, key, order)
        if order:
            reason = reason or self._get_answer_reason(order, key, partners)
            held = {"order_id": order.id}
        else:
            reason = reason or self._get_sender_reason(partners)
            held = {}
            known = not self._get_sender_reason(partners)
            values["partner_id"] = known and self._choose_sender(partners).id
            if not reason:
                order = self._find_named_order(subject, partners)
                if order and order.state not in OPEN_STATES:
                    reason, held = "finished", {"order_id": order.id}
        if reason:
            return self._name, 0, values | held | {"reason": reason}
        return _ORDER, order.id or 0, values

    # --- machines, floods and forgeries

    @api.model
    def _get_machine_reason(self, message, message_dict, key, order):
        """Why this mail is held whoever wrote it, or None.

        An automatic answer to an order stays with the order: it opens nothing, and its
        author (“away until Monday”) is somebody the desk wants to know about.
        """
        headers = {}
        for name, value in message.items():
            headers.setdefault(name.lower(), []).append(str(value))
        machine = kernel.automatic(headers, message_dict.get("subject"))
        if message_dict.get("is_bounce"):
            return "bounce"
        if not key:
            return machine or "sender"
        if self._is_own_address(key):
            return "own"
        if machine and not order:
            return machine
        if kernel.forged(headers):
            return "forged"
        return "flood" if self._is_flood(key) else None

    @api.model
    def _is_own_address(self, key):
        """One of our aliases, or what core sends from (see `_find_aliases`)."""
        own = self.env["mail.alias.domain"]._find_aliases([key])
        return key in own or bool(
            self.env["res.company"].search_count(
                [("partner_id.email_normalized", "=", key)], limit=1
            )
        )

    @api.model
    def _is_flood(self, key):
        """More mails of one sender within an hour than the company allows; senders that
        core allows any number (`mail.gateway.allowed`) are never too many."""
        most = self.env.company.aftersales_mail_hourly
        since = fields.Datetime.now() - timedelta(hours=1)
        domain = Domain("email_key", "=", key) & Domain("create_date", ">", since)
        if self.search_count(domain, limit=most) < most:
            return False
        allowed = self.env["mail.gateway.allowed"]
        return not allowed.search_count([("email_normalized", "=", key)], limit=1)

    # --- who

    @api.model
    def _find_senders(self, key):
        """Everybody of this company or of none who has the address."""
        if not key:
            return self.env["res.partner"]
        return self.env["res.partner"].search(
            [
                ("email_normalized", "=", key),
                ("company_id", "in", (False, self.env.company.id)),
            ]
        )

    @api.model
    def _get_sender_reason(self, partners):
        if partners.user_ids.filtered(lambda user: not user.share):
            return "staff"
        firms = partners.commercial_partner_id
        return None if len(firms) == 1 else "ambiguous" if firms else "unknown"

    @api.model
    def _choose_sender(self, partners):
        """The person rather than his firm, the first one rather than a copy."""
        return partners.sorted(lambda p: (p.is_company, p.id))[:1]

    @api.model
    def _get_answer_reason(self, order, key, partners):
        """Who answers an order must have to do with it; core would make anybody who
        knows the thread its follower, and show him all that is written later."""
        people = order.partner_id | order.user_partner_id | order.site_id
        firms = (people | order.dealer_id).commercial_partner_id
        known = order.message_partner_ids
        if partners.commercial_partner_id & firms or partners & known:
            return None
        staff = partners.user_ids.filtered(lambda user: not user.share)
        return None if staff or key in known.mapped("email_normalized") else "stranger"

    @api.model
    def _find_named_order(self, subject, partners):
        """The customer's order whose number stands in the subject; else none."""
        numbers = kernel.numbers(subject)
        found = self.env[_ORDER].search(
            [
                ("name", "in", numbers),
                ("company_id", "=", self.env.company.id),
                ("commercial_partner_id", "in", partners.commercial_partner_id.ids),
            ],
            limit=2,
        )
        return found if len(found) == 1 else found.browse()
