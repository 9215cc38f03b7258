from odoo import Command, api, fields, models
from odoo.tools import convert, file_open

_TABLES = (
    "aftersales.sla.event",
    "aftersales.sla.policy",
    "aftersales.sla.version",
    "aftersales.sla.approver",
    "aftersales.sla.rule",
)


class SlaPolicy(models.Model):
    """The presets PS-01 … PS-16: read once from tables, copied by whoever wants one."""

    _inherit = "aftersales.sla.policy"

    @api.model
    def _load_presets(self):
        """Read the tables as data that no update touches again (core's CSV data cannot)."""
        for table in _TABLES:
            name = f"data/sla/{table}.csv"
            with file_open(f"aftersales_service/{name}", "rb") as file:
                convert.convert_csv_import(
                    self.env, "aftersales_service", f"{table}.csv", file.read(), {},
                    "init", noupdate=True,
                )  # fmt: skip

    def _activate(
        self, company, unit=None, calendar=None, valid_from=None, grace_minutes=0
    ):
        """A copy of this preset for a company: a policy with one draft version.

        :param calendar: working hours of every deadline that counts working time, and of
            the time ledger
        :param grace_minutes: what “at once” means in this company
        """
        self.ensure_one()
        version = self.version_ids.sorted("id")[-1:]
        policy = self.with_context(active_test=False).copy(
            {
                "company_id": company.id,
                "unit_id": unit and unit.id,
                "is_template": False,
                "active": True,
            }
        )
        copied = version.copy(
            {
                "policy_id": policy.id,
                "valid_from": valid_from or fields.Date.context_today(self),
                "grace_minutes": grace_minutes,
            }
        )
        self._create_families()
        if calendar:
            copied.calendar_id = calendar
            copied.rule_ids.filtered("calendar_id").calendar_id = calendar
        return policy


class SlaPresetWizard(models.TransientModel):
    """Makes one of the sixteen presets the policy of a company or a unit."""

    _name = "aftersales.sla.preset"
    _description = "Activate a Preset"
    _inherit = "document.window.mixin"

    template_id = fields.Many2one(
        "aftersales.sla.policy",
        "Preset",
        required=True,
        domain=[("is_template", "=", True)],
        context={"active_test": False},
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Only for Unit",
        domain="[('company_id', '=', company_id)]",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Schedule",
        required=True,
        default=lambda self: self._default_calendar_id(),
        domain="[('company_id', 'in', [company_id, False])]",
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    rule_ids = fields.Many2many(
        "aftersales.sla.rule", compute="_compute_rule_ids", string="Deadlines"
    )
    by_hand_count = fields.Integer(compute="_compute_rule_ids")
    asks_grace = fields.Boolean(compute="_compute_rule_ids")
    grace_minutes = fields.Integer(
        "At Once Means Within (Minutes)",
        help="The sources say “at once” and name no minutes: after how many is it late in your company?",
    )
    parent_id = fields.Many2one(
        "aftersales.sla.policy",
        "Applies As Well",
        domain="[('is_template', '=', False), ('company_id', '=', company_id)]",
    )

    def _default_calendar_id(self):
        return (
            self.env.ref(
                "resource_calendar_makeup.calendar_china", raise_if_not_found=False
            )
            or self.env.company.resource_calendar_id
        )

    @api.depends("template_id")
    def _compute_rule_ids(self):
        for wizard in self:
            versions = wizard.template_id.version_ids
            rules = versions.rule_ids
            wizard.rule_ids = [Command.set(rules.ids)]
            wizard.asks_grace = bool(rules._get_without_grace())
            wizard.by_hand_count = len(
                rules.filtered(
                    lambda r: (
                        r.start_event_id.is_by_hand or r.stop_event_id.is_by_hand
                    )
                )
            )

    def action_activate(self):
        """A draft: what counts is what the general manager approves (O-08)."""
        self.ensure_one()
        policy = self.template_id._activate(
            self.company_id,
            self.unit_id,
            self.calendar_id,
            self.valid_from,
            self.grace_minutes,
        )
        policy.parent_id = self.parent_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.sla.version",
            "res_id": policy.version_ids.id,
            "view_mode": "form",
        }
