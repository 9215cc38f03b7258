import base64

from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from ...kernel.dates import add_months

STATES = [("draft", "Draft"), ("made", "Made"), ("withdrawn", "Withdrawn")]
_MOST_FAULTS = 100


class VoucherFile(models.Model):
    """A workbook for another program: entries of a month, or invoices for which fapiaos
    are to be issued."""

    _name = "aftersales.voucher.file"
    _number_code = "aftersales.voucher.file"
    _description = "File for Another Program"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {"draft": ("made",), "made": ("withdrawn",), "withdrawn": ()}
    _flow_models = ("aftersales.voucher.entry",)
    _signed_fields = frozenset(
        {"layout_id", "company_id", "month", "journal_ids", "again", "first_number"}
        | {"asked_kind"}
    )

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    layout_id = fields.Many2one(
        "aftersales.voucher.layout",
        "Program to Import It",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    kind = fields.Selection(related="layout_id.kind")
    month = fields.Date(required=True, default=lambda self: self._get_last_month())
    journal_ids = fields.Many2many(
        "account.journal",
        string="Journals",
        check_company=True,
        help="All entries of these; empty: entries of jobs and settlements only.",
    )
    again = fields.Boolean(
        "Again What Was in a File",
        help="What went out already goes again, under its old number, and is marked.",
    )
    first_number = fields.Integer(
        "First Voucher Number", help="0: after the last one of the month."
    )
    asked_kind = fields.Selection(
        [("general", "General Fapiao"), ("special", "Special Fapiao")],
        "Kind of Fapiao",
        default="general",
    )
    entry_ids = fields.One2many("aftersales.voucher.entry", "file_id", "Documents")
    entry_count = fields.Integer("Number of Documents", readonly=True, copy=False)
    again_count = fields.Integer("Of These Again", readonly=True, copy=False)
    debit = fields.Monetary(readonly=True, copy=False)
    credit = fields.Monetary(readonly=True, copy=False)
    note = fields.Text("To Be Checked", readonly=True, copy=False)
    workbook = fields.Binary(readonly=True, attachment=True, copy=False)
    filename = fields.Char("File Name", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number of a file is already taken."
    )

    @api.model
    def _get_last_month(self):
        return add_months(self.env.company._aftersales_today().replace(day=1), -1)

    def _is_signed(self):
        return self.state != "draft"

    # --- steps

    def action_make(self):
        """Gather, check and write; nothing is written while anything is missing.

        :raises ProofMissing: naming all that is missing
        """
        self.ensure_one()
        self._require_group(FINANCE)
        self.check_access("write")
        self._check_move("made")
        # sudo: entries of the company of this file, for who may make it
        file = self.sudo().with_company(self.company_id)
        moves, known = file._find_moves()
        if not moves:
            raise ProofMissing(file._explain_nothing(known))
        notes = file._find_notes_of_before(known)
        numbers, faults = file._get_numbers(moves)
        sheets, more = getattr(file, f"_prepare_{self.kind}")(moves, numbers)
        if faults := [*faults, *more]:
            raise ProofMissing(self._join_faults(faults))
        file._note_moves(moves, numbers)
        content, ending = file._make_content(sheets)
        name = f"{self.layout_id.name} {self.month:%Y-%m} {self.name}.{ending}"
        self._move_to(
            "made",
            workbook=base64.b64encode(content),
            filename=name.replace("/", "-"),
            note="\n".join(filter(None, [file.note, *notes])),
            entry_count=len(moves),
            again_count=len(file.entry_ids.filtered("is_again")),
        )
        return self.action_download()

    def _join_faults(self, faults):
        shown = list(dict.fromkeys(faults))
        left = len(shown) - _MOST_FAULTS
        more = [self.env._("… and %s more.", left)] if left > 0 else []
        return "\n".join(shown[:_MOST_FAULTS] + more)

    def action_download(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def action_withdraw(self):
        """It was not imported: its documents are free for another file."""
        self._require_group(FINANCE)
        self.check_access("write")
        self._move_to("withdrawn")
