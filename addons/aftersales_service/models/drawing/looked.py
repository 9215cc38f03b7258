from ...exceptions import MoveRefused
from ..fit.fitting import Fitting

# What drawings are looked at from.
SOURCES = {
    "visit": "aftersales.visit",
    "order": "aftersales.order",
    "device": "aftersales.device",
    "requisition": "aftersales.requisition",
}


class Looked:
    """A document from which drawings are looked at: its machine, its job, its visit."""

    def __init__(self, record):
        self.record, self.env = record, record.env
        # sudo: whoever sees the document may know its job and the machine
        known = record.sudo()
        self.visit = self._get_visit(known)
        self.order = self._get_order(known)
        self.device = (
            known if record._name == SOURCES["device"] else self.order.device_id
        )
        self.product = self.device.product_id or self.order.product_id
        self.company = known.company_id or self.env.company

    def _get_order(self, known):
        if known._name == SOURCES["order"]:
            return known
        if known._name == SOURCES["device"]:
            return self.env["aftersales.order"].sudo()
        return known.order_id

    def _get_visit(self, known):
        """The visit for which parts are asked: the next one that is not over."""
        if known._name == SOURCES["requisition"]:
            return known.visit_id
        if known._name == SOURCES["order"]:
            return known.visit_ids.filtered("takes_parts").sorted("planned_start")[:1]
        if known._name == SOURCES["visit"]:
            return known
        return self.env["aftersales.visit"].sudo()

    # --- what fits, what there is, what it costs

    def fit(self, parts):
        """{part: `Fit`} for this machine."""
        device, machine = self.device, self.product
        fitting = Fitting(device, parts, self.company, machines=[machine])
        fits = fitting.ask_all([(device, part, machine) for part in parts])
        return dict(zip(parts, fits, strict=True))

    def tell_parts(self, parts):
        # sudo: names of parts that may be another company's by now
        known = parts.sudo()
        known.mapped("name")  # of all at once, before some are asked for
        known.mapped("uom_id.name")
        fits, counts = self.fit(parts), self.count(parts)
        return {
            part.id: {
                "id": part.id,
                "name": part.name,
                "code": part.default_code or "",
                "unit": part.uom_id.name,
                "fit": fits[part].pack(),
                "stock": counts[part.id],
            }
            for part in known
        }

    def count(self, parts):
        """{part id: {here, van, places, road}}: what could be taken of it, and where."""
        return self.env["aftersales.drawing"]._count_stock(
            parts, self.company, self._get_warehouse(), self._get_van()
        )

    def _get_warehouse(self):
        unit = self.order.unit_id
        if unit.warehouse_id:
            return unit.warehouse_id
        return self.env["aftersales.requisition"]._find_warehouse(self.company)

    def _get_van(self):
        """The van of who goes; without a visit that of who looks."""
        if self.visit:
            return self.visit.technician_id.location_id
        # sudo: his own
        technicians = self.env["aftersales.technician"].sudo()
        mine = [("user_id", "=", self.env.uid), ("company_id", "=", self.company.id)]
        return technicians.search(mine, limit=1).location_id

    def price(self, part):
        """{price, payers}: what the fee would be, tax included, and who pays it."""
        order = self.order or self._make_enquiry()
        fees = order.env["aftersales.fee"]
        fee = fees.new({"kind": "part", "product_id": part.id, "quantity": 1.0})
        fee.order_id = order
        currency = order._get_fee_currency()
        charge = order._prepare_charge(
            part.sudo(), 1.0, currency, price_unit=fee._get_card_price()
        )
        total = order._sum_charges([charge]).total
        return {
            "price": order.company_id.currency_id.format(total),
            "payers": self._get_payers(part) if self.order else [],
        }

    def _make_enquiry(self):
        """Nobody's job: what it would cost the owner of the device."""
        device = self.device
        return device.env["aftersales.order"].new(
            {
                "company_id": self.company.id,
                "partner_id": device.partner_id.id,
                "device_id": device.id,
            }
        )

    def _get_payers(self, part):
        """[[who, percent]] by the decision of the job."""
        shares = self.env["aftersales.fee.share"].sudo()
        labels = dict(shares._fields["payer"]._description_selection(self.env))
        told = self.order._get_fee_shares("part", part.sudo())
        return [[labels[share["payer"]], share["percent"]] for share in told]

    # --- asking for a part

    def may_ask(self):
        requisitions = self.env["aftersales.requisition"]
        if not requisitions.line_ids.has_access("create"):
            return False
        if self.record._name == SOURCES["requisition"]:
            return self.record.state == "draft" and self.record.has_access("write")
        return bool(requisitions.has_access("create") and self._get_owner())

    def _get_owner(self):
        """For whom a new requisition is: the visit that goes, else the job while nobody is
        sent; nothing where it is over."""
        if self.visit.takes_parts:
            return {"visit_id": self.visit.id}
        over = self.order.state in ("closed", "filed", "cancelled")
        going = not (over or self.order.is_history)
        if self.order and going and self.record._name == SOURCES["order"]:
            return {"order_id": self.order.id, "visit_id": False}
        return None

    def get_request(self):
        """The requisition that is not submitted yet; a new one where there is none.

        :raises MoveRefused: where the job is over
        """
        requisitions = self.env["aftersales.requisition"]
        if self.record._name == SOURCES["requisition"]:
            self.record.check_access("write")
            return self.record
        owner = self._get_owner()
        if not owner:
            raise MoveRefused(
                self.env._(
                    "%s: no part can be asked for here any more. Open a job for it.",
                    self.record.display_name,
                )
            )
        mine = [(name, "=", value) for name, value in owner.items()]
        draft = [*mine, ("state", "=", "draft"), ("urgent", "=", False)]
        found = requisitions.search(draft, order="id desc", limit=1)
        return found or requisitions.create(owner)
