from odoo import api, models

# What a file is and whose it is; the rest (an access token, a description) is free.
OWNER = frozenset(("res_model", "res_field", "res_id"))
CONTENT = OWNER | {"raw", "datas", "db_datas", "store_fname", "checksum", "mimetype"}
CONTENT |= {"type", "url", "name", "public"}


class IrAttachment(models.Model):
    """Files of a guarded document are as safe as its fields.

    A file of a field (a signature, a picture) is written by that field only: a guarded one in
    a flow, any other in the form of the document. Other files of a document stand once
    it is signed.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is put beside a field of ours (extends `base`)."""
        attachments = super().create(vals_list)
        attachments._check_field_files()
        return attachments

    def write(self, vals):
        """Nor replaced, nor moved to or from it (extends `base`)."""
        if not CONTENT & vals.keys():
            return super().write(vals)
        self._check_files()
        result = super().write(vals)
        if OWNER & vals.keys():
            self._check_files()
        return result

    def unlink(self):
        """Nor taken away, unless the document itself is gone (extends `base`)."""
        self._check_files()
        return super().unlink()

    def _check_files(self):
        self._check_field_files()
        for model, files in self._group_guarded(of_field=False).items():
            documents = files._get_documents(model)
            if documents._is_flowing():
                continue
            for document in documents.filtered(lambda d: d._is_signed()):
                self._refuse_file(document)

    def _check_field_files(self):
        for model, files in self._group_guarded(of_field=True).items():
            for file in files:
                if not file._may_write_field(self.env[model]):
                    for document in file._get_documents(model):
                        self._refuse_file(document)

    def _group_guarded(self, of_field):
        """{model: these attachments of its guarded documents}."""
        found = {}
        # sudo: whose file it is, decides; the reader may have lost sight of it
        for file in self.sudo():
            if file.res_model not in self.env or bool(file.res_field) != of_field:
                continue
            if file.res_id and hasattr(self.env[file.res_model], "_may_store_file"):
                found.setdefault(file.res_model, self.browse())
                found[file.res_model] |= file.with_env(self.env)
        return found

    def _may_write_field(self, model):
        """By the ORM, which is superuser; a guarded field in a flow besides."""
        # sudo: as above
        return self.env.su and model._may_store_file(self.sudo().res_field)

    def _get_documents(self, model):
        # sudo: whether a document is signed is asked for whoever touches its files
        ids = self.sudo().mapped("res_id")
        return self.env[model].sudo().browse(ids).exists()

    def _refuse_file(self, document):
        document._refuse_fields(["file"], self._get_file_text(document))

    def _get_file_text(self, document):
        return self.env._(
            "Files of %s are changed by its buttons only, and not at all once it is signed.",
            document.display_name,
        )
