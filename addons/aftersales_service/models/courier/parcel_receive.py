from odoo import api, fields, models

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    SamePersonRefused,
    UnknownCode,
)
from ...groups import DISPATCHER, WAREHOUSE
from ...kernel.codes import read_code
from ...kernel.text import serial_key
from .parcel import OPEN


class Parcel(models.Model):
    """签收: arrived n, missing n, broken n; typed, scanned, on the phone or the portal."""

    _inherit = "aftersales.parcel"

    scan = fields.Char(
        "Scan Contents", store=False, compute="_compute_scan", inverse="_inverse_scan"
    )

    def _compute_scan(self):
        self.scan = False

    def _inverse_scan(self):
        """A scanned serial, tag or part number counts one piece as arrived."""
        for parcel in self.filtered("scan"):
            parcel._count_scanned(read_code(parcel.scan))

    def action_scan(self, code):
        """One scan of what arrives; {kind, words, detail, action?}: what it counted, or
        the other parcel that it opens.

        :raises UnknownCode: for what is not in this parcel, or counted in full
        """
        self.ensure_one()
        self._check_may_receive()
        self.check_access("write")
        read = read_code(code)
        others = self.env["aftersales.scan"]._find(read, names={"parcel"})
        other = others.get("parcel", self.browse())[:1]
        if other:
            return {
                "kind": "open",
                "words": other.display_name,
                "detail": other._state_label(other.state),
                "action": other != self and other.get_formview_action(),
            }
        self._check_on_road()
        line = self._count_scanned(read)
        return {
            "kind": "right",
            "words": f"{line.counted:g} / {line.road_quantity:g}",
            "detail": line.lot_id.name or line.product_id.display_name,
        }

    def _count_scanned(self, read):
        line = self._find_scanned(read)
        line.counted += line.quantity if line.old_part_id else read.quantity
        return line

    def _find_scanned(self, read):
        """The line of a scanned code, also of what was missing and arrives after all.

        :raises UnknownCode: for what is not in this parcel, or counted in full
        """
        for line in self.line_ids:
            open_ = line.road_quantity - line.counted
            least = read.quantity if read.gs1 else 0.0
            known = line.sudo()._is_scanned(read)  # sudo: names of serials and tags
            room = line.uom_id.compare(open_, 0) > 0
            if known and room and line.uom_id.compare(open_, least) >= 0:
                return line
        raise UnknownCode(
            self.env._(
                "%s is not in this parcel, or has been counted in full.", read.text
            )
        )

    def action_receive(self):
        """What was counted on the form has arrived, is broken or is missing."""
        for parcel in self:
            parcel.check_access("read")
            told = {
                line: (line.counted, line.counted_broken, line.counted_missing)
                for line in parcel.line_ids
            }
            parcel._receive(told)

    def action_receive_all(self):
        """全部到齐: nothing is missing and nothing is broken."""
        for parcel in self:
            parcel.check_access("read")
            parcel._receive(
                {
                    line: (line.road_quantity - line.missing_quantity, 0.0, 0.0)
                    for line in parcel.line_ids
                }
            )

    def _receive(self, told, key=None, note=None, photos=()):
        """Book what arrived; the rest stays on the road.

        :param told: {line: (arrived, broken, missing)}, since the last arrival
        :param key: of the page or the phone's entry; told again it changes nothing
        :param photos: [(name, bytes)]
        :return: whether it was news
        :raises MoveRefused: for a parcel that is not on the road (any more)
        :raises PartRefused: for more than is on the road
        """
        self.ensure_one()
        self._check_may_receive()
        # sudo: who receives was checked; stock is moved for him
        parcel = self.sudo()
        parcel._hold()
        if key and parcel._knows(key):
            return False
        parcel._check_on_road()
        told = {line.sudo(): numbers for line, numbers in told.items() if any(numbers)}
        if not told:
            raise ProofMissing(
                self.env._(
                    "%s: nothing was counted. Write what arrived, what is broken and what is missing.",
                    self.name,
                )
            )
        parcel._book(told)
        parcel._note_arrival(told, key, note, photos)
        parcel._follow()
        return True

    def _check_may_receive(self):
        """To the store: the keeper. From the store: who gets it, or the office on his word,
        but not who sent it.

        :raises GroupRefused, SamePersonRefused:
        """
        user = self.env.user
        if self._is_receiver():
            return
        allowed = self.company_id.aftersales_same_person_may_issue
        if self.direction == "back":
            self._require_group(WAREHOUSE)
            if user == self.technician_user_id and not allowed:
                raise self._get_same_person_refusal()
            return
        if not (user.has_group(WAREHOUSE) or user.has_group(DISPATCHER)):
            raise GroupRefused(
                self.env._("%s says himself what arrived.", self._get_other_end())
            )
        if user == self.sent_by_id and not allowed:
            raise self._get_same_person_refusal()

    def _get_same_person_refusal(self):
        return SamePersonRefused(
            self.env._(
                "You sent %s: whoever gets it says what arrived, or a colleague on his word.",
                self.name,
            )
        )

    def _is_receiver(self):
        """Whether the login that asks is the one to whom the parcel goes; of people outside
        whoever sees it as his."""
        user = self.env.user
        if self.direction != "out":
            return False
        parcel = self.sudo()  # sudo: portal users read neither parcels nor technicians
        if user in parcel.technician_user_id:
            return True
        return user.share and bool(parcel.filtered_domain(self._get_outside_domain()))

    def _hold(self):
        """Of two people who receive at once the second fails on this row, is repeated by
        Odoo, and then sees what the first one booked."""
        self._in_flow().write({"held_at": self._now()})
        self.flush_recordset(["held_at"])

    def _knows(self, key):
        return key in self.receipt_ids.mapped("client_key")

    def _check_on_road(self):
        if self.state in OPEN:
            return
        last = self.receipt_ids[-1:]
        raise MoveRefused(
            self.env._(
                "%(name)s is “%(state)s”. Last arrival: %(told)s (%(who)s). Nothing is booked twice.",
                name=self.name,
                state=self._state_label(self.state),
                told=last.told or "–",
                who=last.user_id.name or "–",
            )
        )

    def _book(self, told):
        lines = self.env["aftersales.parcel.line"].union(*told)
        contents = lines._get_contents()
        after = {line: line._take(contents[line], told[line]) for line in lines}
        fresh = lines.requisition_id.filtered(lambda r: r.state == "approved")
        lines._post("arrived", {line: told[line][0] for line in lines})
        lines._post("broken", {line: told[line][1] for line in lines})
        lines.filtered(
            lambda p: p.fate and p.missing_quantity != after[p].missing
        )._forget_fate()
        for line in lines._in_flow():
            line.write(
                {
                    "missing_quantity": after[line].missing,
                    "counted": 0,
                    "counted_broken": 0,
                    "counted_missing": 0,
                }
            )
        # They were issued by whoever sent them, not by whoever opened the box.
        issued = fresh.filtered(lambda r: r.state != "approved")
        issued._in_flow().write({"issued_by_id": self.sent_by_id.id})
        lines._ask_again({line: told[line][1] for line in lines})

    def _note_arrival(self, told, key, note, photos):
        self.env["aftersales.parcel.receipt"]._in_flow().create(
            {
                "parcel_id": self.id,
                "user_id": self.env.uid,
                "told": "; ".join(line._get_words(n) for line, n in told.items()),
                "note": note or False,
                "client_key": key or False,
            }
        )
        self._add_photos("arrival_photo_ids", photos)

    def _add_photos(self, name, photos):
        """:raises FilingRefused: for what is no photo, or too large"""
        self.env["aftersales.order"]._check_photos(photos)
        owner = {"res_model": self._name, "res_id": self.id}
        added = [(0, 0, owner | {"name": title, "raw": raw}) for title, raw in photos]
        self._in_flow().write({name: added})


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _is_scanned(self, read):
        """Whether a code (see `read_code`) stands on what this line carries."""
        article = self.product_id.barcode
        if read.articles and read.serials and article and article not in read.articles:
            return False  # a serial number of another article
        keys = self._make_keys([*read.names, *read.serials, *read.articles])
        if read.link:
            keys.add(str(read.link[1]))
        return bool(keys & self._get_codes())

    def _get_codes(self):
        """Hook: what may be scanned for this line."""
        lot, product = self.lot_id.name, self.product_id
        if self.old_part_id:
            codes = [self.old_part_id.name, str(self.old_part_id.id)]
        else:
            codes = [lot] if lot else [product.barcode, product.default_code]
        return self._make_keys(codes)

    @api.model
    def _make_keys(self, codes):
        return {serial_key(code) for code in codes if code}

    def _get_words(self, numbers):
        arrived, broken, missing = numbers
        return self.env._(
            "%(part)s: %(arrived)g arrived, %(missing)g missing, %(broken)g broken",
            part=self.lot_id.display_name or self.product_id.display_name,
            arrived=arrived,
            missing=missing,
            broken=broken,
        )

    def _ask_again(self, quantities):
        """Of ``quantities`` {line: quantity} the technician still waits."""
        parts = self.filtered(
            lambda p: quantities.get(p)
            and p.requisition_line_id
            and p.parcel_id.direction == "out"
        )
        for requisition, lines in parts.grouped("requisition_id").items():
            wanted = {}
            for line in lines:
                part = line.requisition_line_id
                wanted[part] = wanted.get(part, 0.0) + quantities[line]
            requisition._ask_again(wanted)

    @api.model
    def _read_told(self, parcel, rows):
        """{line: (arrived, broken, missing)} of what a phone or a page sent.

        :raises MoveRefused: for a line of another parcel
        """
        lines, told = {line.id: line for line in parcel.line_ids}, {}
        for row in rows:
            line = lines.get(row.get("id"))
            if not line:
                raise MoveRefused(
                    self.env._("%s: this line is not in the parcel.", parcel.name)
                )
            told[line] = tuple(
                float(row.get(name) or 0) for name in ("arrived", "broken", "missing")
            )
        return told
