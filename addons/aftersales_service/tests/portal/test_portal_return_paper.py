from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalReturnPaper(PortalCommon):
    """Whoever announced a return prints its slip and its label (R-03)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.env["aftersales.return"].create(
            {
                "partner_id": cls.customer.id,
                "dealer_id": cls.dealer.id,
                "reason": "异响",
                "line_ids": [
                    (0, 0, {"device_id": cls.device.id, "serial": cls.device.serial})
                ],
            }
        )

    def paper(self, login, index, record=None):
        path = f"/my/returns/{(record or self.record).id}/paper/{index}"
        return self.login(login).url_open(path, allow_redirects=False)

    def test_slip_and_label_are_papers(self):
        for login in ("as_me", "as_dealer"):
            for index in (0, 1):
                answer = self.paper(login, index)
                self.assertEqual(answer.status_code, 200, (login, index))
                self.assertEqual(answer.headers["Content-Type"], "application/pdf")
                self.assertIn(self.record.name, answer.text)  # tests print no PDF

    def test_they_print(self):
        report = self.env["ir.actions.report"].with_user(self.people["as_me"]).sudo()
        for xmlid in self.env["aftersales.portal"]._get_return_papers():
            content, kind = report.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(xmlid, self.record.ids)
            self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))

    def test_strangers_and_unknown_papers_are_shown_the_way_home(self):
        for login, index in (("as_other", 0), ("as_rival", 1), ("as_me", 2)):
            self.assertEqual(self.paper(login, index).status_code, 303, (login, index))
