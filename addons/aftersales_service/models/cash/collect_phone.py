from odoo import api, models

_OPEN = ("arrived", "in_work", "tested", "accepted", "closed")


class TechnicianDay(models.AbstractModel):
    """Money on the technician's phone: what is owed, how to pay it, what he carries."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_actions(self):
        return super()._get_actions() | {
            "collect": "action_collect",
            "ask_cash": "action_ask_cash",
            "invoice": "action_hand_over_invoice",
        }

    @api.model
    def _get_choices(self):
        choices = super()._get_choices()
        if not self._takes_money():
            return choices
        return choices | {"method": self.env["aftersales.visit"]._get_means()}

    @api.model
    def _takes_money(self):
        return self.env["res.groups"]._aftersales_uses("cash")

    @api.model
    def _prepare_day(self, visits, products):
        """The company's collection codes, and the own money in hand (extends)."""
        day = super()._prepare_day(visits, products)
        if not self._takes_money():
            return day
        return day | {
            "codes": self._prepare_pay_codes(),
            "carried": self._prepare_carried(),
        }

    @api.model
    def _prepare_pay_codes(self):
        """{means: base64 PNG or text}: what the customer scans or writes down."""
        company = self.env.company.sudo()  # sudo: codes meant for customers' eyes
        bank = company.partner_id.bank_ids[:1]
        texts = {"transfer": f"{bank.bank_id.name or ''} {bank.acc_number}".strip()}
        return {
            "images": self._get_code_images(company),
            "texts": texts if bank else {},
        }

    @api.model
    def _get_code_images(self, company):
        """{means: base64 PNG}; both are attachments of the company, read at once."""
        means = {"aftersales_wechat_qr": "wechat", "aftersales_alipay_qr": "alipay"}
        images = company.env["ir.attachment"].search(
            [
                ("res_model", "=", company._name),
                ("res_id", "=", company.id),
                ("res_field", "in", list(means)),
            ]
        )
        return {means[image.res_field]: image.datas.decode() for image in images}

    @api.model
    def _prepare_carried(self):
        """What the user himself has not handed in: {"cash", "total"} as texts."""
        rows = self.env["aftersales.collection"]._read_group(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("held", "handed")),
            ],
            ["method"],
            ["amount:sum"],
        )
        sums = dict(rows)
        currency = self.env.company.currency_id
        return {
            "cash": currency.format(sums.get("cash", 0.0)) if sums else "",
            "total": currency.format(sum(sums.values())) if sums else "",
        }

    @api.model
    def _fetch(self, visits):
        """What was paid, quoted and invoiced on the jobs (extends)."""
        products = super()._fetch(visits)
        # sudo: as in `_prepare_money`
        mine = visits.sudo()
        rows = self._fill(mine.order_id, "collection_ids")
        self._fill(mine, "collection_ids", rows)
        sales = self._fill(mine.order_id, "sale_order_ids")
        self._fill(sales, "order_line").invoice_lines.fetch()
        return products

    @api.model
    def _prepare_card(self, visit):
        money = self._takes_money() and self._prepare_money(visit)
        return super()._prepare_card(visit) | {"money": money}

    @api.model
    def _prepare_money(self, visit):
        """What is owed on this job and how it may be taken; False where nothing is owed
        and nothing was taken."""
        # sudo: the technician collects what he may not see as quotation or invoice
        order = visit.sudo().order_id
        rows = visit.sudo().collection_ids.filtered(lambda c: c.state != "void")
        if not (rows or visit.customer_amount) or visit.state not in _OPEN:
            return False
        policy = order._get_policy()
        left = order._get_collectable()[order.id]
        limit = policy.field_cash_limit
        return {
            "left": left,
            "left_text": visit.currency_id.format(left),
            "mode": policy.field_cash,
            "limit": visit.currency_id.format(limit) if limit else "",
            "consent": self._get_cash_consent(visit, policy),
            "taken": [row._prepare_phone() for row in rows.sorted("id")],
            "code": self._make_pay_code(visit, left),
            "hands_invoice": order._hands_over_invoice(),
            "invoice": visit.handed_invoice or "",
        }

    @api.model
    def _get_cash_consent(self, visit, policy):
        """“none” needed, “given”, “asked” or “wanted”."""
        if policy.field_cash != "approval":
            return "none"
        if visit._is_approved("field_cash"):
            return "given"
        return "asked" if visit._get_open_approvals("field_cash") else "wanted"

    @api.model
    def _make_pay_code(self, visit, amount):
        """Core's payment QR of the company's bank account for ``amount``, where the
        country has one (EPC, EMV …); in China none, so the uploaded codes are shown."""
        # sudo: the company's own bank account, meant for customers' eyes
        bank = visit.sudo().company_id.partner_id.bank_ids[:1]
        if not (bank and amount):
            return ""
        return (
            bank.build_qr_code_base64(
                amount, visit.order_id.name, "", visit.currency_id, visit.partner_id
            )
            or ""
        )


class Collection(models.Model):
    _inherit = "aftersales.collection"

    def _prepare_phone(self):
        return {
            "id": self.client_uuid or str(self.id),
            "name": self.name or "",
            "method": self.method,
            "amount": self.currency_id.format(self.amount),
        }
