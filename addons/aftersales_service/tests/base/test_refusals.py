from odoo.tests import TransactionCase
from odoo.tools import file_open

from ... import exceptions


class TestRefusals(TransactionCase):
    def test_every_guard_is_shown_with_its_sentence(self):
        """The web client shows unknown classes of errors as “Oops”, without the sentence."""
        with file_open("aftersales_service/static/src/base/refusals.js") as file:
            script = file.read()
        with file_open("document_flow/static/src/refusals/refusals.js") as file:
            shared = file.read()
        for name, guard in vars(exceptions).items():
            if isinstance(guard, type) and issubclass(guard, exceptions.Refused):
                own = guard.__module__ == exceptions.__name__
                self.assertIn(f'"{name}"', script if own else shared)
