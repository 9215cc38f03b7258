from odoo import api, fields, models


class Device(models.Model):
    """The parts of the device as a tree: as it was built, and as it is now (A13)."""

    _inherit = "aftersales.device"

    maintained_tree = fields.Html(
        "As Maintained", compute="_compute_trees", sanitize=False
    )
    built_tree = fields.Html("As Built", compute="_compute_trees", sanitize=False)
    has_parts = fields.Boolean(compute="_compute_trees")

    @api.depends("part_ids.removed_on", "part_ids.as_built")
    @api.depends_context("lang")
    def _compute_trees(self):
        for as_built, name in ((False, "maintained_tree"), (True, "built_tree")):
            trees = self._get_part_trees(as_built)
            for device in self:
                rows = trees.get(device._origin.id)
                device[name] = self._render_tree(rows) if rows else False
        for device in self:
            device.has_parts = bool(device.sudo().part_ids)

    def _render_tree(self, rows):
        values = {"rows": rows}
        return self.env["ir.qweb"]._render(
            "aftersales_service.device_part_tree", values
        )

    def _get_part_trees(self, as_built=False):
        """{device id: [{part, level, …}]}, what is inside a part right behind it.

        One query a level, however many devices.
        """
        # sudo: what a machine is made of is no secret to who sees the machine
        rows = self.env["aftersales.device.part"].sudo()
        inside, level, every = {}, self._origin.ids, set()
        while level:
            every.update(level)
            found = rows.search(
                [("device_id", "in", level), *self._get_tree_domain(as_built)],
                order="place, product_id, installed_on, id",
            )
            inside |= dict(found.grouped(lambda row: row.device_id.id))
            level = [id_ for id_ in found.inner_device_id.ids if id_ not in every]
        return {id_: self._list_tree(id_, inside, 0, ()) for id_ in self._origin.ids}

    def _get_shown_parts(self):
        """What a customer sees of his device: parts that were built in since it left us, and
        devices inside. Access to the device was checked."""
        # sudo: rows are not his to read; chosen values leave
        rows = self.sudo().part_ids.filtered(
            lambda p: not p.removed_on and (p.inner_device_id or not p.as_built)
        )
        return rows.sorted(lambda p: (p.place or "", str(p.installed_on or ""), p.id))

    @api.model
    def _get_tree_domain(self, as_built):
        return [("as_built", "=", True)] if as_built else [("removed_on", "=", False)]

    @api.model
    def _list_tree(self, device_id, inside, level, above):
        listed = []
        for row in inside.get(device_id, ()):
            listed.append({"row": row, "level": level})
            inner = row.inner_device_id.id
            if inner and inner not in (*above, device_id):
                listed += self._list_tree(inner, inside, level + 1, (*above, device_id))
        return listed
