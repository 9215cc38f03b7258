from collections import namedtuple

from odoo import api, fields, models

from ...exceptions import (
    AlreadyIssued,
    NothingHere,
    TooMany,
    UnknownCode,
    WrongPart,
    WrongSerial,
)
from ...kernel.codes import read_code

Found = namedtuple("Found", "product lot quantity", defaults=(1.0,))


class IssueCounter(models.AbstractModel):
    """One field takes every scan: what the code is says the scan field, what it does here
    say the readers of each kind."""

    _inherit = "aftersales.issue.counter"

    @api.model
    def scan(
        self, code, requisition_id=False, step="issue", condition="good", meant=None
    ):
        """What a scan does; {kind, words, board?, queue?, technician?}.

        ``kind`` is requisition, technician, right or tag, or one of a room that adds its
        own; or choice, with ``hits``: the same scan comes again with the kind ``meant``.

        :raises ScanRefused: in one of its kinds, with words for the screen
        """
        self._check_keeper()
        requisition = (
            self._get_requisition(requisition_id)
            if requisition_id
            else self.env["aftersales.requisition"]
        )
        if answer := self._scan_requisition(code, requisition):
            return answer
        read = read_code(code)
        found = self.env["aftersales.scan"]._find(read)
        if isinstance(meant, str) and meant in found:
            found = {meant: found[meant]}
        part = self._recognise(code, requisition, found)
        if part and part.product in requisition.line_ids.product_id:
            return self._scan_wanted(part, requisition, step, condition)
        readers = {
            name: reader
            for name, reader in self._get_readers().items()
            if name in found
        }
        if len(readers) + bool(part) > 1:
            return self._ask_which(found, read, readers, part)
        for name, reader in readers.items():
            return reader(found[name], requisition)
        self._check_means_something(found, read, part)
        return self._scan_wanted(part, requisition, step, condition)

    @api.model
    def _get_readers(self):
        """Hook: {kind: method(records, requisition)} of what does something here, beside
        parts and serial numbers."""
        return {"technician": self._scan_badge, "order": self._scan_job}

    @api.model
    def _ask_which(self, found, read, readers, part):
        scans = self.env["aftersales.scan"]
        names = [*readers, *(["serial" if part.lot else "part"] if part else [])]
        hits = scans._prepare_hits({name: found[name] for name in names}, read)
        words = self.env._("Several things have this code. Which one?")
        return {"kind": "choice", "words": words, "detail": read.text, "hits": hits}

    @api.model
    def _check_means_something(self, found, read, part):
        """:raises UnknownCode, NothingHere: for what does nothing at this counter"""
        if part:
            return
        scans = self.env["aftersales.scan"]
        if not found:
            raise UnknownCode(f"“{read.text}”: {scans._explain_unknown(read)}")
        hit = scans._prepare_hits(found, read)[0]
        raise NothingHere(
            self.env._(
                "%(label)s %(name)s does nothing at this counter. Scan a requisition, a badge, a part or a tag.",
                label=hit["label"],
                name=hit["words"],
            )
        )

    @api.model
    def _scan_wanted(self, part, requisition, step, condition):
        if not requisition:
            raise UnknownCode(
                self.env._("Scan the requisition or the technician's badge first.")
            )
        line = requisition._scan_part(part, step, condition)
        return {
            "kind": "right",
            "words": part.lot.name or line.product_id.display_name,
            "line_id": line.id,
            "board": requisition._prepare_board(),
        }

    @api.model
    def _scan_requisition(self, code, _requisition):
        """Our own numbers come first: nothing else looks like them."""
        kinds = self.env["aftersales.scan"]._find(read_code(code), {"requisition"})
        found = kinds.get("requisition")
        return found and self._open_requisition(found[:1])

    @api.model
    def _open_requisition(self, found):
        found.check_access("read")
        board = found._prepare_board()
        return {"kind": "requisition", "words": found.name, "board": board}

    @api.model
    def _scan_job(self, orders, _requisition):
        """A job: the first of its requisitions that waits here."""
        waiting = self.env["aftersales.requisition"].search(
            [("order_id", "in", orders.ids), *self._get_queue_domain()], limit=1
        )
        if not waiting:
            raise NothingHere(
                self.env._("No requisition of %s waits here.", orders[0].name)
            )
        return self._open_requisition(waiting)

    @api.model
    def _scan_badge(self, technicians, requisition):
        """A technician: the receiver of what lies ready, else his requisitions."""
        technician = technicians[:1]
        answer = {
            "kind": "technician",
            "words": technician.name,
            "technician": {"id": technician.id, "name": technician.name},
        }
        if requisition and requisition._get_open_scans("issue"):
            own = technician == requisition.technician_id
            return answer | {"receives": True, "deputy": not own}
        his = self.env["aftersales.requisition"].search(
            [("technician_id", "=", technician.id), *self._get_queue_domain()]
        )
        return answer | {"requisition_ids": his.ids}

    @api.model
    def _recognise(self, code, requisition, found=None):
        """The part, its serial or lot and the quantity behind a code, or None.

        Serials are unique per product only: the one that is asked for comes first.

        :param found: what the code is, where it was looked up already
        """
        read = read_code(code)
        if found is None:
            found = self.env["aftersales.scan"]._find(read, {"serial", "part"})
        asked = requisition.line_ids.product_id
        lots = found.get("serial", self.env["stock.lot"])
        if lots:
            lot = lots.filtered(lambda known: known.product_id in asked)[:1] or lots[:1]
            single = lot.product_id.tracking == "serial"
            return Found(lot.product_id, lot, 1.0 if single else read.quantity)
        products = found.get("part", self.env["product.product"])
        product = (products & asked)[:1] or products[:1]
        if product and read.serials:
            raise WrongSerial(
                self.env._(
                    "%(part)s: the serial number %(serial)s is not known here.",
                    part=product.display_name,
                    serial=read.serials[0],
                )
            )
        return Found(product, lots, read.quantity) if product else None


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _scan_part(self, found, step, condition="good"):
        """Fill the next open line with a scanned part; the line.

        :raises ScanRefused: wrong part, wrong serial, already issued, too many
        """
        self.ensure_one()
        self._check_step(step)
        if step == "issue":
            self._check_issuer_may_scan()
        lines = self.line_ids.filtered(lambda r: r.product_id == found.product)
        if not lines:
            raise WrongPart(self._explain_wrong_part(found.product))
        if found.product.tracking != "none" and not found.lot:
            raise WrongSerial(
                self.env._(
                    "%s: scan the serial number, not the part number.",
                    found.product.display_name,
                )
            )
        check = "_check_issue_lot" if step == "issue" else "_check_return_lot"
        getattr(self, check)(found, lines)
        line = self._find_open_line(lines, found, step)
        # sudo: scans are written by the counter alone, which checked the group
        self.env["aftersales.requisition.scan"].sudo().create(
            {
                "line_id": line.id,
                "lot_id": found.lot.id,
                "quantity": found.quantity,
                "step": step,
                "condition": condition if step == "return" else "good",
            }
        )
        self._in_flow().picked_at = fields.Datetime.now()
        return line

    def _check_issuer_may_scan(self):
        """Who requests does not pick either; said at the first scan, not at the last."""
        if not self.company_id.aftersales_same_person_may_issue:
            self._check_issuer()

    def _explain_wrong_part(self, product):
        substitutes = self.env["aftersales.part.substitute"]
        wanted = self.line_ids.product_id
        listed = substitutes._find(wanted, self.company_id)
        old = next((part for part in wanted if product in listed[part]), None)
        if old:
            return self.env._(
                "%(new)s was not asked for, but may replace %(old)s: press “Short” on that line and choose it.",
                new=product.display_name,
                old=old.display_name,
            )
        return self.env._(
            "%(requisition)s does not ask for %(part)s.",
            requisition=self.name,
            part=product.display_name,
        )

    def _check_issue_lot(self, found, _lines):
        lot = found.lot
        if not lot:
            return
        # sudo: whether a serial is laid aside elsewhere counts, whoever laid it
        taken = (
            self.env["aftersales.requisition.scan"]
            .sudo()
            .search(
                [
                    ("lot_id", "=", lot.id),
                    ("picking_id", "=", False),
                    ("step", "=", "issue"),
                ],
                limit=1,
            )
        )
        if taken and lot.product_id.tracking == "serial":
            raise AlreadyIssued(
                self.env._(
                    "%(serial)s is already scanned for %(requisition)s.",
                    serial=lot.name,
                    requisition=taken.requisition_id.name,
                )
            )
        stock = self.warehouse_id.lot_stock_id
        if lot.id in lot._aftersales_get_places_below(stock):
            return
        if any(
            held == lot for line in self.line_ids for held, _q in line._get_held_lots()
        ):
            raise AlreadyIssued(
                self.env._("%s is already issued on this requisition.", lot.name)
            )
        raise WrongSerial(
            self.env._(
                "%(serial)s is not in %(place)s: the books know it at %(where)s.",
                serial=lot.name,
                place=stock.display_name,
                where=lot.location_id.display_name or self.env._("no place of ours"),
            )
        )

    def _check_return_lot(self, found, lines):
        if not found.lot:
            return
        held = {lot for line in lines for lot, _quantity in line._get_held_lots()}
        if found.lot not in held:
            raise WrongSerial(
                self.env._(
                    "%(serial)s was not issued on %(requisition)s, or is no longer with the technician.",
                    serial=found.lot.name,
                    requisition=self.name,
                )
            )

    def _find_open_line(self, lines, found, step):
        """The first line with room for what was scanned."""
        scans = self._get_open_scans(step)
        if found.product.tracking == "serial" and found.lot in scans.lot_id:
            raise AlreadyIssued(self.env._("%s is already scanned.", found.lot.name))
        waiting = lines._get_open_quantities()
        for line in lines:
            own = scans.filtered(lambda s, line=line: s.line_id == line)
            room = waiting[line][0] if step == "issue" else line._get_held_of(found.lot)
            if step == "return" and found.lot:
                own = own.filtered(lambda s: s.lot_id == found.lot)
            filled = sum(own.mapped("quantity")) + found.quantity
            if line.uom_id.compare(filled, room) <= 0:
                return line
        raise TooMany(
            self.env._(
                "%s: that is one too many; every line of this part is full.",
                found.product.display_name,
            )
        )
