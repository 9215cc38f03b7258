import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...exceptions import LedgerRefused
from .test_policy import PolicyCase

START = datetime.date(2026, 1, 1)
STEPS = (
    "sell",
    "send_back",
    "ours",
    "exchange",
    "resell",
    "void",
    "suspend",
    "resume",
    "goodwill",
    "install",
    "lose",
)


class TestLifeHistory(PolicyCase):
    """Whatever happens to a serial number in whatever order (★20)."""

    def setUp(self):
        super().setUp()
        self.make_policy(
            [{"amount": 12}, {"amount": 6, "start_event": "installation_date"}]
        )
        self.owners = self.env["res.partner"].create(
            [{"name": f"客户 {index}", "is_company": True} for index in range(3)]
        )

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(STEPS), st.integers(0, 2), st.sampled_from("ABC")
            ),
            max_size=9,
        )
    )
    def test_replay_equals_what_is_stored_and_one_device_per_number(self, steps):
        with self.env.cr.savepoint() as savepoint:
            devices = self.walk(steps)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(devices.coverage_ids._verify())
            keys = devices.mapped("serial_key")
            self.assertEqual(len(keys), len(set(keys)))
            for device in devices:
                alive = device._get_coverages().filtered(lambda c: not c.voided_on)
                self.assertEqual(
                    device.coverage_end_date,
                    max(alive.mapped("end_date"), default=False),
                )
                former = device.coverage_ids.filtered("former")
                day = self.company._aftersales_today()
                self.assertFalse([c for c in former if c._is_running(day)])
            savepoint.rollback()
        self.env.invalidate_all()

    def walk(self, steps):
        model = self.env["aftersales.device"].with_context(active_test=False)
        for number, (step, who, serial) in enumerate(steps):
            device = model.search([("serial_key", "=", f"H{serial}")])
            ends = {c: c.end_date for c in device.coverage_ids}
            day = START + datetime.timedelta(20 * number)
            try:
                self.take(step, device, self.owners[who], serial, day)
            except LedgerRefused:
                continue
            for coverage, end in ends.items():
                self.assertGreaterEqual(coverage.end_date, end)
        return model.search([("serial_key", "in", ["HA", "HB", "HC"])])

    def take(self, step, device, owner, serial, day):
        if step == "sell":
            self.sell(serial, owner, day)
        elif device:
            getattr(self, f"do_{step}")(device, owner, day)

    def sell(self, serial, owner, day):
        """As a delivery does, without the stock around it."""
        self.env["aftersales.device"]._register_delivered(
            [
                {
                    "company_id": self.company.id,
                    "partner_id": owner.id,
                    "site_id": owner.id,
                    "ship_date": day,
                    "delivery_date": day,
                    "sale_line_id": False,
                    "serial": f"h {serial.lower()}",
                    "lot_id": False,
                    "product_id": self.machine.id,
                    "grade": False,
                }
            ]
        )

    def do_send_back(self, device, owner, day):
        device.action_take_back("返修")
        self.sell(device.serial_key[1:], device.partner_id or owner, day)

    def do_ours(self, device, owner, day):
        device._become_ours("退货")
        self.assertFalse(device.partner_id)
        self.assertEqual(device.coverage_state, "none")

    def do_exchange(self, device, owner, day):
        if device.active:
            left = max(device._get_coverages().mapped("end_date"), default=None)
            runs = device.coverage_state == "in"
            new = device.action_replace("HC", "换机")
            if runs and new != device:
                running = new._get_coverages().filtered(lambda c: not c.voided_on)
                self.assertTrue(running, left)

    def do_resell(self, device, owner, day):
        device.action_resell(owner, "转让")

    def do_void(self, device, owner, day):
        alive = device.coverage_ids.filtered(lambda c: not c.voided_on)
        alive[:1]._add_event("voided", day, reason="私自改装")

    def do_suspend(self, device, owner, day):
        device._suspend_coverages(day, "FW")

    def do_resume(self, device, owner, day):
        device._resume_coverages(day + datetime.timedelta(10), "FW")

    def do_goodwill(self, device, owner, day):
        device._grant_goodwill(3, "老客户")

    def do_install(self, device, owner, day):
        device.installation_date = day

    def do_lose(self, device, owner, day):
        device.action_lose("被盗")
