from collections import namedtuple

from odoo import fields, models

from ...kernel.dates import add_months
from ...kernel.register import Fault
from ...kernel.statement_cells import read_fen
from ...kernel.text import clean, name_key

_AMOUNTS = ("part_net", "labour_net", "travel_net", "other_net")
_TEXTS = ("serial", "part_code", "part_name", "fault", "job_ref", "tag_ref")
# Words of a column that says at which stage of its life a device failed.
_STAGES = (
    ("zero_km", ("零公里", "0公里", "0KM", "ZERO")),
    ("pre_sale", ("售前", "PDI", "PRE")),
)
# ``seen`` holds the keys of the rows before; ``nets`` is {(claimant, key): amount},
# ``stages`` {number of a job: its stage of life}.
Known = namedtuple("Known", "partners seen nets stages")


class ImportChargebacks(models.Model):
    """The claim list of a vehicle maker, as he sends it: one row for each claim. It becomes
    a list for each claimant and stage of life; a claim that is known is not made again."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("chargeback", "Chargebacks")],
        ondelete={"chargeback": "cascade"},
    )
    claimant_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        help="Who claims, where no column of the file says it.",
    )
    chargeback_ids = fields.One2many(
        "aftersales.chargeback", "import_id", "Chargeback Lists"
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "claim_number_missing": self.env._("The claim has no number."),
            "claim_amount_wrong": self.env._("This is no amount from 0."),
            "claim_amount_missing": self.env._("Nothing is claimed in this row."),
            "claim_sum_wrong": self.env._(
                "The total is not the sum of parts, labour, travel and other costs."
            ),
            "claimant_unknown": self.env._(
                "It is not known who claims. Choose the claimant above, or enter the firm under this name."
            ),
            "claim_twice": self.env._(
                "This claim number appears twice with the same part and serial number; the first row counts."
            ),
            "claim_changed": self.env._(
                "This claim is known with another amount; the known one stands."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "claim_number_missing": "number",
            "claim_amount_missing": "net",
            "claim_sum_wrong": "net",
            "claimant_unknown": "claimant",
            "claim_twice": "number",
            "claim_changed": "net",
        }

    def _get_readings(self):
        readings = super()._get_readings()
        if self.kind != "chargeback":
            return readings
        codes = ("number", "serial", "part_code", "job_ref", "tag_ref", "list_ref")
        amounts = ("net", "quantity", *_AMOUNTS)
        return (
            readings | dict.fromkeys(codes, "code") | dict.fromkeys(amounts, "amount")
        )

    def _prepare_chargeback(self, rows, earlier=None):
        names = {clean(row.get("claimant")) for row in rows} - {""}
        partners = self.env["res.partner"].search(
            [
                ("name", "in", list(names)),
                ("is_company", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        found = {name_key(p.name): p.commercial_partner_id for p in reversed(partners)}
        found |= {"": self.claimant_id.commercial_partner_id}
        keys = {self._get_claim_key(row) for row in rows}
        # sudo: a claim is known whoever registered it
        lines = self.env["aftersales.chargeback.line"].sudo()
        known = lines.search_fetch(
            [("key", "in", list(keys)), ("company_id", "=", self.company_id.id)],
            ["partner_id", "key", "net"],
        )
        return Known(
            (earlier.partners if earlier else {}) | found,
            earlier.seen if earlier else set(),
            {(line.partner_id.id, line.key): line.net for line in known},
            self._find_stages(rows),
        )

    def _find_stages(self, rows):
        jobs = self.env["aftersales.order"].search(
            [
                (
                    "name",
                    "in",
                    list({clean(row.get("job_ref")) for row in rows} - {""}),
                ),
                ("company_id", "=", self.company_id.id),
            ]
        )
        return {job.name: job.life_stage for job in jobs}

    def _get_claim_key(self, row):
        names = ("number", "part_code", "serial")
        return self.env["aftersales.chargeback.line"]._make_key(
            *(clean(row.get(name)) for name in names)
        )

    def _parse_chargeback(self, values, known):
        """(values of a claim, [fault codes])."""
        amounts, faults = self._read_claimed(values)
        number = clean(values.get("number"))
        if not number:
            faults.append("claim_number_missing")
        partner = known.partners.get(name_key(values.get("claimant")))
        if not partner:
            faults.append("claimant_unknown")
        days, more = self._read_days(values, ("day",))
        faults += more
        key = self._get_claim_key(values)
        place = (partner.id if partner else False, key)
        if number and place in known.seen:
            faults.append("claim_twice")
        known.seen.add(place)
        before = known.nets.get(place)
        if before is not None and round(before - amounts["net"], 2):
            faults.append(Fault("claim_changed", "net", notice=True))
        return {
            "vals": amounts
            | days
            | {name: clean(values.get(name)) for name in _TEXTS}
            | {"number": number, "quantity": _read_number(values.get("quantity")) or 1},
            "key": key,
            "partner": partner,
            "reference": clean(values.get("list_ref")),
            "stage": _read_stage(values.get("stage"))
            or known.stages.get(clean(values.get("job_ref")))
            or "after_sale",
        }, faults

    def _read_claimed(self, values):
        """({name: amount}, [faults]); the total is the sum where it is not told."""
        amounts, faults = {}, []
        for name in (*_AMOUNTS, "net"):
            amount = _read_number(values.get(name))
            if amount is None or amount < 0:
                faults.append(Fault("claim_amount_wrong", name))
            amounts[name] = amount or 0.0
        parts = round(sum(amounts[name] for name in _AMOUNTS), 2)
        told = amounts["net"]
        amounts["net"] = told or parts
        if faults:
            return amounts, faults
        if not amounts["net"]:
            faults.append("claim_amount_missing")
        elif told and parts and round(told - parts, 2):
            faults.append("claim_sum_wrong")
        return amounts, faults

    def _create_chargeback(self, rows):
        """[True where a claim was not known yet]."""
        lines = self.env["aftersales.chargeback.line"]
        # sudo: see `_prepare_chargeback`
        there = lines.sudo().search_fetch(
            [
                ("key", "in", [row["key"] for row in rows]),
                ("company_id", "=", self.company_id.id),
            ],
            ["partner_id", "key"],
        )
        known = {(line.partner_id.id, line.key) for line in there}
        new = [(row["partner"].id, row["key"]) not in known for row in rows]
        fresh = [row for row, is_new in zip(rows, new, strict=True) if is_new]
        lists = self._find_or_create_lists(fresh)
        made = lines.create(
            [
                row["vals"]
                | {"chargeback_id": lists[self._get_list_key(row)].id, "sequence": n}
                for n, row in enumerate(fresh, 1)
            ]
        )
        made._match()
        return new

    def _get_list_key(self, row):
        return row["partner"].id, row["reference"], row["stage"]

    def _find_or_create_lists(self, rows):
        """{(claimant, reference, stage): its list}, of this import."""
        lists = {
            (c.partner_id.id, c.reference or "", c.life_stage): c
            for c in self.chargeback_ids.filtered(lambda c: c.state == "received")
        }
        wanted = {self._get_list_key(row): row for row in rows}
        missing = [key for key in wanted if key not in lists]
        made = (
            self.env["aftersales.chargeback"]
            ._in_flow()
            .create([self._prepare_list(*key) for key in missing])
        )
        return lists | dict(zip(missing, made._out_of_flow(), strict=True))

    def _prepare_list(self, partner, reference, stage):
        last_month = add_months(self.company_id._aftersales_today().replace(day=1), -1)
        return {
            "company_id": self.company_id.id,
            "currency_id": self.company_id.currency_id.id,
            "partner_id": partner,
            "reference": reference,
            "life_stage": stage,
            "period": last_month,
            "import_id": self.id,
        }

    def action_open_chargebacks(self):
        """The lists that came from this file."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_chargeback_action"
        )
        return action | {"domain": [("import_id", "=", self.id)]}


def _read_number(value):
    """A number, 0 for an empty cell, None for another text."""
    try:
        return (read_fen(value) or 0) / 100
    except ValueError:
        return None


def _read_stage(value):
    text = clean(value).upper()
    for stage, words in _STAGES:
        if any(word in text for word in words):
            return stage
    return None
