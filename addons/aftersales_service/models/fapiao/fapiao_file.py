from odoo import api, models


class FapiaoFile(models.Model):
    """The file of a 发票 (OFD, PDF or XML) stays as it was when it was registered; one that
    comes later is added."""

    _inherit = "aftersales.fapiao"

    @api.model_create_multi
    def create(self, vals_list):
        """Files are read by whoever reads the 发票 (overrides `create`)."""
        records = super().create(vals_list)
        for fapiao in records.filtered("file_ids"):
            fapiao._adopt_files()
        return records

    def write(self, vals):
        """None is taken from what is registered (overrides `write`)."""
        if "file_ids" not in vals:
            return super().write(vals)
        before = {fapiao: fapiao.file_ids for fapiao in self}
        result = super().write(vals)
        for fapiao, files in before.items():
            if files - fapiao.file_ids and fapiao._is_signed():
                fapiao._refuse_fields(["file_ids"], fapiao._get_signed_text([]))
            fapiao._adopt_files()
        return result

    def _adopt_files(self):
        """A file that was uploaded before its 发票 was saved belongs to nobody, so that only
        who brought it could read it."""
        # sudo: of files that the user brought himself, and of no others
        mine = (
            self.sudo()
            ._in_flow()
            .file_ids.filtered(
                lambda file: file.create_uid == self.env.user
                and file.res_model in (False, self._name)
                and not file.res_id
            )
        )
        mine.write({"res_model": self._name, "res_id": self.id})
