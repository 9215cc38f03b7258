from odoo import Command, models


class LookMixin(models.AbstractModel):
    """A form that is not saved yet shows nothing that its user may not see.

    Core gives the name of a linked record, and everything related to it, to whoever names
    it in a form: what he gets is computed by the superuser.
    """

    _name = "document.look.mixin"
    _description = "Links That a Form May Show"

    def onchange(self, values, field_names, fields_spec):
        """:raises AccessError: for a document that may not be shown (extends `web`)"""
        if not field_names:  # a form opens: defaults of its context count, too
            missing = fields_spec.keys() - values.keys()
            defaults = self.default_get(list(missing))
            values = values | {n: v for n, v in defaults.items() if n in missing}
        self._check_proposed(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_proposed(self, values):
        """The same for lines of it, which a form sends as commands."""
        self.new(values, origin=self)._check_looks(values)
        for name in self._fields.keys() & values:
            if self._fields[name].type != "one2many":
                continue
            lines = self.env[self._fields[name].comodel_name]
            if hasattr(lines, "_check_proposed"):
                for command in values[name] or ():
                    if command[0] in (Command.CREATE, Command.UPDATE):
                        lines._check_proposed(command[2])

    def _check_looks(self, names=None):
        """Look at the links to documents of the same family of add-ons."""
        if self.env.su:
            return
        family = self._name.partition(".")[0] + "."
        for name in self._fields if names is None else self._fields.keys() & names:
            field = self._fields[name]
            linked = field.type in ("many2one", "many2many") and field.store
            if linked and field.comodel_name.startswith(family):
                self._check_look(self[name]._origin)

    def _check_look(self, documents):
        """Documents of a company in which he does not work; whatever else a form proposes
        was found for him."""
        if "company_id" in documents:
            mine = self.env.user.company_ids
            # sudo: whose it is, decides whether it is looked at any further
            others = documents.sudo().filtered(lambda d: d.company_id - mine)
            others.with_env(self.env).check_access("read")
