from odoo import api, fields, models

from ..device.device import QUIET

# Days that a warranty may begin with, and of which somebody brings evidence.
EVIDENCED = ("purchase", "invoice", "installation", "acceptance", "registration")
_KINDS = [
    ("warranty_card", "Warranty Card"),
    ("invoice", "Purchase Invoice"),
    ("installation", "Installation Report"),
    ("acceptance", "Acceptance Certificate"),
    ("registration", "Registration"),
]
_PROOFS = {"purchase": "invoice", "card": "warranty_card"}
# Whose file shows which fact: (kind of file, field that says it).
_SHOWN = (
    ("warranty_card", "has_warranty_card"),
    ("warranty_card", "warranty_card_number"),
    ("invoice", "purchase_date"),
    ("invoice", "invoice_date"),
    ("invoice", "invoice_number"),
    ("installation", "installation_date"),
    ("acceptance", "acceptance_date"),
    ("registration", "registration_date"),
)


class DeviceFile(models.Model):
    _inherit = "aftersales.device.file"

    kind = fields.Selection(
        selection_add=_KINDS, ondelete=dict.fromkeys(dict(_KINDS), "cascade")
    )


class Device(models.Model):
    """What the owner's entitlement rests on: card, invoice, and the days that a warranty
    begins with, each with its evidence (W-01, W-34, T-59)."""

    _inherit = "aftersales.device"

    warranty_card_number = fields.Char("Warranty Card No.")
    proof_file_ids = fields.One2many(
        "aftersales.device.file",
        "device_id",
        "Evidence",
        domain=[("kind", "in", [kind for kind, _label in _KINDS])],
    )
    missing_proof = fields.Char("Said without a File", compute="_compute_missing_proof")

    @api.depends("proof_file_ids.kind", *(name for _kind, name in _SHOWN))
    @api.depends_context("lang")
    def _compute_missing_proof(self):
        """Which of the papers that a warranty rests on nobody attached (W-01, A3)."""
        labels = self._get_proof_labels()
        for device in self:
            there = set(device.proof_file_ids.mapped("kind"))
            said = dict.fromkeys(kind for kind, name in _SHOWN if device[name])
            missing = [labels[kind] for kind in said if kind not in there]
            device.missing_proof = ", ".join(missing)

    def _get_proof_labels(self):
        kinds = self.env["aftersales.device.file"]._fields["kind"]
        return dict(kinds._description_selection(self.env))

    def _take_card(self, number, data=None, filename=None):
        """The customer showed the warranty card (W-01)."""
        self.ensure_one()
        self.check_access("write")
        file = self._file_evidence("card", number, data, filename)
        vals = {"has_warranty_card": True}
        vals |= {"warranty_card_number": number} if number else {}
        self._in_flow().with_context(**QUIET).write(vals)
        words = [
            self._fields["has_warranty_card"]._description_string(self.env),
            number,
        ]
        self._add_device_event("dated", "; ".join(filter(None, words)), file_id=file.id)

    def _get_start_days(self):
        """Fields whose days may begin a warranty."""
        return {f"{name}_date" for name in EVIDENCED} | {
            "delivery_date",
            "ship_date",
            "production_date",
        }

    def _has_card(self):
        """Seen, or known by its number; that of a device that we sold was printed from our
        own books, so nobody has to see it."""
        return bool(
            self.has_warranty_card or self.warranty_card_number or self.sale_line_id
        )

    def _get_told_fields(self):
        return super()._get_told_fields() | self._get_start_days()

    def _on_typed(self, before):
        """A day that is typed begins what waited for it (extends)."""
        result = super()._on_typed(before)
        days = self._get_start_days()
        dated = self.filtered(lambda device: days & before[device].keys())
        for device in dated:
            names = sorted(days & before[device].keys())
            words = [device._describe_day(name) for name in names]
            device._add_device_event("dated", "; ".join(words))
        dated._grant_due()
        return result

    def _describe_day(self, name):
        label = self._fields[name]._description_string(self.env)
        return f"{label}: {self[name] or '–'}"

    def _date_with_evidence(self, name, day, reference, data=None, filename=None):
        """Write the day ``name`` with what proves it; the warranties that waited for it
        begin."""
        self.ensure_one()
        self.check_access("write")
        file = self._file_evidence(name, reference, data, filename)
        self._in_flow().with_context(**QUIET).write({f"{name}_date": day})
        words = [self._describe_day(f"{name}_date"), reference]
        self._add_device_event("dated", "; ".join(filter(None, words)), file_id=file.id)
        self._grant_due()

    def _file_evidence(self, name, reference, data, filename):
        files = self.env["aftersales.device.file"]
        if not data:
            return files
        kind = _PROOFS.get(name, name)
        return files.create(
            {
                "device_id": self.id,
                "kind": kind,
                "name": reference or filename or self._get_proof_labels()[kind],
                "data": data,
                "filename": filename,
                # it comes from the customer: nothing has to be sent to him
                "updated_on": self.company_id._aftersales_today(),
            }
        )

    def _prepare_new_life(self, vals):
        """The next owner brings his own papers."""
        names = [f"{name}_date" for name in EVIDENCED]
        names += ["invoice_number", "warranty_card_number", "has_warranty_card"]
        return super()._prepare_new_life(vals) | dict.fromkeys(names, False)
