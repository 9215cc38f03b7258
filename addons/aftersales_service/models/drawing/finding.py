from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..fit.part_fit import Unit


class Drawing(models.Model):
    _inherit = "aftersales.drawing"

    @api.model
    @ormcache("company_id")
    def _get_drawn(self, company_id):
        """Ids of the machines that have a drawing: asked wherever a machine is shown, and
        most houses have drawings of few."""
        ours = [("company_id", "in", (False, company_id))]
        # sudo: of which machines there are drawings is no secret
        return frozenset(self.sudo().search(ours).machine_tmpl_ids.ids)

    @api.model
    def _find_shown(self, asked, company):
        """{device or product: drawings that show it}, devices inside it included, by sheet.

        A fixed number of queries, however many are asked for.

        :param asked: devices, or products of jobs whose device nobody knows
        """
        drawn = self._get_drawn(company.id)
        if not drawn:
            return dict.fromkeys(asked, self.browse())
        devices, machines = self.env["aftersales.device"], self.env["product.product"]
        devices = devices.union(*(d for d in asked if d._name == devices._name))
        machines = machines.union(*(m for m in asked if m._name == machines._name))
        # sudo: of what a machine is built is no secret to who sees the machine
        units = {d.with_env(self.env): [_get_unit(d)] for d in devices.sudo()}
        units |= {m: [Unit("", m.id, m.product_tmpl_id.id)] for m in machines}
        inside = devices.sudo()._find_inside() if devices else {}
        for device in devices:
            units[device] += inside.get(device.id, [])
        templates = {unit.template for found in units.values() for unit in found}
        domain = Domain("machine_tmpl_ids", "in", list(templates & drawn))
        domain &= Domain("company_id", "in", (False, company.id))
        # sudo: see above; rows are those of the company and those that all share
        drawings = self.sudo().search(domain) if templates & drawn else self.browse()
        drawings.mapped("machine_tmpl_ids")
        drawings.mapped("variant_ids")
        return {
            one: drawings.filtered(
                lambda d, found=found: any(_is_of(d, unit) for unit in found)
            ).with_env(self.env)
            for one, found in units.items()
        }


def _get_unit(device):
    product = device.product_id
    return Unit(device.serial or "", product.id, product.product_tmpl_id.id)


def _is_of(drawing, unit):
    return unit.template in drawing.machine_tmpl_ids.ids and drawing._shows(unit)
