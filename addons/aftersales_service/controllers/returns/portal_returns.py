from datetime import date

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import FilingRefused, Refused
from ..portal import filing

_PAGE = 20
_SHOWN = 100
_TYPED = ("reason", "contact_name", "contact_phone", "carrier", "tracking_ref")


class ReturnPortal(CustomerPortal):
    """Announce a return, print its slip, follow it (R-01, R-03).

    Pages render dictionaries of chosen values, never records.
    """

    def _prepare_portal_layout_values(self):
        """Whether pages offer to announce a return."""
        uses = request.env["res.groups"]._aftersales_uses("returns")
        return super()._prepare_portal_layout_values() | {"aftersales_returns": uses}

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_return_count" in counters:
            record = request.env["aftersales.return"]
            allowed = record.has_access("read")
            allowed &= request.env["res.groups"]._aftersales_uses("returns")
            values["aftersales_return_count"] = (
                record.search_count([]) if allowed else 0
            )
        return values

    @http.route(
        ["/my/returns", "/my/returns/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_returns(self, page=1, **kw):
        """The returns that the record rules let this customer or dealer see."""
        record = request.env["aftersales.return"]
        pager = portal_pager(
            url="/my/returns", total=record.search_count([]), page=page, step=_PAGE
        )
        found = record.search([], limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_return",
            "rows": [self._prepare_return_values(record) for record in found],
            "pager": pager,
            "default_url": "/my/returns",
        }
        return request.render("aftersales_service.portal_my_returns", values)

    @http.route("/my/returns/<int:return_id>", type="http", auth="public", website=True)
    def portal_my_return(self, return_id, access_token=None, **kw):
        """One return, for its customer, its dealer or whoever holds its link."""
        record = self._get_return(return_id, access_token)
        if not record:
            return request.redirect("/my")
        known = not request.env.user._is_public()
        words = request.env["aftersales.portal"]
        values = {
            "page_name": "aftersales_return",
            "row": self._prepare_return_values(record),
            "days": words._get_return_days(record),
            "next_step": words._get_return_next(record),
            "lines": [self._prepare_line_values(line) for line in record.line_ids],
            "quotations": self._prepare_sales(words._get_return_quotations(record)),
            "papers": self._prepare_papers(record),
            "may_cancel": known and record.state == "announced",
            "error": request.session.pop("aftersales_error", ""),
            "chat": known and record._name,
        }
        return request.render("aftersales_service.portal_my_return", values)

    def _get_return(self, return_id, access_token=None):
        try:
            return self._document_check_access(
                "aftersales.return", return_id, access_token
            )
        except (AccessError, MissingError):
            return None

    def _prepare_return_values(self, record):
        record = record.sudo()  # access was checked; labels of state are ours
        return {
            "id": record.id,
            "url": record.get_portal_url(),
            "name": record.name,
            "announced_at": record.create_date,
            "reason": record.reason,
            "state": record._state_label(record.state),
            "way_back": " ".join(
                filter(None, (record.back_carrier, record.back_tracking_ref))
            ),
            "goods": ", ".join(record.line_ids.mapped("display_name")[:3]),
        }

    def _prepare_line_values(self, line):
        # What is decided inside the house is no promise until it is done.
        done = line.disposition_ids.filtered(lambda d: d.state in ("decided", "done"))
        return {
            "product": line.product_id.display_name,
            "serial": line.serial or "",
            "received": request.env._(
                "%(received)g of %(announced)g received",
                received=line.received_quantity,
                announced=line.quantity,
            ),
            "fault": line.fault or "",
            "decided": ", ".join(d._get_action_label() for d in done),
        }

    def _prepare_papers(self, record):
        """Papers that exist in this installation."""
        if request.env.user._is_public():
            return []
        papers = request.env["aftersales.portal"]._get_return_papers()
        return [
            {
                "url": f"/my/returns/{record.id}/paper/{index}",
                "name": report.name,
            }
            for index, xmlid in enumerate(papers)
            if (report := self._find_paper(record, xmlid))
        ]

    def _find_paper(self, record, xmlid):
        report = request.env.ref(xmlid, raise_if_not_found=False)
        # sudo: customers may not read reports; only the hook's own papers get here
        report = report and report.sudo()
        return report if report and report.model == record._name else None

    @http.route(
        "/my/returns/<int:return_id>/paper/<int:index>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_return_paper(self, return_id, index, **kw):
        """Slip or label of this return as PDF."""
        record = self._get_return(return_id)
        papers = request.env["aftersales.portal"]._get_return_papers()
        known = record and index < len(papers)
        if not known or not self._find_paper(record, papers[index]):
            return request.redirect("/my")
        return self._show_report(
            model=record, report_type="pdf", report_ref=papers[index], download=False
        )

    @http.route(
        "/my/returns/<int:return_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_my_return_cancel(self, return_id, reason="", **kw):
        """Call the return off; a link without login is not enough."""
        record = self._get_return(return_id)
        if not record:
            return request.redirect("/my")
        try:
            # The customer's own name stands under the message.
            record.with_user(request.env.user).sudo()._cancel_on_portal(reason)
        except Refused as error:
            request.session["aftersales_error"] = str(error)
        return request.redirect(f"/my/returns/{return_id}", code=303)

    # --- announce

    @http.route(
        "/my/returns/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_announce_return(self, **post):
        """The form, and what it sends; who is on his way goes on where it was switched off."""
        if not request.env["res.groups"]._aftersales_uses("returns"):
            return request.redirect("/my")
        if request.httprequest.method == "GET":
            return self._render_announce(post)
        try:
            record = self._file_return(post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_announce(post, sentence),
            )
        return filing.reply(post, url=f"/my/returns/{record.id}")

    def _render_announce(self, post, error=""):
        user = request.env.user
        known = {
            "contact_name": user.name,
            "contact_phone": user.partner_id.phone or "",
        }
        told = filing.typed(post, *_TYPED, "serials", "date_expected")
        devices = request.env["aftersales.device"].search([], limit=_SHOWN)
        values = {
            "page_name": "aftersales_return",
            "action": "/my/returns/new",
            "key": post.get("key") or filing.new_key(),
            "error": error,
            "typed": told | {name: told[name] or text for name, text in known.items()},
            "serials": post.get("serials") or "",
            "chosen": self._get_chosen_ids(post),
            "devices": [
                {
                    "id": device.id,
                    "name": device.sudo().display_name,  # sudo: found with own rights
                }
                for device in devices
            ],
        }
        return request.render("aftersales_service.portal_announce_return", values)

    def _get_chosen_ids(self, post):
        texts = request.httprequest.form.getlist("device")
        texts += [str(post["device_id"])] if post.get("device_id") else []
        return [int(t) for t in texts if t.isdecimal() and len(t) < 10]

    def _file_return(self, post):
        values = filing.typed(post, *_TYPED)
        env = request.env
        filing.require(values, "reason", env._("Please write why it comes back."))
        devices = self._get_chosen(post) | self._get_typed_devices(post)
        values["date_expected"] = _day(post.get("date_expected"))
        vals = values | self._prepare_return_partners(devices)
        return env["aftersales.return"]._announce(filing.key_of(post), vals, devices)

    def _get_chosen(self, post):
        """:raises FilingRefused: when one of them is not theirs"""
        ids = self._get_chosen_ids(post)
        devices = request.env["aftersales.device"].search([("id", "in", ids)])
        if len(devices) != len(set(ids)):
            raise FilingRefused(
                request.env._(
                    "One of the devices is no longer yours. Please reload the page."
                )
            )
        return devices

    def _get_typed_devices(self, post):
        """:raises FilingRefused: naming the serial numbers that are not theirs"""
        device = request.env["aftersales.device"]
        serials = str(post.get("serials") or "").split()[:_SHOWN]
        devices, unknown = device, []
        for serial in serials:
            found = device._find_by_scan(serial)
            devices |= found
            unknown += [] if len(found) == 1 else [serial]
        if unknown:
            raise FilingRefused(
                request.env._(
                    "These serial numbers are not among your devices: %s. Check the name plates, or call us.",
                    ", ".join(unknown),
                )
            )
        return devices

    def _prepare_return_partners(self, devices):
        """Whose goods they are; a dealer announces for one customer at a time."""
        firm = request.env.user.commercial_partner_id
        owners = devices.sudo().partner_id  # sudo: seen with own rights; owners are not
        firms = owners.commercial_partner_id
        if len(firms) > 1:
            raise FilingRefused(
                request.env._(
                    "These devices belong to different customers. Please announce one return for each."
                )
            )
        mine = firms == firm
        return {
            "partner_id": (owners[:1] or firm).id,
            "dealer_id": False if mine else firm.id,
            "source": "portal" if mine else "dealer",
        }

    def _prepare_sales(self, sales):
        """Quotations of the one who is logged in; their links let the holder sign."""
        user = request.env.user
        if user._is_public():
            return []
        firm = user.commercial_partner_id
        state = sales._fields["state"]
        return [
            {
                "name": self._get_quote_name(sale),
                "url": sale.get_portal_url(),
                "total": sale.amount_total,
                "currency": sale.currency_id,
                "state": state.convert_to_export(sale.state, sale),
            }
            for sale in sales
            if sale.state in ("sent", "sale")
            and sale.partner_id.commercial_partner_id == firm
        ]

    def _get_quote_name(self, sale):
        """A later version says so, or the customer looks for what changed."""
        if sale.aftersales_version < 2:
            return sale.name
        return request.env._(
            "%(quotation)s (version %(number)s)",
            quotation=sale.name,
            number=sale.aftersales_version,
        )


def _day(text):
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return False
