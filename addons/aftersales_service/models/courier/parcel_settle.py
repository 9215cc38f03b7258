from odoo import fields, models

from ...exceptions import GroupRefused, ProofMissing, SamePersonRefused
from ...groups import MANAGER, WAREHOUSE
from ...kernel.parcel import stand
from .parcel import OPEN

FATES = [
    ("found", "Arrived After All"),
    ("unpacked", "Never Packed: Back to the Sender"),
    ("claimed", "Lost: the Carrier Answers"),
    ("borne", "Lost: We Bear It"),
]
# The step by which each leaves the road.
_STEPS = {"found": "arrived", "unpacked": "back", "claimed": "lost", "borne": "lost"}


class Parcel(models.Model):
    """差异: what is missing has somebody who answers, a day, and an end."""

    _inherit = "aftersales.parcel"

    def action_settle(self):
        """What became of each missing piece, as chosen on its line.

        :raises ProofMissing: nothing chosen, or no reason written
        :raises SamePersonRefused: when who sent it says that it arrived after all
        """
        for parcel in self:
            parcel._check_may_settle()
            lines = parcel.line_ids.filtered(lambda p: p.missing_quantity and p.fate)
            if "found" in lines.mapped("fate"):
                parcel._check_may_receive()  # it is an arrival, told late
            if not lines or any(not (p.fate_reason or "").strip() for p in lines):
                raise ProofMissing(
                    self.env._(
                        "%s: choose for the missing pieces what became of them, and write how you know it.",
                        parcel.name,
                    )
                )
            held = parcel.sudo()  # sudo: stock is moved for whoever answers
            held._hold()
            held._check_on_road()
            held._settle(lines.sudo())  # sudo: as above
            held._follow()

    def _check_may_settle(self):
        """The keeper, the director, and who answers for it; never the one at the other end,
        who would decide about what he himself sent or says is missing, unless the company
        lets one person be both.

        :raises GroupRefused, SamePersonRefused:
        """
        self.check_access("write")
        user = self.env.user
        if not (self._is_answering() or self._is_office()):
            raise GroupRefused(
                self.env._("%s answers for this parcel.", self.user_id.name or "–")
            )
        alone = self.company_id.aftersales_same_person_may_issue
        if user == self.technician_user_id and not alone:
            raise SamePersonRefused(
                self.env._(
                    "%s went to you or came from you: a colleague says what became of what is missing.",
                    self.name,
                )
            )

    def _is_office(self):
        user = self.env.user
        return user.has_group(WAREHOUSE) or user.has_group(MANAGER)

    def _is_answering(self):
        user = self.env.user
        return user == self.user_id != self.technician_user_id and not user.share

    def _check_answerer(self, user_id):
        """Who answers is named by the office, or by who answers now.

        :raises GroupRefused: for anybody else, who could settle it himself then
        """
        if self.env.su or self._is_flowing() or self._is_office():
            return
        for parcel in self.filtered(lambda p: p.state != "draft"):
            if parcel.user_id.id != user_id and not parcel._is_answering():
                raise GroupRefused(
                    self.env._(
                        "%s: the warehouse keeper or the service director says who answers for it.",
                        parcel.name,
                    )
                )

    def _settle(self, lines):
        claimed, missing = {}, {line: line.missing_quantity for line in lines}
        for fate, own in lines.grouped("fate").items():
            quantities = {line: line.missing_quantity for line in own}
            own._in_flow().write({"missing_quantity": 0})
            own._post(_STEPS[fate], quantities)
            if fate != "found":
                own._ask_again(quantities)
            if fate == "claimed":
                claimed = quantities
        if claimed:
            self._on_claimed(claimed)
        self._note_fates(lines, missing)
        lines._forget_fate()

    def _note_fates(self, lines, missing):
        """What was decided stays readable when the line is asked again."""
        fates = dict(lines._fields["fate"]._description_selection(self.env))
        for line in lines:
            self.message_post(
                body=self.env._(
                    "%(quantity)g × %(part)s: %(fate)s (%(reason)s)",
                    quantity=missing[line],
                    part=line.lot_id.display_name or line.product_id.display_name,
                    fate=fates[line.fate],
                    reason=line.fate_reason,
                )
            )

    def _on_claimed(self, quantities):
        """Hook: fees claim what the carrier lost ({line: quantity})."""

    def action_never_arrived(self):
        """Nothing came: all that is on the road is missing, and the carrier is asked."""
        for parcel in self:
            parcel._check_may_settle()
            held = parcel.sudo()  # sudo: as in `action_settle`
            held._hold()
            held._check_on_road()
            for line in held.line_ids.filtered("road_quantity")._in_flow():
                line.write(
                    {
                        "missing_quantity": line.road_quantity,
                        "fate": line.fate or "claimed",
                    }
                )
            held._follow()

    def action_came_back(self):
        """退回: the courier brought it back unopened; its pieces lie where they were."""
        for parcel in self:
            parcel._check_may_settle()
            held = parcel.sudo()  # sudo: as in `action_settle`
            held._hold()
            held._check_on_road()
            lines = held.line_ids.filtered("road_quantity")
            quantities = {line: line.road_quantity for line in lines}
            lines._in_flow().write({"missing_quantity": 0})
            lines._post("back", quantities)
            lines._ask_again(quantities)
            held._follow()

    def _follow(self):
        """The state follows the pieces."""
        for parcel in self:
            if parcel.state not in OPEN:
                continue
            lines = parcel.line_ids
            lines.invalidate_recordset(["road_quantity"])
            state = stand(lines._get_contents().values())
            if state != parcel.state:
                parcel._move_to(state)
            lines.requisition_id._follow_transfers()


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    fate = fields.Selection(FATES, "What Became of It", copy=False)
    fate_reason = fields.Char("How We Know", copy=False)
    currency_id = fields.Many2one(related="parcel_id.currency_id")
    claim_amount = fields.Monetary(
        "Claimed from the Carrier",
        copy=False,
        help="For what is missing on this line; left empty, its value at cost.",
    )

    def _forget_fate(self):
        """An answer is about the pieces that were missing when it was given: others that
        are missing later are asked about anew, and claimed for themselves."""
        self.write({"fate": False, "fate_reason": False, "claim_amount": 0})
