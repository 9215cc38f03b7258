from odoo.tests import HttpCase, tagged

from ..courier.common import ParcelCommon
from ..old_part.test_old_part import OldPartCommon


@tagged("post_install", "-at_install")
class TestTourScanOldPart(OldPartCommon, HttpCase):
    """The keeper at the list of old parts, in Chinese."""

    browser_size = "1400,900"

    def test_a_scan_opens_the_old_part(self):
        self.keeper.write({"lang": "zh_CN", "email": "keeper@example.com"})
        part = self.replace(old_serial="O-77-ALT")
        self.assertTrue(part)
        self.start_tour(
            "/odoo/action-aftersales_service.aftersales_old_part_action",
            "aftersales_scan_old_part",
            login=self.keeper.login,
            timeout=120,
        )


@tagged("post_install", "-at_install")
class TestTourScanPhone(OldPartCommon, HttpCase):
    """The same with a phone in the hand."""

    browser_size = "390,844"
    touch_enabled = True

    def test_a_scan_opens_the_old_part_on_a_phone(self):
        self.keeper.write({"lang": "zh_CN", "email": "keeper@example.com"})
        self.assertTrue(self.replace(old_serial="O-77-ALT"))
        self.start_tour(
            "/odoo/action-aftersales_service.aftersales_old_part_action",
            "aftersales_scan_old_part_phone",
            login=self.keeper.login,
            timeout=120,
        )


@tagged("post_install", "-at_install")
class TestTourScanParcel(ParcelCommon, HttpCase):
    """A colleague of the sender counts a parcel on its form, in Chinese."""

    browser_size = "1400,900"

    def test_a_parcel_is_counted_by_scanner(self):
        self.second.write({"lang": "zh_CN", "email": "second@example.com"})
        self.part.barcode = "6901234567892"
        parcel = self.send(self.ask((self.part, 4)))
        action = "/odoo/action-aftersales_service.aftersales_parcel_action"
        self.start_tour(
            f"{action}/{parcel.id}",
            "aftersales_scan_parcel",
            login=self.second.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(parcel.line_ids.counted, 2)
        self.assertFalse(parcel.note)

    def test_a_name_plate_at_the_service_desk(self):
        self.dispatcher.write({"lang": "zh_CN", "email": "desk@example.com"})
        self.machine.barcode = "6901234567892"  # visit's device of `setUp`
        self.start_tour(
            "/odoo/service-desk",
            "aftersales_scan_desk",
            login=self.dispatcher.login,
            timeout=120,
        )
