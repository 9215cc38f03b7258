from odoo import models

_OPEN = ("arrived", "in_work", "tested", "accepted", "closed")


class Visit(models.Model):
    """Money on the technician's phone: what is owed, how to pay it, what he carries."""

    _inherit = "aftersales.visit"

    def _prepare_phone_day(self):
        """Means of payment, the company's collection codes, and the own money in hand."""
        day = super()._prepare_phone_day()
        if not self.env["res.groups"]._aftersales_uses("cash"):
            return day
        day["choices"]["method"] = self._get_means()
        day["codes"] = self._prepare_pay_codes()
        day["carried"] = self._prepare_carried()
        return day

    def _prepare_pay_codes(self):
        """{means: base64 PNG or text}: what the customer scans or writes down."""
        company = self.env.company.sudo()  # sudo: codes meant for customers' eyes
        bank = company.partner_id.bank_ids[:1]
        codes = {
            "wechat": company.aftersales_wechat_qr,
            "alipay": company.aftersales_alipay_qr,
        }
        texts = {"transfer": f"{bank.bank_id.name or ''} {bank.acc_number}".strip()}
        return {
            "images": {k: image.decode() for k, image in codes.items() if image},
            "texts": texts if bank else {},
        }

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

    def _prepare_phone_card(self):
        uses = self.env["res.groups"]._aftersales_uses("cash")
        money = uses and self._prepare_phone_money()
        return super()._prepare_phone_card() | {"money": money}

    def _prepare_phone_money(self):
        """What is owed on this job and how it may be taken; False where nothing is owed
        and nothing was taken."""
        # sudo: the technician collects what he may not see as quotation or invoice
        order = self.sudo().order_id
        rows = self.sudo().collection_ids.filtered(lambda c: c.state != "void")
        if not (rows or self.customer_amount) or self.state not in _OPEN:
            return False
        policy = order._get_policy()
        left = order._get_collectable()[order.id]
        limit = policy.field_cash_limit
        return {
            "left": left,
            "left_text": self.currency_id.format(left),
            "mode": policy.field_cash,
            "limit": self.currency_id.format(limit) if limit else "",
            "consent": self._get_cash_consent(policy),
            "taken": [row._prepare_phone() for row in rows.sorted("id")],
            "code": self._make_pay_code(left),
            "hands_invoice": order._hands_over_invoice(),
            "invoice": self.handed_invoice or "",
        }

    def _get_cash_consent(self, policy):
        """“none” needed, “given”, “asked” or “wanted”."""
        if policy.field_cash != "approval":
            return "none"
        if self._is_approved("field_cash"):
            return "given"
        return "asked" if self._get_open_approvals("field_cash") else "wanted"

    def _make_pay_code(self, amount):
        """Core's payment QR of the company's bank account for ``amount``, where the
        country has one (EPC, EMV …); in China none, so the uploaded codes are shown."""
        # sudo: the company's own bank account, meant for customers' eyes
        bank = self.sudo().company_id.partner_id.bank_ids[:1]
        if not (bank and amount):
            return ""
        return (
            bank.build_qr_code_base64(
                amount, self.order_id.name, "", self.currency_id, self.partner_id
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
