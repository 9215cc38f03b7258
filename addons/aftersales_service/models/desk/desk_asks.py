from odoo import models

# What the deadlines of some trades depend on beside the way and the area.
ASKED = ("order_kind", "severity", "fault_area", "supplier_needed")


class ServiceOrder(models.Model):
    """The desk asks what the service policy of this call wants to know, and nothing else:
    a coach company names the fault area (S-34), a medical one the severity (S-32)."""

    _inherit = "aftersales.order"

    def _get_desk_asks(self):
        """Questions on which the deadlines of this call depend.

        :return: [{name, label, values: [[key, label], …], value: what holds now}]
        """
        self.ensure_one()
        # sudo: everybody who takes a call may ask its policy
        rules = self.sudo()._get_stack_rules()
        starts = set(rules.start_event_id.mapped("code"))
        begun = rules.filtered(lambda r: r.start_event_id.code == "called")
        wanted = [name for name in ASKED if any(begun.mapped(name))]
        if "complaint_received" in starts and "order_kind" not in wanted:
            wanted.insert(0, "order_kind")
        return [self._prepare_desk_ask(name) for name in wanted]

    def _prepare_desk_ask(self, name):
        field = self._fields[name]
        if field.type == "boolean":
            values = [["1", self.env._("Yes")]]
        else:
            values = [list(pair) for pair in field._description_selection(self.env)]
        value = self[name]
        return {
            "name": name,
            "label": field._description_string(self.env),
            "values": values,
            "value": "1" if value is True else value or "",
        }
