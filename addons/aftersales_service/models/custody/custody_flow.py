from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import MANAGER


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("lost_receipt", "Lost Receipt of Customer's Goods")],
        ondelete={"lost_receipt": "cascade"},
    )


class Custody(models.Model):
    """The fixed order of R-32: repair, inspection by the director, goods to the customer
    against the receipt, receipt voided, voucher filed."""

    _inherit = "aftersales.custody"

    _transitions = {
        "taken": ("in_store",),
        "in_store": ("in_repair", "at_maker", "waiting", "left"),
        "in_repair": ("waiting", "at_maker", "left"),
        "at_maker": ("waiting", "in_repair", "left"),
        "waiting": ("inspected", "in_repair", "at_maker", "left"),
        "inspected": ("given_back", "in_repair", "at_maker", "left"),
        "given_back": ("filed",),
        "left": ("filed",),
        "filed": (),
    }

    def _arrive(self):
        """The goods are on the shelf."""
        self._move_to("in_store")

    def action_start_repair(self):
        self._move_to("in_repair")

    def action_ready(self):
        """Repaired, or to go back as it is: the director looks at it before the customer."""
        self._move_to("waiting")

    def action_inspect(self):
        """主任验讫: the director has looked at it; only now may it be given back."""
        self._require_group(MANAGER)
        self._move_to(
            "inspected", inspected_by_id=self.env.uid, inspected_at=self._now()
        )

    def action_rework(self, reason=None):
        """退回返修 with a reason, which the technician reads in the record."""
        self._require_group(MANAGER)
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write what must be done again."))
        self._move_to("in_repair", inspected_by_id=False, inspected_at=False)
        for custody in self:
            custody.message_post(body=self.env._("Back to repair: %s", reason))

    # --- receipt

    def action_declare_lost(self):
        """收据遗失声明: a second person agrees that goods go out without the receipt (R-37)."""
        for custody in self:
            if custody.receipt_state != "open":
                raise MoveRefused(
                    self.env._("The receipt %s is not open.", custody.name)
                )
            custody._request_approval(
                "lost_receipt", "service_director", custody.lost_reason
            )

    def _on_approved(self, approval):
        if approval.kind == "lost_receipt":
            self._in_flow().write({"receipt_state": "lost"})
        return super()._on_approved(approval)

    def action_hand_out_receipt(self):
        """The customer is here after all and gets the receipt of what came by parcel.

        :raises MoveRefused: when it was handed out, or the goods are gone
        """
        for custody in self:
            custody.check_access("write")
            if custody.receipt_state != "none" or not custody._get_open():
                raise MoveRefused(
                    self.env._(
                        "The receipt %s can no longer be handed out.", custody.name
                    )
                )
        self._in_flow().write({"receipt_state": "open"})

    def action_void_receipt(self):
        """The customer handed the receipt in: it is voided, whatever follows."""
        for custody in self:
            if custody.receipt_state == "none":
                raise MoveRefused(
                    self.env._("The receipt %s was handed to nobody.", custody.name)
                )
            if custody.receipt_state == "void":
                raise MoveRefused(
                    self.env._("The receipt %s is void already.", custody.name)
                )
        self._in_flow().write({"receipt_state": "void", "voided_at": self._now()})

    def _check_receipt(self):
        """:raises ProofMissing: the receipt is with the customer and not declared lost"""
        for custody in self:
            if custody.receipt_state == "open":
                raise ProofMissing(
                    self.env._(
                        "Take back the receipt %s first and press “Receipt Taken Back”. If the customer lost it, write how and press “Declare Lost”; the service director must agree.",
                        custody.name,
                    )
                )

    # --- out

    def action_give_back(
        self, received_by, signature=None, carrier=None, tracking_ref=None
    ):
        """交还客户 against the receipt; the goods leave custody.

        :param received_by: name of who takes them, or of whom they are sent to
        :param signature: of who takes them; not needed when they are sent
        :param carrier: who carries them, with ``tracking_ref``, when nobody comes
        :raises MoveRefused: before the director inspected; :raises ProofMissing: while the
            receipt is open, nobody is named, or signature or tracking number is missing
        """
        if not (received_by or "").strip():
            raise ProofMissing(self.env._("Please write who takes the goods."))
        self._check_may_give_back()
        self._check_way_back(signature, carrier, tracking_ref)
        now = self._now()
        for custody in self:
            custody._move_to(
                "given_back",
                given_back_at=now,
                given_back_to=received_by,
                signature=signature,
                back_carrier=carrier,
                back_tracking_ref=tracking_ref,
                **custody._get_voided(now),
            )
        self._seal()
        self.return_id._note_way_back(carrier, tracking_ref)
        self.line_id._give_back()

    def _check_way_back(self, signature, carrier, tracking_ref):
        """R-32, R-06. :raises ProofMissing: neither signed for nor sent with a number"""
        if (carrier or "").strip():
            if not (tracking_ref or "").strip():
                raise ProofMissing(
                    self.env._("Please write the tracking number of %s.", carrier)
                )
        elif not signature:
            raise ProofMissing(
                self.env._(
                    "Who takes the goods signs for them. If they are sent, write the carrier and the tracking number instead."
                )
            )

    def _check_may_give_back(self):
        """Hook. :raises MoveRefused, ProofMissing: what must be done before"""
        for custody in self:
            if custody.state != "inspected":
                raise MoveRefused(
                    self.env._(
                        "%s can be given back after the service director inspected it (主任验讫).",
                        custody.display_name,
                    )
                )
        self._check_receipt()

    def _leave(self):
        """The goods stop being the customer's: exchanged, refunded, scrapped, …"""
        now = self._now()
        for custody in self:
            custody._move_to("left", **custody._get_voided(now))

    def _get_voided(self, now):
        """What becomes of the receipt; one that nobody was handed is not voided."""
        if self.receipt_state == "none":
            return {}
        return {"receipt_state": "void", "voided_at": now}

    def action_file(self):
        """The voucher is filed; nothing about this custody is open."""
        self._check_receipt()
        self._move_to("filed")
