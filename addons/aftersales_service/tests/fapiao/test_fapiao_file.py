from odoo import Command

from ...exceptions import ProtectedRefused
from .common import FapiaoCommon


class TestFile(FapiaoCommon):
    """OFD, PDF or XML as it was received."""

    def upload(self, user, **vals):
        """As the form uploads a file before its record is saved."""
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "发票.pdf", "raw": b"%PDF-1", "res_id": 0} | vals)
        )

    def test_who_reads_the_fapiao_reads_its_file(self):
        file = self.upload(self.accountant, res_model="aftersales.fapiao")
        fapiao = self.make_fapiao(net=10, file_ids=[Command.link(file.id)])
        self.assertEqual((file.res_model, file.res_id), (fapiao._name, fapiao.id))
        for user in (self.director, self.inspector):
            self.assertEqual(file.with_user(user).raw, b"%PDF-1")

    def test_a_file_of_others_is_not_taken(self):
        device = self.make_device("F-1")
        theirs = self.upload(self.env.user, res_model=device._name, res_id=device.id)
        fapiao = self.make_fapiao(net=10)
        fapiao.sudo().file_ids = theirs
        self.assertEqual(theirs.res_model, device._name)

    def test_it_stands_with_the_fapiao_and_another_may_come(self):
        file = self.upload(self.accountant)
        fapiao = self.make_fapiao(net=10, file_ids=[Command.link(file.id)])
        fapiao.action_register()
        for call in (
            lambda: fapiao.write({"file_ids": [Command.clear()]}),
            lambda: fapiao.write({"file_ids": [Command.unlink(file.id)]}),
            lambda: file.with_user(self.accountant).write({"raw": b"other"}),
            lambda: file.with_user(self.accountant).unlink(),
        ):
            with self.assertRaises(ProtectedRefused), self.cr.savepoint():
                call()
        later = self.upload(self.accountant, name="发票.ofd")
        fapiao.file_ids = [Command.link(later.id)]
        self.assertEqual(len(fapiao.file_ids), 2)
