import json

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import GroupRefused
from ...groups import AUDITOR, FINANCE, MANAGER

PEOPLE = (FINANCE, MANAGER, AUDITOR)
GROUPS = ("order_id", "technician_id", "partner_id", "month", "rule_id", "state")
_ONE_RANK = {"amber": 1, "green": 0}
_NAMED = ("order_id", "partner_id", "technician_id")
_FEW = 500
# The filter for rows that have no such thing.
NONE = "none"


class ReconcileBoard(models.AbstractModel):
    """What the reconciliation board (对账看板) asks the server; see `static/src/reconcile`.

    Every method is for finance, the director and the auditor; rows of other companies
    are never found.
    """

    _name = "aftersales.reconcile.board"
    _description = "Reconciliation Board"

    @api.model
    def _require_reader(self):
        user = self.env.user
        if not any(user.has_group(group) for group in PEOPLE):
            raise GroupRefused(
                self.env._("The reconciliation board belongs to finance.")
            )

    @api.model
    def _get_domain(self, filters):
        """The domain of what was chosen on the screen, key by key; anything else in
        ``filters`` is nothing."""
        chosen = filters if isinstance(filters, dict) else {}
        domain = Domain("company_id", "=", self.env.company.id)
        for name in ("technician_id", "partner_id", "order_id", "rule_id"):
            value = str(chosen.get(name) or "")
            if value.isdecimal() or value == NONE:
                number = False if value == NONE else int(value)
                domain &= Domain(name, "=", number)
        for name in ("payer", "state"):
            if chosen.get(name):
                domain &= Domain(name, "=", str(chosen[name]))
        if (state := str(chosen.get("state"))) in _ONE_RANK:
            # said twice, because rows lie by rank in the index of the pages
            domain &= Domain("rank", "=", _ONE_RANK[state])
        if chosen.get("keeps_open"):
            domain &= Domain("keeps_open", "=", True)
        if chosen.get("reasoned"):
            domain &= Domain("reason_id", "!=", False)
        if month := self._read_month(chosen.get("month")):
            # what keeps a month open came up in it or before
            before = chosen.get("keeps_open") and not chosen.get("only_month")
            operator = "<=" if before else "="
            domain &= Domain("month", operator, month)
        return domain & self._get_text_domain(str(chosen.get("text") or "").strip())

    @api.model
    def _read_month(self, text):
        try:
            return fields.Date.to_date(f"{text}-01") if text else None
        except (TypeError, ValueError):
            return None

    @api.model
    def _get_text_domain(self, text):
        """Number of a job, name of who pays or of the technician.

        A few found ones are looked up by their rows, in indexes; where very many bear such
        a name, the first rows that are read are likely theirs.
        """
        if not text:
            return Domain.TRUE
        lines, found = self.env["aftersales.reconcile.line"], []
        for name in _NAMED:
            named = lines[name].with_context(active_test=False)
            ids = named.search(
                [("name", "ilike", text)], order="id", limit=_FEW + 1
            ).ids
            many = len(ids) > _FEW
            found.append(
                Domain(f"{name}.name", "ilike", text)
                if many
                else Domain(name, "in", ids)
            )
        return Domain.OR(found)

    @api.model
    def get_choices(self):
        """What can be chosen in the head of the board."""
        self._require_reader()
        lines = self.env["aftersales.reconcile.line"]
        rules = self.env["aftersales.reconcile.rule"].search_fetch([])
        reasons = self.env["aftersales.reconcile.reason"].search_fetch([])
        user = self.env.user
        return {
            "states": self._get_labels(lines, "state"),
            "payers": self._get_labels(lines, "payer"),
            "rules": [{"id": rule.id, "name": rule.name} for rule in rules],
            "groups": [
                {"id": name, "name": lines._fields[name]._description_string(self.env)}
                for name in GROUPS
            ],
            "reasons": [
                {
                    "id": reason.id,
                    "name": reason.name,
                    "write_off": reason.may_write_off,
                    "note": reason.needs_note,
                }
                for reason in reasons
            ],
            "technicians": self.env["aftersales.technician"].search_read(
                [("company_id", "=", self.env.company.id)], ["name"]
            ),
            "month": f"{self.env.company._aftersales_today():%Y-%m}",
            "may_answer": user.has_group(FINANCE) or user.has_group(MANAGER),
        }

    @api.model
    def _get_labels(self, records, name):
        labels = records._fields[name]._description_selection(self.env)
        return [{"id": key, "name": label} for key, label in labels]

    # --- what is done with the rows that were chosen

    @api.model
    def _browse(self, line_ids):
        self._require_reader()
        lines = self.env["aftersales.reconcile.line"].browse(
            [int(number) for number in line_ids or ()]
        )
        return lines.exists()

    @api.model
    def give_reason(self, line_ids, reason_id, note=None):
        self._browse(line_ids).action_give_reason(reason_id, note)

    @api.model
    def take_back(self, line_ids):
        self._browse(line_ids).action_take_back()

    @api.model
    def write_off(self, line_ids, reason_id, note=None):
        self._browse(line_ids).action_write_off(reason_id, note)

    @api.model
    def remind(self, line_ids):
        self._browse(line_ids).action_remind()

    @api.model
    def open_cell(self, line_id, cell):
        return self._browse([line_id]).action_open_cell(cell)

    @api.model
    def export(self, filters=None):
        """The choice as a workbook."""
        self._require_reader()
        window = self.env["aftersales.reconcile.workbook"]
        return window.create({"filters": json.dumps(filters or {})}).action_excel()
