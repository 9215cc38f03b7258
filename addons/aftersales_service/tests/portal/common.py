import io

from PIL import Image

from odoo import Command, http
from odoo.tests import HttpCase

from ..common import AfterSalesCommon


def png(shade):
    stream = io.BytesIO()
    Image.new("RGB", (2, 2), (shade, 0, 0)).save(stream, "PNG")
    return (f"{shade}.png", stream.getvalue(), "image/png")


class PortalCommon(AfterSalesCommon, HttpCase):
    """Two customers, a dealer of the first one's device, another dealer; a second company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theirs = cls.make_firm("别家公司")
        cls.dealer = cls.make_firm("鲁中经销商")
        cls.rival = cls.make_firm("对手经销商", aftersales_dealer=True)
        cls.people = {
            login: cls.make_portal_user(login, firm)
            for login, firm in (
                ("as_me", cls.customer),
                ("as_other", cls.theirs),
                ("as_dealer", cls.dealer),
                ("as_rival", cls.rival),
            )
        }
        cls.device = cls.make_device(agent_id=cls.dealer.id)
        cls.private = cls.make_device("YJ260900002")
        cls.strange = cls.make_device("ZZ990000001", partner_id=cls.theirs.id)
        cls.transport = cls.env.ref("aftersales_service.complaint_category_1_2_1")

    @classmethod
    def make_firm(cls, name, **vals):
        return cls.env["res.partner"].create({"name": name, "is_company": True} | vals)

    @classmethod
    def make_portal_user(cls, login, firm):
        partner = cls.env["res.partner"].create(
            {"name": login, "parent_id": firm.id, "email": f"{login}@example.com"}
        )
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "lang": "en_US",
                "partner_id": partner.id,
                "group_ids": [Command.set([cls.env.ref("base.group_portal").id])],
            }
        )

    def login(self, login):
        self.authenticate(login, login)
        return self

    def assert_said(self, words, text):
        """``words`` are English|Chinese: a website has its own language, not the user's."""
        self.assertRegex(text, words)

    def send(self, path, files=(), follow=True, **post):
        """POST as the script of the page does; None as ``csrf_token`` leaves it out."""
        data = {
            "reply": "json",
            "key": f"key-{self.id()[-12:]}-0000",
            "csrf_token": http.Request.csrf_token(self),
            "fault": "电机异响",
            "contact_phone": "0531-88881234",
        } | post
        data = {name: value for name, value in data.items() if value is not None}
        return self.url_open(
            path,
            data=data,
            files=list(files) or {"x": ("", b"")},
            allow_redirects=follow,
        )

    def orders(self):
        self.env.invalidate_all()
        return self.env["aftersales.order"].search([])

    def make_claim(self, shades=(1, 2, 3), **post):
        files = [("damage_0_photos", png(shade)) for shade in shades]
        data = {"kind": "transport", "damage_0_name": "门板凹陷"} | post
        return self.send(f"/my/devices/{self.device.id}/report", files, **data)
