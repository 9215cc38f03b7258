from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import MANAGER, WAREHOUSE
from .old_part_policy import BACK


class OldPart(models.Model):
    """The way of an old part: technician → branch → centre → supplier or scrap (P-29)."""

    _inherit = "aftersales.old.part"

    def action_store(self):
        """中心库保存: handed in at the regional central store (P-14)."""
        self._require_group(WAREHOUSE)
        self._pass_to("central", self._get_own_place())

    def action_send(self):
        """在途: sent to the company's old-part store."""
        self.check_access("write")
        self._pass_to("in_transit")

    def action_receive(self):
        """已接收: lies in the old-part store, as the customer's, outside our value."""
        self._require_group(WAREHOUSE)
        self._pass_to("received", self._get_own_place(), missing=False)
        for part in self:
            part._move_in()

    def action_count(self):
        """已清点 against the old-part list (P-15)."""
        self._require_group(WAREHOUSE)
        self._pass_to("counted")

    def action_confirm_supplier(self):
        """供方已确认: the supplier saw the parts (P-15)."""
        self._require_group(WAREHOUSE)
        self._pass_to("supplier_confirmed")

    def action_confirm_online(self):
        """网上已确认 after the confirmation of the things themselves (P-16)."""
        self._require_group(WAREHOUSE)
        self._pass_to("online_confirmed")

    def action_dispose(self):
        """已处置: scrapped by us."""
        self._require_group(WAREHOUSE)
        self._leave("disposed")

    def action_collect(self):
        """已领回: the supplier took them."""
        self._require_group(WAREHOUSE)
        self._leave("collected")

    def action_charge(self):
        """已扣款: disposed of for the supplier, at the supplier's cost (P-17)."""
        self._require_group(WAREHOUSE)
        self._leave("charged")

    def _leave(self, state):
        self._pass_to(state)
        for part in self:
            part._move_out(state)

    def action_judge(self, judgement, note=None):
        """鉴定: what the old part says about the fault (P-19).

        :raises ProofMissing: without findings
        """
        self._require_group(MANAGER)
        self._require_reason(note)
        self._in_flow().write(
            {
                "judgement": judgement,
                "judgement_note": note,
                "judged_by_id": self.env.uid,
                "judged_at": self._now(),
            }
        )
        self._note("judged", reason=note)

    def action_waive(self, reason=None):
        """The old part need not come back after all; with a reason that stands (W-32)."""
        self._require_group(MANAGER)
        self._require_reason(reason)
        self._in_flow().write(
            {
                "waive_reason": reason,
                "waived_by_id": self.env.uid,
                "waived_at": self._now(),
            }
        )
        self._note("waived", reason=reason)

    def _mark_missing(self, reason):
        self._in_flow().write({"missing": True})
        self._note("missing", reason=reason)

    def _ask_for_parcel(self):
        """The customer learns what to send, until when, and with which tag (P-25)."""
        for order, parts in self.grouped("order_id").items():
            order.message_post(
                body=parts._get_parcel_words(),
                partner_ids=order.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )

    def _get_parcel_words(self):
        """With the day until which they are wanted; what the customer posts of his own
        accord has none."""
        names = [f"{part.product_id.display_name} ({part.name})" for part in self]
        parts, days = ", ".join(names), list(filter(None, self.mapped("deadline")))
        if not days:
            return self.env._(
                "Please write the tag on the parcel in which you post the old parts to us: %s.",
                parts,
            )
        return self.env._(
            "Please post the old parts to us by %(day)s and write the tag on the parcel: %(parts)s.",
            day=max(days),
            parts=parts,
        )

    def _get_own_place(self):
        user = self.env.user
        units = self.env["aftersales.unit"].search([("member_ids", "=", user.id)])
        return units[:1].complete_name or user.name

    # --- stock

    def _move_in(self):
        """From the customer into the old-part store; the customer stays its owner."""
        source, vals = self._get_coming_from()
        self._post(source, self.company_id._aftersales_get_old_part_location(), **vals)

    def _get_coming_from(self):
        """Hook: (place that it leaves when it is received, what its move says besides)."""
        return self.partner_id.with_company(self.company_id).property_stock_customer, {}

    def _move_out(self, state):
        company = self.company_id
        supplier = self.env.ref("stock.stock_location_suppliers")
        scrap = company._aftersales_get_loss_location()
        self._post(
            company._aftersales_get_old_part_location(),
            supplier if state == "collected" else scrap,
        )

    def _post(self, source, destination, **vals):
        # sudo: the keeper moves old parts by their tag alone, never by hand
        move = (
            self.env["stock.move"]
            .sudo()
            .create(self._prepare_old_part_move(source, destination) | vals)
        )
        move._action_confirm(merge=False)
        move.picked = True
        move._action_done()

    def _prepare_old_part_move(self, source, destination):
        line = {
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "quantity": self.quantity,
            "lot_id": self._get_lot().id,
            "owner_id": self.partner_id.id,
            "picked": True,
        }
        return {
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self.quantity,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "restrict_partner_id": self.partner_id.id,
            "origin": self.name,
            "to_refund": False,
            "aftersales_old_part_id": self.id,
            "move_line_ids": [(0, 0, line)],
        }

    def _get_lot(self):
        """The old part's own serial; where nobody knows it, its tag."""
        lots = self.env["stock.lot"].sudo()  # sudo: as `_post`
        if self.product_id.tracking == "none":
            return lots
        name = self.serial or self.name
        domain = [("product_id", "=", self.product_id.id), ("name", "=", name)]
        return lots.search(domain, limit=1) or lots.create(
            {"product_id": self.product_id.id, "name": name}
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_old_part_id = fields.Many2one(
        "aftersales.old.part",
        "Old Part",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )

    def _aftersales_registers_devices(self):
        """An old part that is moved is no machine that is delivered."""
        return (
            not self.aftersales_old_part_id and super()._aftersales_registers_devices()
        )


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _on_used(self):
        """Every part that was replaced and has a fate gets its passport (P-24, P-29)."""
        result = super()._on_used()
        vals = [
            part
            for line in self.line_ids.filtered("used_quantity")
            for part in line._prepare_old_parts()
        ]
        # sudo: a technician's work opens passports, he does not write them
        parts = self.env["aftersales.old.part"].sudo()._in_flow().create(vals)
        for part in parts.filtered(lambda p: p.fate not in BACK):
            part._pass_to("left", reason=part.fate_reason)
        parts.filtered(lambda p: p.fate == "post")._ask_for_parcel()
        return result


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _prepare_old_parts(self):
        """One passport per unit of a part with serials, else one over the quantity."""
        self.ensure_one()
        wanted = self._wants_old_part()
        self._check_asked()
        fate = self.old_fate or (wanted and self._get_proposed_fate())
        if not fate or self.is_tool:
            return []
        self._check_fate(wanted, fate)
        single = self.product_id.tracking == "serial"
        count = round(self.used_quantity) if single else 1
        return [
            {
                "requisition_line_id": self.id,
                "order_id": self.order_id.id,
                "product_id": self.product_id.id,
                "quantity": 1.0 if single else self.used_quantity,
                "serial": self.old_serial if index == 0 else False,
                "fate": fate,
                "fate_by": self._get_decider(),
                "fate_reason": self.old_fate_reason,
                "wanted": wanted,
                "opened_on": self.company_id._aftersales_today(),
            }
            for index in range(count)
        ]

    def _get_decider(self):
        asked = "customer" if self._asks_customer() else "company"
        return self.old_fate_by or asked

    def _check_asked(self):
        """:raises ProofMissing: where it is the customer's to say and nobody asked him"""
        if self._asks_customer() and not self.old_fate:
            raise ProofMissing(
                self.env._(
                    "%s: ask the customer whether he keeps the old part or leaves it with us, and choose it beside the part.",
                    self.product_id.display_name,
                )
            )

    def _check_fate(self, wanted, fate):
        """A part that is wanted back stays elsewhere only for a reason that is written."""
        if wanted and fate not in BACK and not (self.old_fate_reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "%s: the old part is wanted back. Write why it is not taken along, and who decided it.",
                    self.product_id.display_name,
                )
            )


class IssueCounter(models.AbstractModel):
    _inherit = "aftersales.issue.counter"

    @api.model
    def _get_readers(self):
        return super()._get_readers() | {"old_part": self._scan_tag}

    @api.model
    def _scan_tag(self, parts, requisition):
        """The tag of an old part takes it in (P-15)."""
        part = parts[:1]
        if part.state not in ("to_return", "central", "in_transit"):
            raise MoveRefused(
                self.env._(
                    "%(tag)s is already “%(state)s”.",
                    tag=part.name,
                    state=part._state_label(part.state),
                )
            )
        part.action_receive()
        return {
            "kind": "tag",
            "words": part.name,
            "detail": part.product_id.display_name,
            "board": requisition._prepare_board() if requisition else False,
        }
