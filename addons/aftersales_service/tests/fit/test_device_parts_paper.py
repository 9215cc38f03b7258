from lxml.html import fromstring

from odoo.tests import HttpCase, tagged

from .fit_case import FitCommon


@tagged("post_install", "-at_install")
class TestDevicePartsPaper(FitCommon, HttpCase):
    """The list of the parts of a device, with what is inside them, and blank."""

    def render(self, record, **data):
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, _kind = report._render_qweb_html(
            "aftersales_service.report_device_parts", record.ids, data or None
        )
        return fromstring(content).text_content()

    def test_it_lists_what_is_inside(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "装配")
        self.env["aftersales.device.part"].create(
            {"device_id": motor.id, "product_id": self.old.id, "quantity": 2}
        )
        text = self.render(self.device)
        for word in ("YJ2105-99", "M-1", "轴承A"):
            self.assertIn(word, text)
        self.assertLess(text.index("M-1"), text.index("轴承A"))

    def test_blank_has_lines_to_write_on(self):
        form = self.env.ref("aftersales_service.form_device_parts")
        action = form.action_print_blank()
        text = self.render(self.env["aftersales.device"], **action["data"])
        self.assertIn("12", text)
        self.assertNotIn("YJ2105-99", text)
