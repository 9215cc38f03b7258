"""Content incidents and the review queue: stop, keep, report, close (I-32, I-90 ff.)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError

from odoo.addons.aftersales_icp.exceptions import (
    IcpIncidentIncomplete,
    IcpKept,
    IcpMoveRefused,
)

from .common import IcpCommon


class TestContent(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_filed_service()
        cls.post = cls.env["aftersales.icp.publication"].create(
            {
                "service_id": cls.service.id,
                "author": "user-42",
                "content": "诽谤他人的内容",
                "address": "https://www.yunfan.example.cn/forum/1",
            }
        )

    def incident(self, **values):
        return self.as_user(self.env["aftersales.icp.incident"], "clerk").create(
            {
                "service_id": self.service.id,
                "publication_id": self.post.id,
                "category_id": self.env.ref("aftersales_icp.code_prohibited_8").id,
                **values,
            }
        )

    def test_nine_categories_are_shipped(self):
        codes = self.env["aftersales.icp.code"].search(
            [("category", "=", "prohibited")]
        )
        self.assertEqual(len(codes), 9)

    def test_a_person_decides_whatever_the_filter_found(self):
        self.post.filter_words = "诽谤"
        self.assertEqual(self.post.state, "pending")
        post = self.as_user(self.post, "clerk")
        post.action_publish()
        self.assertEqual(post.decided_by_id, self.users["clerk"])

    def test_whole_way(self):
        self.post.action_publish()
        incident = self.incident()
        self.assertEqual(incident.content, self.post.content)
        self.assertEqual(len(self.duties(incident)), 2)
        incident.action_stop()
        self.assertEqual(self.post.state, "unpublished")
        self.assertEqual(self.post.content, "诽谤他人的内容")
        incident.action_preserve()
        with self.assertRaises(IcpIncidentIncomplete):
            incident.action_report()
        with self.assertRaises(IcpIncidentIncomplete):
            incident.action_close()
        incident.authority_id = self.env.ref("aftersales_icp.code_authority_police")
        incident.report_number = "网警2026-001"
        incident.action_report()
        self.assertEqual(set(self.duties(incident).mapped("state")), {"done"})
        incident.action_close()
        self.assertTrue(
            incident.stopped_at <= incident.reported_at <= incident.closed_at
        )

    def test_preserving_needs_author_words_and_address(self):
        incident = self.incident(publication_id=False)
        incident.action_stop()
        with self.assertRaises(IcpIncidentIncomplete):
            incident.action_preserve()

    def test_steps_are_not_skipped(self):
        with self.assertRaises(IcpMoveRefused):
            self.incident().action_preserve()

    def test_preserved_records_do_not_change(self):
        incident = self.incident()
        incident.action_stop()
        incident.action_preserve()
        with self.assertRaises(IcpKept):
            incident.content = "其他"
        with self.assertRaises(IcpKept):
            incident.sudo().unlink()

    def test_files_of_an_incident_are_kept(self):
        incident = self.incident()
        file = self.make_attachment(
            "clerk", res_model=incident._name, res_id=incident.id
        )
        with self.assertRaises(IcpKept):
            file.unlink()
        held = self.make_attachment(
            "clerk", res_model=self.post._name, res_id=self.post.id
        )
        with self.assertRaises(IcpKept):
            held.unlink()

    def test_copyright_has_its_own_way(self):
        incident = self.incident(kind="copyright", notice_at=fields.Datetime.now())
        self.assertFalse(self.duties(incident))
        incident.action_stop()
        incident.action_preserve()
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_log_is_kept_for_the_longer_clock_and_under_legal_hold(self):
        with self.assertRaises(IcpKept):
            self.post.unlink()
        with self.assertRaises(IcpKept):
            self.post.content = "改"
        self.env.flush_all()
        old = fields.Datetime.now() - timedelta(days=400)
        self.cr.execute(
            "UPDATE aftersales_icp_publication SET submitted_at = %s WHERE id = %s",
            [old, self.post.id],
        )
        self.post.invalidate_recordset()
        incident = self.incident()
        self.assertTrue(self.post.on_hold)
        with self.assertRaises(IcpKept):
            self.post.unlink()
        incident.action_stop()
        incident.kind = "copyright"
        incident.action_preserve()
        incident.action_close()
        # closed today: the normal retention begins only now
        self.env["aftersales.icp.publication"]._gc_kept_long_enough()
        self.assertTrue(self.post.exists())
        self.env.flush_all()
        self.cr.execute(
            "UPDATE aftersales_icp_incident SET closed_at = %s WHERE id = %s",
            [old, incident.id],
        )
        self.env.invalidate_all()
        self.env["aftersales.icp.publication"]._gc_kept_long_enough()
        self.assertFalse(self.post.exists())

    def test_shorter_retention_is_refused(self):
        with self.assertRaises(ValidationError):
            self.company.icp_retention_months = 2
