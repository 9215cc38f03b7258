import base64

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..contractor.common import ContractorCommon
from ..portal.common import png
from .common import ParcelCommon


class TestParcelPhone(ParcelCommon):
    """The card on the technician's phone."""

    def day(self, user=None):
        days = self.env["aftersales.technician.day"].with_user(user or self.technician)
        return days.get_technician_day()

    def tell(self, parcel, lines, uuid="u1", user=None, visit=None, **more):
        days = self.env["aftersales.technician.day"].with_user(user or self.technician)
        entry = {
            "uuid": uuid,
            "action": "parcel",
            "args": {"parcel": parcel.id, "lines": lines, **more},
        }
        return days.sync((visit or self.visit).id, [entry])["results"][0]

    def test_card(self):
        parcel = self.send(self.ask((self.part, 2), (self.coder, 1)))
        card = self.day()["parcels"][0]
        self.assertEqual(card["waybill"], parcel.tracking_ref)
        self.assertEqual(card["visit_id"], self.visit.id)
        self.assertEqual([line["open"] for line in card["lines"]], [2, 1])
        self.assertFalse(self.day(self.colleague)["parcels"])

    def test_told_once_however_often_it_is_sent(self):
        parcel = self.send(self.ask((self.part, 3)))
        line = parcel.line_ids
        rows = [{"id": line.id, "arrived": 2, "missing": 1}]
        self.assertEqual(self.tell(parcel, rows)["status"], "done")
        self.assertEqual(self.tell(parcel, rows)["status"], "known")
        self.assertEqual(self.lying(self.li.location_id), 2)
        self.assertEqual(line.missing_quantity, 1)
        self.assertEqual(parcel.receipt_ids.user_id, self.technician)

    def test_typed_at_the_desk_meanwhile(self):
        parcel = self.send(self.ask((self.part, 3)))
        rows = [{"id": parcel.line_ids.id, "arrived": 3}]
        self.receive(parcel, (3, 0, 0), user=self.second)
        answer = self.tell(parcel, rows)
        self.assertEqual(answer["status"], "refused")
        self.assertIn(parcel.name, answer["message"])
        self.assertEqual(self.lying(self.li.location_id), 3)

    def test_photos(self):
        parcel = self.send(self.ask((self.part, 3)))
        name, raw, _kind = png(9)
        photo = {"name": name, "datas": base64.b64encode(raw).decode()}
        rows = [{"id": parcel.line_ids.id, "arrived": 2, "broken": 1}]
        answer = self.tell(parcel, rows, photos=[photo], note="外箱破损")
        self.assertEqual(answer["status"], "done")
        self.assertEqual(parcel.arrival_photo_ids.raw, raw)
        self.assertEqual(parcel.receipt_ids.note, "外箱破损")

    def test_what_is_no_photo(self):
        parcel = self.send(self.ask((self.part, 3)))
        photo = {"name": "x.png", "datas": base64.b64encode(b"<svg/>").decode()}
        rows = [{"id": parcel.line_ids.id, "arrived": 3}]
        answer = self.tell(parcel, rows, photos=[photo])
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(self.lying(self.road), 3)

    def test_a_parcel_of_somebody_else(self):
        parcel = self.send(self.ask((self.part, 3)))
        strange = self.make_visit(self.make_order(self.make_device("S9")), self.zhao)
        rows = [{"id": parcel.line_ids.id, "arrived": 3}]
        answer = self.tell(parcel, rows, user=self.colleague, visit=strange)
        self.assertEqual(answer["status"], "refused")
        answer = self.tell(parcel, [{"id": 0, "arrived": 1}], uuid="u2")
        self.assertEqual(answer["status"], "refused")
        answer = self.tell(parcel, [{"id": parcel.line_ids.id, "arrived": -1}], "u3")
        self.assertEqual(answer["status"], "refused")
        answer = self.tell(parcel, [{"id": parcel.line_ids.id, "arrived": "x"}], "u4")
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(self.lying(self.road), 3)

    def test_not_through_the_visit_of_somebody_else(self):
        parcel = self.send(self.ask((self.part, 3)))
        rows = [{"id": parcel.line_ids.id, "arrived": 3}]
        for user in (self.colleague, self.inspector):
            with self.assertRaises(AccessError):
                self.visit.with_user(user).action_receive_parcel(parcel.id, rows)
        self.assertEqual(self.lying(self.road), 3)

    def send_home(self, uuid="b1", **args):
        days = self.env["aftersales.technician.day"].with_user(self.technician)
        entry = {"uuid": uuid, "action": "send_parcel", "args": args}
        return days.sync(self.visit.id, [entry])["results"][0]

    def test_sent_to_the_store(self):
        """What of this visit is left goes home; what is for another one stays."""
        other = self.make_visit(self.make_order(self.make_device("S5")))
        self.send(self.ask((self.part, 1))).with_user(self.second).action_came_back()
        mine, strange = self.ask((self.part, 3)), self.ask((self.part, 2), visit=other)
        self.issue(mine)
        self.issue(strange)
        choice = [self.carrier.id, self.carrier.name]
        self.assertIn(choice, self.day()["choices"]["courier"])
        told = {"carrier": str(self.carrier.id), "waybill": "SD900", "cost": 18}
        self.assertEqual(self.send_home(**told)["status"], "done")
        self.assertEqual(self.send_home(**told)["status"], "known")
        parcel = self.env["aftersales.parcel"].search([("tracking_ref", "=", "SD900")])
        self.assertEqual(parcel.line_ids.requisition_id, mine)
        self.assertEqual((parcel.state, parcel.cost), ("sent", 18))
        self.assertTrue(parcel.date_due)
        self.assertEqual(mine.line_ids.held_quantity, 0)
        self.assertEqual(strange.line_ids.held_quantity, 2)

    def test_a_visit_that_goes_to_a_colleague(self):
        """The parcel stays with its receiver, and so does what his phone had kept."""
        requisition = self.ask((self.part, 3))
        parcel = self.send(requisition)
        rows = [{"id": parcel.line_ids.id, "arrived": 2, "missing": 1}]
        self.visit.with_user(self.dispatcher).action_reassign(self.zhao, note="病假")
        self.assertEqual(requisition.technician_id, self.zhao)
        card = self.day()["parcels"][0]
        self.assertEqual((card["id"], card["visit_id"]), (parcel.id, False))
        self.assertEqual(self.tell(parcel, rows)["status"], "done")
        self.tell(parcel, rows)
        self.assertEqual(self.lying(self.li.location_id), 2)
        self.assertEqual(self.lying(self.zhao.location_id), 0)
        self.assertEqual(parcel.line_ids.missing_quantity, 1)
        answer = self.tell(parcel, rows, uuid="u2", user=self.colleague)
        self.assertEqual(answer["status"], "refused")
        back = self.send_back()
        self.assertEqual(back.line_ids.requisition_id, requisition)
        back.action_send()
        self.assertEqual(self.lying(self.li.location_id), 0)

    def test_told_without_a_visit(self):
        parcel = self.send(self.ask((self.part, 3)))
        days = self.env["aftersales.technician.day"]
        rows = [{"id": parcel.line_ids.id, "arrived": 3}]
        entry = {"uuid": "u1", "action": "parcel"}
        entry["args"] = {"parcel": parcel.id, "lines": rows}
        for user in (self.colleague, self.accountant):
            answer = days.with_user(user).sync(False, [entry])
            self.assertEqual(answer["results"][0]["status"], "refused", user.login)
        answer = days.with_user(self.technician).sync(False, [entry])
        self.assertEqual(answer["results"][0]["status"], "done")
        self.assertEqual(parcel.state, "done")

    def test_home_is_the_warehouse_of_the_unit(self):
        own = self.warehouse.copy({"name": "二号仓", "code": "WH9"})
        unit = self.env["aftersales.unit"].create(
            {"name": "潍坊站", "code": "WF", "warehouse_id": own.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.part, own.lot_stock_id, 5
        )
        self.send(self.ask((self.part, 1))).action_came_back()
        device = self.make_device("S7")
        visit = self.make_visit(self.make_order(device, unit_id=unit.id))
        requisition = self.ask((self.part, 3), visit=visit)
        self.assertEqual(requisition.warehouse_id, own)
        self.issue(requisition)
        self.visit = visit
        told = {"carrier": self.carrier.id, "waybill": "SD907"}
        answer = self.send_home(**told)
        self.assertEqual(answer["status"], "done", answer)
        parcel = self.env["aftersales.parcel"].search([("tracking_ref", "=", "SD907")])
        self.assertEqual(parcel.warehouse_id, own)
        parcel.with_user(self.keeper).action_receive_all()
        self.assertEqual(self.lying(own.lot_stock_id), 5)

    def test_a_technician_of_a_unit_sends_to_its_warehouse(self):
        own = self.warehouse.copy({"name": "二号仓", "code": "WH9"})
        self.li.unit_id = self.env["aftersales.unit"].create(
            {"name": "潍坊站", "code": "WF", "warehouse_id": own.id}
        )
        self.assertEqual(self.send_back().warehouse_id, own)

    def test_a_waybill_that_is_used_already(self):
        """It is told, and does not stop what the phone brings behind it."""
        self.send(self.ask((self.part, 1))).action_came_back()
        self.issue(self.ask((self.coder, 1)))
        told = {"carrier": self.carrier.id, "waybill": "SD900"}
        self.assertEqual(self.send_home(**told)["status"], "done")
        self.issue(self.ask((self.part, 1)))
        answer = self.send_home("b2", carrier=self.carrier.id, waybill=" SD900 ")
        self.assertEqual(answer["status"], "refused")
        self.assertIn("SD900", answer["message"])
        answer = self.send_home("b3", carrier=self.carrier.id, waybill="SD901")
        self.assertEqual(answer["status"], "done")

    def test_sent_by_an_unknown_carrier(self):
        self.issue(self.ask((self.part, 3)))
        told = {"carrier": self.customer.id, "waybill": "SD901"}
        self.assertEqual(self.send_home(**told)["status"], "refused")
        self.assertEqual(self.lying(self.road), 0)

    def test_switched_off(self):
        self.send(self.ask((self.part, 3)))
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.assertEqual(self.day()["parcels"], [])


@tagged("post_install", "-at_install")
class TestParcelOutside(ParcelCommon, ContractorCommon):
    """People of other firms: on their phone page and in the portal."""

    def send_to(self, technician, quantity=2):
        visit = self.mine if technician == self.sun else self.colleague
        requisition = self.make_requisition(
            visit.with_user(self.dispatcher), (self.part, quantity)
        )
        return self.send(requisition)

    def test_on_his_phone(self):
        parcel = self.send_to(self.sun)
        self.assertEqual(self.day()["parcels"][0]["id"], parcel.id)
        self.assertFalse(self.day("as_wu")["parcels"])
        rows = [{"id": parcel.line_ids.id, "arrived": 2}]
        answer = self.sync(self.mine, "parcel", parcel=parcel.id, lines=rows)
        self.assertEqual(answer["status"], "done")
        self.assertEqual(self.lying(self.sun.location_id), 2)

    def test_nothing_else_may_be_sent(self):
        parcel = self.send_to(self.sun)
        answer = self.sync(self.mine, "parcel", parcel=parcel.id, lines=[], key="x")
        self.assertEqual(answer["status"], "refused")

    def test_pages(self):
        parcel = self.send_to(self.sun)
        self.login("as_sun")
        page = self.url_open("/my/parcels").text
        self.assertIn(parcel.tracking_ref, page)
        for login in ("as_wu", "as_other"):
            self.login(login)
            self.assertNotIn(parcel.tracking_ref, self.url_open("/my/parcels").text)
            answer = self.url_open(f"/my/parcels/{parcel.id}")
            self.assertNotIn(parcel.tracking_ref, answer.text)

    def post(self, parcel, page, **values):
        key = page.split('name="key" value="')[1].split('"')[0]
        data = {"csrf_token": http.Request.csrf_token(self), "key": key} | values
        return self.url_open(f"/my/parcels/{parcel.id}/receive", data=data)

    def test_told_on_the_page_once(self):
        parcel = self.send_to(self.sun, 3)
        line = parcel.line_ids
        self.login("as_sun")
        page = self.url_open(f"/my/parcels/{parcel.id}").text
        told = {f"arrived_{line.id}": "2", f"missing_{line.id}": "1"}
        self.post(parcel, page, **told)
        self.post(parcel, page, **told)
        self.assertEqual(self.lying(self.sun.location_id), 2)
        self.assertEqual(line.missing_quantity, 1)
        self.assertEqual(len(parcel.receipt_ids), 1)

    def test_nonsense_on_the_page(self):
        parcel = self.send_to(self.sun, 3)
        self.login("as_sun")
        page = self.url_open(f"/my/parcels/{parcel.id}").text
        for bad in ("-1", "x", "1e99", "7", "nan"):
            answer = self.post(parcel, page, **{f"arrived_{parcel.line_ids.id}": bad})
            self.assertEqual(answer.status_code, 422, bad)
        self.assertEqual(self.lying(self.road), 3)

    def test_whoever_answers_for_the_firm(self):
        parcel = self.send_to(self.qian)
        self.login("as_sun")
        self.assertNotIn(parcel.tracking_ref, self.url_open("/my/parcels").text)
        self.login("as_office")
        page = self.url_open(f"/my/parcels/{parcel.id}").text
        self.post(parcel, page, **{f"arrived_{parcel.line_ids.id}": "2"})
        self.assertEqual(parcel.state, "done")

    def test_a_dealer(self):
        parcel = self.pack(
            self.make_requisition(self.mine.with_user(self.dispatcher), (self.part, 2))
        )
        parcel.partner_id = self.dealer
        parcel.action_send()
        self.login("as_rival")
        self.assertNotIn(parcel.tracking_ref, self.url_open("/my/parcels").text)
        self.login("as_dealer")
        page = self.url_open(f"/my/parcels/{parcel.id}").text
        self.post(parcel, page, **{f"arrived_{parcel.line_ids.id}": "2"})
        self.assertEqual(parcel.state, "done")

    def test_portal_reads_nothing_over_rpc(self):
        parcel = self.send_to(self.sun)
        self.login("as_sun")
        for method, args in (
            ("read", [["name"]]),
            ("action_receive_all", []),
            ("action_receive", []),
            ("action_never_arrived", []),
            ("write", [{"note": "x"}]),
        ):
            answer = self.rpc("aftersales.parcel", method, parcel.ids, *args)
            self.assertIn("error", answer, method)
        self.assertEqual(self.lying(self.road), 2)
