from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestBesideTimesheet(TransactionCase):
    """An employee without a role of ours writes his hours as before."""

    def test_writes_copies_exports_and_deletes(self):
        clerk = new_test_user(
            self.env,
            "plain_hours",
            "hr_timesheet.group_hr_timesheet_user,base.group_allow_export",
        )
        self.env["hr.employee"].create({"name": "钱时", "user_id": clerk.id})
        project = self.env["project.project"].create({"name": "内部"})
        lines = self.env["account.analytic.line"].with_user(clerk)
        line = lines.create(
            {"name": "会议", "project_id": project.id, "unit_amount": 2}
        )
        names = list(line.fields_get())
        self.assertFalse([n for n in names if n.startswith("aftersales_")])
        line.export_data(names)
        line.unit_amount = 3
        copied = line.copy()
        self.assertEqual(copied.unit_amount, 3)
        (line | copied).unlink()
        self.assertFalse((line | copied).exists())
