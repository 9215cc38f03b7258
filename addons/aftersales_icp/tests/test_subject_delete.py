from odoo.exceptions import AccessError

from odoo.addons.aftersales_icp.exceptions import IcpNotDraft

from .common import IcpCommon


class TestSubjectDelete(IcpCommon):
    def test_compliance_deletes_a_draft_with_its_services(self):
        subject = self.make_subject()
        service = self.make_service(subject)
        self.as_user(subject, "compliance").unlink()
        self.assertFalse(service.exists())

    def test_clerk_deletes_nothing(self):
        with self.assertRaises(AccessError):
            self.as_user(self.make_subject(), "clerk").unlink()

    def test_filed_and_cancelled_stay(self):
        subject = self.make_filed()
        with self.assertRaises(IcpNotDraft):
            subject.unlink()
        subject.action_cancel()
        with self.assertRaises(IcpNotDraft):
            (subject + self.make_subject()).unlink()
