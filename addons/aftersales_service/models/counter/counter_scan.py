import re
from collections import namedtuple

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import AlreadyIssued, TooMany, UnknownCode, WrongPart, WrongSerial

_LINK = re.compile(r"/aftersales\.(requisition|old\.part)/(\d+)")
Found = namedtuple("Found", "product lot quantity", defaults=(1.0,))


class IssueCounter(models.AbstractModel):
    """One field takes every scan: requisition, badge, part, serial or lot, GS1, tag."""

    _inherit = "aftersales.issue.counter"

    @api.model
    def scan(self, code, requisition_id=False, step="issue", condition="good"):
        """What a scan does; {kind, words, board?, queue?, technician?}.

        ``kind`` is requisition, technician, right or tag, or one of a room that adds its own.

        :raises ScanRefused: in one of its kinds, with words for the screen
        """
        self._check_keeper()
        code = (code or "").strip()
        requisition = (
            self._get_requisition(requisition_id)
            if requisition_id
            else self.env["aftersales.requisition"]
        )
        for reader in (self._scan_requisition, self._scan_badge, self._scan_tag):
            answer = code and reader(code, requisition)
            if answer:
                return answer
        found = self._recognise(code, requisition)
        if not found and (answer := code and self._scan_other(code)):
            return answer
        if not found:
            raise UnknownCode(
                self.env._(
                    "“%s” is not a requisition, technician, part, serial number or tag.",
                    code,
                )
            )
        if not requisition:
            raise UnknownCode(
                self.env._("Scan the requisition or the technician's badge first.")
            )
        line = requisition._scan_part(found, step, condition)
        return {
            "kind": "right",
            "words": found.lot.name or line.product_id.display_name,
            "line_id": line.id,
            "board": requisition._prepare_board(),
        }

    @api.model
    def _scan_requisition(self, code, _requisition):
        requisitions = self.env["aftersales.requisition"]
        link = _LINK.search(code)
        if link and link[1] == "requisition":
            found = requisitions.browse(int(link[2])).exists()
        else:
            found = requisitions.search(
                [("name", "=", code), ("company_id", "in", self.env.companies.ids)],
                limit=1,
            )
        if not found:
            return None
        found.check_access("read")
        board = found._prepare_board()
        return {"kind": "requisition", "words": found.name, "board": board}

    @api.model
    def _scan_badge(self, code, requisition):
        """A technician: the receiver of what lies ready, else his requisitions."""
        technician = self.env["aftersales.technician"].search(
            [("code", "=", code), ("company_id", "in", self.env.companies.ids)], limit=1
        )
        if not technician:
            return None
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
    def _scan_tag(self, code, _requisition):
        """Hook: old parts come in by their tag."""
        return

    @api.model
    def _scan_other(self, code):
        """Hook: what a code is that is no part; asked last, so parts do not wait for it."""
        return

    @api.model
    def _recognise(self, code, requisition):
        """The part, its serial or lot and the quantity behind a code, or None."""
        if not code:
            return None
        return (
            self._find_lot(code, requisition)
            or self._find_product(code)
            or self._find_gs1(code)
        )

    @api.model
    def _find_lot(self, name, requisition, products=None):
        """Serials are unique per product only: the one that is asked for comes first."""
        domain = Domain("name", "=", name)
        if products:
            domain &= Domain("product_id", "in", products.ids)
        lots = self.env["stock.lot"].search(domain)
        asked = requisition.line_ids.product_id
        lot = lots.filtered(lambda found: found.product_id in asked)[:1] or lots[:1]
        return Found(lot.product_id, lot) if lot else None

    @api.model
    def _find_product(self, code):
        domain = Domain("barcode", "=", code) | Domain("default_code", "=", code)
        product = self.env["product.product"].search(domain, limit=1)
        return Found(product, self.env["stock.lot"]) if product else None

    @api.model
    def _find_gs1(self, code):
        """GS1 element strings by core's own nomenclature: article, lot or serial, count."""
        rules = self.env.ref(
            "barcodes_gs1_nomenclature.default_gs1_nomenclature",
            raise_if_not_found=False,
        )
        # sudo: a nomenclature is configuration that every scanner needs
        elements = rules and rules.sudo().gs1_decompose_extended(_strip(code))
        if not elements:
            return None
        values = {element["ai"]: element["value"] for element in elements}
        article = values.get("01") or values.get("02")
        product = article and self._find_article(article)
        if not product:
            return None
        serial = values.get("21") or values.get("10")
        lot = self.env["stock.lot"]
        if serial:
            domain = [("name", "=", serial), ("product_id", "=", product.id)]
            lot = lot.search(domain, limit=1)
            if not lot:
                raise WrongSerial(
                    self.env._(
                        "%(part)s: the serial number %(serial)s is not known here.",
                        part=product.display_name,
                        serial=serial,
                    )
                )
        return Found(product, lot, float(values.get("30") or values.get("37") or 1.0))

    @api.model
    def _find_article(self, gtin):
        """GTIN-14 holds GTIN-13 and shorter behind zeros."""
        codes = {gtin, gtin.lstrip("0"), gtin[1:]}
        return self.env["product.product"].search(
            [("barcode", "in", list(codes))], limit=1
        )


def _strip(code):
    """GS1 printed with brackets, as people type it: (01)… becomes 01…."""
    return re.sub(r"\((\d{2,4})\)", r"\1", code) if code.startswith("(") else code


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
