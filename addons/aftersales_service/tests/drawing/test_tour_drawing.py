from odoo.tests import HttpCase, tagged

from .drawing_case import DrawingCommon

ORDER = "/odoo/action-aftersales_service.aftersales_order_action/{}"
VISIT = "/odoo/action-aftersales_service.aftersales_visit_action/{}"
PHONE = "/odoo/action-aftersales_service.aftersales_technician_day_action"
DRAWING = "/odoo/action-aftersales_service.aftersales_drawing_action/{}"


class DrawingTour(DrawingCommon, HttpCase):
    def setUp(self):
        super().setUp()
        for user in (self.technician, self.dispatcher, self.director, self.keeper):
            user.write({"lang": "zh_CN", "odoobot_state": "disabled"})
        self.replace(self.old, self.new, since="2026-02-01", new_quantity=2)
        self.order = self.make_order(self.device, service_type="a")
        self.visit = self.make_visit(self.order)

    def walk(self, url, tour, user):
        self.start_tour(url, tour, login=user.login, timeout=120)
        self.env.invalidate_all()

    def check_taken(self, url, user):
        """From the job to the request: drawing, number, take."""
        self.walk(url, "aftersales_drawing_take", user)
        lines = self.visit.requisition_ids.line_ids
        self.assertEqual(
            [(line.product_id, line.quantity) for line in lines], [(self.new, 2)]
        )

    def check_pictures(self):
        """The picture is for whoever may see the drawing, whole and small."""
        self.authenticate(self.technician.login, self.technician.login)
        url = self.drawing._get_picture_url()
        for address in (url, f"{url}&small=1"):
            answer = self.url_open(address)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.headers["Content-Type"], "image/png")
            self.assertIn("private", answer.headers["Cache-Control"])


@tagged("post_install", "-at_install")
class TestDrawingAtDesk(DrawingTour):
    """At 1400 px."""

    browser_size = "1400,900"

    def test_from_the_job(self):
        self.check_taken(ORDER.format(self.order.id), self.dispatcher)

    def test_drawn_with_the_mouse(self):
        """A frame is drawn, moved, made larger and taken away; a waiting row gets its own."""
        self.add_spot("7", self.new)
        url = DRAWING.format(self.drawing.id)
        self.walk(url, "aftersales_drawing_edit", self.director)
        boxes = {
            spot.position: [round(v, 2) for v in spot._pack()["box"]]
            for spot in self.drawing.spot_ids
        }
        self.assertEqual(
            boxes,
            {
                "1": [0.15, 0.25, 0.3, 0.5],
                "7": [0.4, 0.7, 0.1, 0.2],
                "8": [0.7, 0.7, 0.2, 0.2],
            },
        )
        added = self.drawing.spot_ids.filtered(lambda s: s.position == "8")
        self.assertEqual(added.product_id, self.mid)

    def test_pictures(self):
        self.check_pictures()

    def test_no_picture_for_strangers(self):
        portal = self.env["res.users"].create(
            {
                "name": "路人",
                "login": "drawing_portal",
                "password": "drawing_portal",
                "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "manager", "drawing_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        url = self.drawing._get_picture_url()
        for user in (portal, stranger):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(url, allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))


@tagged("post_install", "-at_install")
class TestDrawingOnPhone(DrawingTour):
    """At 390 px."""

    browser_size = "390,844"
    touch_enabled = True

    def test_from_the_visit(self):
        self.check_taken(VISIT.format(self.visit.id), self.technician)

    def test_on_the_phone_page(self):
        self.walk(PHONE, "aftersales_drawing_phone", self.technician)
        lines = self.visit.requisition_ids.line_ids
        self.assertEqual(
            [(line.product_id, line.quantity) for line in lines], [(self.new, 2)]
        )
