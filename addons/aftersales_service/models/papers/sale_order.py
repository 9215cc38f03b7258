from collections import namedtuple

from odoo import models

from ..decision.selections import COST_LABELS

# Lines of one kind of cost on a quotation, and what they sum to without tax.
Section = namedtuple("Section", "kind label lines net")


class SaleOrder(models.Model):
    """维修报价单: the price of a repair, split into labour and parts (F-29), with company,
    job and device on it. Orders that are not of a job have no paper of ours."""

    _name = "sale.order"
    _inherit = ["sale.order", "aftersales.letter.mixin"]

    def action_aftersales_print_quotation(self):
        """The repair quotation as paper.

        :raises GroupRefused, AccessError, MoveRefused:
        """
        self._check_may_send_paper()
        report = self.env.ref("aftersales_service.action_report_repair_quotation")
        return report.report_action(self, config=False)

    def _get_aftersales_papers(self):
        # sudo: whether it is of a job
        if self.sudo().aftersales_order_id and self.state != "cancel":
            return self._find_aftersales_form("repair_quotation")
        return super()._get_aftersales_papers()

    def _get_aftersales_paper_words(self, _form):
        # sudo: the job of this quotation
        sections = self.sudo()._get_aftersales_sections()
        parts = [f"{s.label} {self.currency_id.format(s.net)}" for s in sections]
        return self.env._(
            "%(device)s: %(parts)s; %(total)s with tax.",
            device=self.sudo().aftersales_order_id._get_paper_device(),
            parts=", ".join(parts),
            total=self.currency_id.format(self.amount_total),
        )

    def _get_aftersales_paper_link(self, form):
        if self.state in ("draft", "sent", "sale"):
            return self.get_base_url() + self._get_share_url()
        return super()._get_aftersales_paper_link(form)

    def _check_aftersales_paper(self, form):
        """Not before finance and the general manager agreed (extends)."""
        self._check_aftersales_discount()
        return super()._check_aftersales_paper(form)

    def _on_aftersales_letter(self, letter):
        """It waits for the customer now (extends)."""
        if self.state == "draft":
            self.action_quotation_sent()
        return super()._on_aftersales_letter(letter)

    def _get_aftersales_sections(self):
        """[:class:`Section`]: labour first, then parts, then the rest by kind."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        labels = self._get_aftersales_section_labels()
        result = []
        for kind, label in labels.items():
            found = lines.filtered(
                lambda line, k=kind: line._get_aftersales_kind() == k
            )
            if found:
                net = sum(found.mapped("price_subtotal"))
                result.append(Section(kind, label, found, net))
        return result

    def _get_aftersales_section_labels(self):
        labels = dict(
            self.env["aftersales.fee"]._fields["kind"]._description_selection(self.env)
        )
        first = {
            "labour": self.env._("Labour Fee"),
            "part": self.env._("Parts Fee"),
        }
        return first | {k: labels[k] for k, _ in COST_LABELS if k not in first}

    def _get_aftersales_letter_day(self):
        """The day that stands on the paper, where the company works."""
        return self.company_id._aftersales_day(self.date_order)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_aftersales_kind(self):
        """Of the fee that it charges; what was added by hand is work or a part."""
        # sudo: the fee behind a line of a quotation that may be read
        share = self.sudo().aftersales_share_ids[:1]
        if share:
            return share.fee_id.kind
        return "labour" if self.product_id.type == "service" else "part"
