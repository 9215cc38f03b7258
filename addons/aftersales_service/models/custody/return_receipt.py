from odoo import Command, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing, SamePersonRefused


class ReturnOrder(models.Model):
    """Counting and taking in: a real core receipt with exactly the serials that came."""

    _inherit = "aftersales.return"

    custody_ids = fields.One2many("aftersales.custody", "return_id", "Custodies")

    def action_open_custodies(self):
        self.ensure_one()
        return self._open("aftersales.custody", self.custody_ids, self.env._("Custody"))

    def action_receive(self):
        """接收清点: two people count; what they counted lies in custody afterwards.

        Partial receipts are repeated until all has come.

        :raises ProofMissing, SamePersonRefused: when nobody counted along
        """
        for record in self:
            record._check_sales_report()
            record._check_count()
            lines = record.line_ids.filtered(lambda line: line.counted_quantity > 0)
            lines._check_serials()
            lines._check_not_here()
            lines._link_origins()
            lines._check_cap()
            record._take_in(lines)
            if record.state == "announced":
                record._move_to("received", received_at=self._now())

    def _check_count(self):
        if not any(line.counted_quantity > 0 for line in self.line_ids):
            raise ProofMissing(
                self.env._("Nothing was counted. Write the quantities that lie here.")
            )
        if not self.counted_with_id:
            raise ProofMissing(
                self.env._("Two people count: please choose who counted with you.")
            )
        if self.counted_with_id == self.env.user:
            raise SamePersonRefused(
                self.env._("Two people count: “Counted With” must be somebody else.")
            )

    def _take_in(self, lines):
        # sudo: the counter takes in customers' goods, which are no stock of ours; group
        # rights on the return were checked by the caller's access
        record = self.sudo()
        lines = lines.sudo()  # as above
        lines._ensure_lots()
        picking = record._create_transfer(
            record.warehouse_id.aftersales_take_in_type_id,
            [group._prepare_take_in_move() for group in lines._group_for_moves()],
        )
        picking.with_context(skip_sms=True)._action_done()
        for line in lines:
            line._in_flow().received_quantity += line.counted_quantity
        lines._open_custody()
        record._in_flow().write({"counted_by_id": self.env.uid})
        lines.device_id.action_take_back(record.name)
        record.order_id._begin_repair()
        record.order_id._note_solution(record._get_solution_place())

    def _get_solution_place(self):
        """Brought to us, it is taken in; sent to us, it went back to the factory (S-42)."""
        return "take_in" if self.source in ("counter", "visit") else "factory"

    def _create_transfer(self, picking_type, moves, **vals):
        """A transfer of this return with its moves, ready to be validated."""
        first = moves[0]
        return self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self.partner_id.id,
                "location_id": first["location_id"],
                "location_dest_id": first["location_dest_id"],
                "origin": self.name,
                "company_id": self.company_id.id,
                "aftersales_return_id": self.id,
                "move_ids": [Command.create(move) for move in moves],
            }
            | vals
        )


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    custody_ids = fields.One2many("aftersales.custody", "line_id")

    def _get_kept_quantity(self, leaving=()):
        """Hook: what of this line is still in our care when ``leaving`` are gone, too."""
        return self.received_quantity

    def _check_serials(self):
        """A tracked product needs a number, or the word that it cannot be read (U6)."""
        for line in self:
            if line.tracking != "none" and not (line.serial or line.unreadable):
                raise ProofMissing(
                    self.env._(
                        "%s needs its lot or serial number. Scan it, or tick “Serial Unreadable”.",
                        line.display_name,
                    )
                )
            if line.tracking == "serial" and line.counted_quantity != 1:
                raise ProofMissing(
                    self.env._(
                        "%s has a serial number: one line for each piece.",
                        line.display_name,
                    )
                )

    def _check_not_here(self):
        """A serial number that lies here already cannot arrive again."""
        devices = self._find_devices()
        for line, device in devices.items():
            line.device_id = line.device_id or device
        numbered = self.filtered(lambda line: line.tracking == "serial")
        domain = Domain("product_id", "in", numbered.product_id.ids)
        domain &= Domain("lot_id.name", "in", [n._get_lot_name() for n in numbered])
        # sudo: another return may belong to a job that this person does not see
        here = self.env["aftersales.custody"].sudo().search(domain)._get_open()
        # What a technician took along, and a courier may have brought, arrives now.
        here = here.filtered(lambda c: c.state != "taken" or c.line_id not in self)
        if here:
            raise ProofMissing(
                self.env._(
                    "%(serial)s is here already, under receipt %(receipt)s. Close that return first, or check the number.",
                    serial=here[0].serial,
                    receipt=here[0].name,
                )
            )

    def _ensure_lots(self):
        """Each tracked line has its `stock.lot`: the known one, else a new one."""
        tracked = self.filtered(
            lambda line: line.tracking != "none" and not line.lot_id
        )
        names = {line: line._get_lot_name() for line in tracked}
        lots = self.env["stock.lot"].search(
            [
                ("product_id", "in", tracked.product_id.ids),
                ("name", "in", list(set(names.values()))),
                ("company_id", "in", [False, *self.company_id.ids]),
            ]
        )
        known = {(lot.product_id, lot.name): lot for lot in lots}
        missing = {
            (line.product_id, name): {
                "product_id": line.product_id.id,
                "name": name,
                "company_id": line.company_id.id,
            }
            for line, name in names.items()
            if (line.product_id, name) not in known
        }
        made = self.env["stock.lot"].create(list(missing.values()))
        known |= dict(zip(missing, made, strict=True))
        for line, name in names.items():
            line._in_flow().lot_id = known[line.product_id, name]

    def _get_lot_name(self):
        # sudo: the desk takes goods in without any right on lots
        lot = self.device_id.sudo().lot_id
        if lot:
            return lot.name
        if self.unreadable and not self.serial:
            # An own number that hangs on the article until its real one is found.
            return f"{self.return_id.name}/{self.id}"
        return self.serial

    def _link_origins(self):
        """Find the delivery that each line came from: by lot, else the latest of that
        product to that customer."""
        unlinked = self.filtered(lambda line: not line.origin_move_id)
        # sudo: the counter need not be able to read deliveries
        numbered = unlinked.filtered(lambda line: line.tracking != "none")
        moves = numbered.sudo()._find_numbered_deliveries()
        moves |= (unlinked - numbered).sudo()._find_latest_deliveries()
        for line in unlinked:
            line.origin_move_id = moves.get(line, False)

    def _get_delivery_domain(self):
        """Done moves of these products to these customers, returns left out. What a
        sister company delivered, that company refunds."""
        partners = self.return_id.commercial_partner_id
        domain = Domain("product_id", "in", self.product_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("state", "=", "done")
        domain &= Domain("location_dest_id.usage", "=", "customer")
        domain &= Domain("aftersales_return_line_id", "=", False)
        return domain & Domain(
            "picking_id.partner_id.commercial_partner_id", "in", partners.ids
        )

    def _find_numbered_deliveries(self):
        names = {line: line._get_lot_name() for line in self}
        domain = self._get_delivery_domain()
        domain &= Domain("lot_id.name", "in", list(set(names.values())))
        details = self.env["stock.move.line"].search(domain, order="date, id")
        found = {(d.product_id, d.lot_id.name): d.move_id for d in details}
        return {
            line: found[line.product_id, name]
            for line, name in names.items()
            if (line.product_id, name) in found
        }

    def _find_latest_deliveries(self):
        groups = self.env["stock.move"]._read_group(
            self._get_delivery_domain(), ["product_id"], ["id:max"]
        )
        latest = {
            product: self.env["stock.move"].browse(move) for product, move in groups
        }
        return {
            line: latest[line.product_id] for line in self if line.product_id in latest
        }

    def _check_cap(self):
        """Not more of a delivery comes back than was delivered (core has no such cap)."""
        origins = self.origin_move_id
        if not origins:
            return
        # sudo: other returns of the same delivery count, whoever took them
        away = origins.sudo()._aftersales_get_away_quantities()
        for origin in origins:
            now = sum(
                self.filtered(
                    lambda line, origin=origin: line.origin_move_id == origin
                ).mapped("counted_quantity")
            )
            earlier = away[origin]
            delivered = origin.sudo()._aftersales_get_done_pieces()
            if origin.product_id.uom_id.compare(now + earlier, delivered) > 0:
                raise ProofMissing(
                    self.env._(
                        "%(delivery)s delivered %(delivered)g × %(product)s and %(earlier)g came back already; %(now)g more cannot. Choose another original delivery or none.",
                        delivery=origin.sudo().reference,
                        delivered=delivered,
                        product=origin.product_id.display_name,
                        earlier=earlier,
                        now=now,
                    )
                )

    def _group_for_moves(self):
        """Lines that make one core move together: same product."""
        return self.grouped("product_id").values()

    def _prepare_take_in_move(self):
        """One core move for lines of one product, each with its own lot and owner."""
        record = self.return_id
        customers = self.env.ref("stock.stock_location_customers")
        custody = record.company_id.aftersales_custody_location_id
        return self._prepare_move(customers, custody) | {
            "product_uom_qty": sum(self.mapped("counted_quantity")),
            "move_line_ids": [
                Command.create(
                    line._prepare_move_line(customers, custody)
                    | {"quantity": line.counted_quantity}
                )
                for line in self
            ],
        }

    def _prepare_move(self, source, destination):
        return {
            "product_id": self.product_id.id,
            "product_uom": self.product_id.uom_id.id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "origin": self.return_id.name,
            "aftersales_return_line_id": self[:1].id,
            # core would lower what the sale delivered as soon as the goods are here
            "to_refund": False,
            "picked": True,
        }

    def _prepare_move_line(self, source, destination, owned=True):
        owner = self.return_id.commercial_partner_id
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_id.uom_id.id,
            "lot_id": self.lot_id.id,
            "owner_id": owner.id if owned else False,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "aftersales_return_line_id": self.id,
            "picked": True,
        }

    def _open_custody(self):
        """Every line that came has one open custody, which grows with partial receipts."""
        fresh = self.filtered(lambda line: not line.custody_ids._get_open())
        custody = self.env["aftersales.custody"].with_context(mail_create_nolog=True)
        custody._in_flow().create([line._prepare_custody() for line in fresh])
        self.custody_ids.filtered(lambda c: c.state == "taken")._arrive()

    def _prepare_custody(self):
        return {
            "line_id": self.id,
            "accessories": self.accessories,
            "appearance": self.appearance,
            "taken_at": fields.Datetime.now(),
            "taken_by_id": self.env.uid,
            "receipt_state": "open" if self.return_id._met_customer() else "none",
        }
