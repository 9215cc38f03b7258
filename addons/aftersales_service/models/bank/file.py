import base64
import hashlib

from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from .journal import SOURCES


class BankFile(models.Model):
    """A statement as it was downloaded: checked, shown, then read in one transaction.

    What was read stands with its file, which nobody changes any more.
    """

    _name = "aftersales.bank.file"
    _description = "Statement File"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id desc"

    _transitions = {
        "draft": ("mapping", "refused", "checked"),
        "mapping": ("draft", "mapping", "refused", "checked"),
        "refused": ("draft", "mapping", "refused", "checked"),
        "checked": ("draft", "mapping", "refused", "checked", "done"),
        "done": (),
    }
    _deletable_states = ("draft", "mapping", "refused", "checked")
    _signed_fields = frozenset(("name", "data", "journal_id"))

    name = fields.Char("File Name", required=True)
    data = fields.Binary("Statement as Downloaded", required=True, attachment=True)
    file_hash = fields.Char("SHA-256", readonly=True, copy=False)
    journal_id = fields.Many2one(
        "account.journal",
        "Statement Account",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('type', '=', 'bank')]",
        help="The bank account, or the account at WeChat Pay or Alipay, whose statement it is.",
    )
    company_id = fields.Many2one(
        related="journal_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        compute_sudo=True,  # of an account that the user chose
    )
    source = fields.Selection(SOURCES, "Kind of Statement", readonly=True, copy=False)
    account = fields.Char(
        "Number of the Account", readonly=True, copy=False, help="As the file tells it."
    )
    state = fields.Selection(
        [
            ("draft", "Not Checked"),
            ("mapping", "Columns to Assign"),
            ("refused", "With Faults"),
            ("checked", "Checked"),
            ("done", "Read"),
        ],
        default="draft",
        readonly=True,
    )
    fault = fields.Text("Faults Found", readonly=True, copy=False)
    notice = fields.Text("To Know", readonly=True, copy=False)
    new_count = fields.Integer("New Lines", readonly=True, copy=False)
    known_count = fields.Integer("Already There", readonly=True, copy=False)
    first_day = fields.Date(readonly=True, copy=False)
    last_day = fields.Date(readonly=True, copy=False)
    amount_in = fields.Monetary("Came In", readonly=True, copy=False)
    amount_out = fields.Monetary("Went Out", readonly=True, copy=False)
    amount_fee = fields.Monetary("Charges", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Read By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    read_at = fields.Datetime("Read On", readonly=True, copy=False)
    column_ids = fields.One2many("aftersales.bank.column", "file_id", "Columns")
    row_ids = fields.One2many("aftersales.bank.row", "file_id", "Rows", readonly=True)
    line_ids = fields.One2many(
        "account.bank.statement.line", "aftersales_file_id", "Lines", readonly=True
    )

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for record in self:
            journal = record.journal_id
            record.currency_id = journal.currency_id or journal.company_id.currency_id

    @api.model_create_multi
    def create(self, vals_list):
        """A file belongs to a company in which its reader works (overrides `create`)."""
        records = super().create(vals_list)
        records._check_journal()
        return records

    def write(self, vals):
        """Another file, or another account, is not checked yet (overrides `write`)."""
        result = super().write(vals)
        if {"data", "journal_id"} & set(vals):
            self._check_journal()
            # sudo: columns are those of the file, nobody adds or deletes one
            self.column_ids.sudo().unlink()
            self._begin("draft")
        return result

    def _check_journal(self):
        """:raises ProofMissing: for an account that has no statements
        :raises AccessError: for one of another company
        """
        self.journal_id.check_access("read")
        for record in self:
            if record.journal_id.type != "bank":
                raise ProofMissing(
                    self.env._(
                        "“%s” has no statements. Choose a bank account, or the account of WeChat Pay or Alipay.",
                        record.journal_id.display_name,
                    )
                )

    def _is_signed(self):
        return self.state == "done"

    def _get_signed_text(self, _names):
        return self.env._(
            "“%s” was read and stands as it is. Choose a file of its own for what is to be added.",
            self.name,
        )

    def _begin(self, state, **vals):
        """Move to ``state`` with nothing left of what an earlier check said."""
        # sudo: only a check makes rows of what it found, and takes them away
        self.row_ids.sudo().unlink()
        for record in self:
            empty = dict.fromkeys(("fault", "notice", "source", "account"), False)
            empty |= dict.fromkeys(("first_day", "last_day"), False)
            empty |= dict.fromkeys(("new_count", "known_count"), 0)
            empty |= dict.fromkeys(("amount_in", "amount_out", "amount_fee"), 0.0)
            if record.state == state == "draft":
                record._in_flow().write(empty | vals)
            else:
                record._move_to(state, **empty | vals)

    def _get_bytes(self):
        return base64.b64decode(self.data or b"")

    def _check_may_read(self):
        """:raises GroupRefused: for whoever is no accountant; `AccessError`: nor may write it"""
        self.ensure_one()
        self._require_group(FINANCE)
        self.check_access("write")

    def _get_digest(self):
        return hashlib.sha256(self._get_bytes()).hexdigest()

    def action_show_lines(self):
        """The lines that this file brought."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_bank_line_action"
        )
        return action | {
            "domain": [("aftersales_file_id", "=", self.id)],
            "context": {},
        }
