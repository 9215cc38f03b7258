import inspect

from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales_icp.exceptions import IcpKept

from .common import IcpCommon


class TestReader(IcpCommon):
    """Who only reads the register changes nothing in it by any button."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_filed_service()
        cls.access = cls.make_access(cls.service)
        cls.order = cls.make_order(
            "change_service", cls.service.subject_id, cls.service
        )
        cls.licence = cls.env["aftersales.icp.licence"].create(
            {"partner_id": cls.partner.id, "number_raw": "粤B2-20090059"}
        )
        cls.incident = cls.env["aftersales.icp.incident"].create(
            {"service_id": cls.service.id}
        )

    def snapshot(self):
        """A fingerprint of every table of the register."""
        self.env.flush_all()
        self.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_name LIKE 'aftersales_icp_%' AND table_schema = 'public'"
        )
        prints = {}
        for (table,) in self.cr.fetchall():
            self.cr.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"  # pylint: disable=sql-injection
            )
            prints[table] = self.cr.fetchone()[0]
        return prints

    def buttons(self, record):
        """Public methods that a browser can call without an argument."""
        for name, method in inspect.getmembers(type(record), inspect.isfunction):
            ours = "aftersales_icp" in method.__module__
            if not (ours and name.startswith("action_")):
                continue
            needed = [
                one
                for one in list(inspect.signature(method).parameters.values())[1:]
                if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
            ]
            if not needed:
                yield name

    def test_no_button_of_an_auditor_writes(self):
        before, pressed = self.snapshot(), 0
        for record in (
            *(self.service, self.service.subject_id, self.service.domain_ids),
            *(self.access, self.order, self.licence, self.incident),
            *(self.service.psb_ids, self.duties(self.service)[:1]),
        ):
            reader = self.as_user(record, "auditor")
            for name in self.buttons(record):
                try:
                    with self.cr.savepoint():
                        getattr(reader, name)()
                        self.env.flush_all()
                except (AccessError, UserError):
                    pass
                self.env.invalidate_all()
                pressed += 1
                self.assertEqual(self.snapshot(), before, f"{record._name}.{name}")
        self.assertGreater(pressed, 40)

    def test_looking_at_the_page_is_writing(self):
        with self.assertRaises(AccessError):
            self.as_user(self.service, "auditor").action_check_now()
        with self.assertRaises(AccessError):
            self.as_user(self.service.domain_ids, "auditor").action_ask_registry()

    def test_dates_of_duties_follow_their_events(self):
        duty = self.duties(self.service)[:1]
        for persona in ("clerk", "compliance"):
            mine = self.as_user(duty, persona)
            for values in (
                {"due_on": "2099-12-31"},
                {"base_on": "2099-12-31"},
                {"service_id": False},
                {"rule_id": self.env.ref("aftersales_icp.rule_d11").id},
            ):
                with self.assertRaises(IcpKept):
                    mine.write(values)
            mine.user_id = self.users[persona]  # who looks after it may change
