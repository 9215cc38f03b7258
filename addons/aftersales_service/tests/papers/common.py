"""Papers of a job and of a settlement, and who gets them."""

from ..settlement.common import SettlementCommon


class PapersCommon(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.customer.write({"email": "kehu@example.com", "lang": "zh_CN"})
        for partner in cls.partners.values():
            partner.write({"email": "huoban@example.com", "lang": "zh_CN"})

    def open_window(self, document, user=None, **vals):
        """The window behind “Send a Paper”, as it opens for ``user``."""
        action = document.with_user(user or self.dispatcher)
        action = action.action_aftersales_send_paper()
        window = self.env[action["res_model"]].with_user(user or self.dispatcher)
        window = window.with_context(**action["context"])
        told = {key[8:]: value for key, value in action["context"].items()}
        return window.create(told | vals)

    def letters(self, document):
        return self.env["aftersales.letter"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def form(self, name):
        return self.env.ref(f"aftersales_service.form_{name}")
